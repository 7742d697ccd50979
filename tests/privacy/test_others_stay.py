"""Forgetting one person changes no row that does not refer to them or their companies, also through other rows."""

import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from bot.usecases.privacy import rights
from storage.database import Database
from storage.ids import PersonId
from storage.models import Base
from tests.authorisation.cast import Who
from tests.authorisation.stage import Stage, staged
from tests.clock import Clock
from tests.outbox.test_topics import everything

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def stage(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return staged(sqlite_template, tmp_path_factory.mktemp("stage"), Clock())


def referring(rows: Rows, person_id: int) -> dict[str, set[Any]]:
    """Table → keys of the rows that refer to the person or their companies. An `object_id` may be of any table."""
    companies = {(row["company_id"],) for row in rows["membership"] if row["person_id"] == person_id}
    found: dict[str, set[Any]] = defaultdict(set, {"person": {(person_id,)}, "company": companies})
    while True:
        before = sum(map(len, found.values()))
        numbers = {key[0] for name, keys in found.items() if name != "person" for key in keys}
        for table in Base.metadata.sorted_tables:
            for row in rows[table.name]:
                if any((row[fk.parent.name],) in found[fk.column.table.name] for fk in table.foreign_keys) or any(
                    row[column.name] == person_id
                    if column.info.get("person")
                    else column.name == "object_id" and row["object_id"] in numbers
                    for column in table.columns
                ):
                    found[table.name].add(key_of(table.name, row))
        if sum(map(len, found.values())) == before:
            return found


def key_of(name: str, row: dict[str, Any]) -> Any:
    return tuple(row[column.name] for column in Base.metadata.tables[name].primary_key)


@pytest.mark.parametrize("who", [Who.MEMBER, Who.OTHER, Who.BANNED, Who.MUTED])
async def test_rows_of_others_stay_as_they_are(stage: Stage, tmp_path: Path, who: Who) -> None:
    path = tmp_path / "stage.sqlite3"
    shutil.copyfile(stage.template, path)
    database = Database(f"sqlite+aiosqlite:///{path}")
    before = await everything(database)
    person_id = PersonId(stage.numbers[who])
    async with database.writing() as session:
        await rights.forget(session, person_id, Clock()())
    after = await everything(database)
    await database.dispose()
    theirs = referring(before, person_id)
    for name, rows in before.items():
        others = [row for row in rows if key_of(name, row) not in theirs[name]]
        left = {key_of(name, row): row for row in after[name]}
        assert [left.get(key_of(name, row)) for row in others] == others, name
    assert any(len(theirs[name]) < len(rows) for name, rows in before.items())

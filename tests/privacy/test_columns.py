"""Every column with personal data has a decision on export and deletion in `decisions.toml`.

A new column fails here until it has one. The decisions are tested: a person with a row in every table is exported and
then deleted.
"""

import base64
import json
import tomllib
from pathlib import Path
from typing import Final

import pytest

from bot.usecases.privacy import rights
from storage.database import Database
from storage.ids import PersonId
from tests.privacy.life import NOW, PERSON, columns, everything, fill, holds, is_a_number, mark, may_be_personal

DECISIONS: Final[dict[str, dict[str, dict[str, str]]]] = tomllib.loads(
    (Path(__file__).parent / "decisions.toml").read_text(encoding="utf-8")
)
EXPORT: Final = {f"{table}.{name}": said["export"] for table, rest in DECISIONS.items() for name, said in rest.items()}
FORGET: Final = {f"{table}.{name}": said["forget"] for table, rest in DECISIONS.items() for name, said in rest.items()}
_REASON: Final = "because "


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """SQLite only, because it accepts text of any length. The queries are tested on both databases elsewhere."""
    path = tmp_path / "life.sqlite3"
    path.write_bytes(sqlite_template.read_bytes())
    return f"sqlite+aiosqlite:///{path}"


def test_every_column_with_possible_personal_data_has_a_decision() -> None:
    wanted = {name for name, column in columns().items() if may_be_personal(column)}
    assert wanted - set(FORGET) == set(), "add a decision on export and deletion to decisions.toml"
    assert set(FORGET) - wanted == set(), "no longer there"


def test_every_exemption_has_a_reason() -> None:
    for name in FORGET:
        assert EXPORT[name] == "exported" or len(EXPORT[name].removeprefix(_REASON)) > 15, name
        assert FORGET[name] in {"erased", "emptied"} or len(FORGET[name].removeprefix(_REASON)) > 15, name


async def test_columns_marked_for_export_are_exported(database: Database) -> None:
    async with database.writing() as session:
        await fill(session)
    async with database.reading() as session:
        document = await rights.export(session, PersonId(PERSON), NOW)
    text = json.dumps(document, ensure_ascii=False)
    for name, said in EXPORT.items():
        column, table = columns()[name], name.partition(".")[0]
        rows = document.get(table) or [{}]
        told = column.name in rows[0] if is_a_number(column) else _is_in(text, mark(column))
        assert told is (said == "exported"), f"{name}: {said}"


def _is_in(text: str, wanted: str) -> bool:
    """Pictures are exported in base64."""
    return wanted in text or base64.b64encode(wanted.encode()).decode() in text


async def test_columns_marked_for_deletion_are_deleted(database: Database) -> None:
    async with database.writing() as session:
        await fill(session)
    async with database.reading() as session:
        before = await everything(session)
    async with database.writing() as session:
        await rights.forget(session, PersonId(PERSON), NOW)
    async with database.reading() as session:
        after = await everything(session)
    for name, said in FORGET.items():
        column = columns()[name]
        assert holds(before[name], column), f"{name} was not filled"
        if said == "erased":
            assert after[name] == [], f"{name}: the row is still there"
        elif said == "emptied":
            assert after[name] != [], f"{name}: the row is gone; say erased"
            assert not holds(after[name], column), f"{name} still tells"
        else:
            assert holds(after[name], column), f"{name} needs no exemption"


async def test_a_deleted_persons_id_is_left_in_bans_only(database: Database) -> None:
    async with database.writing() as session:
        await fill(session)
        await rights.forget(session, PersonId(PERSON), NOW)
    async with database.reading() as session:
        after = await everything(session)
    assert [name for name, values in after.items() if PERSON in values] == ["sanction.person_id"]

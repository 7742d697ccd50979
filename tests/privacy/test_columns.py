"""Of every column it is decided whether it is exported and what becomes of it when its person is forgotten.

`decisions.toml` names them. A new column that may hold personal data fails here until it is named there, and what is
named there is tried: a person who has a row in every table is exported, and forgotten.
"""

import json
import tomllib
from pathlib import Path
from typing import Final

import pytest

from bot.usecases.privacy import rights
from storage.database import Database
from storage.ids import PersonId
from tests.privacy.life import NOW, PERSON, columns, everything, holds, is_a_number, live, mark, may_be_personal

DECISIONS: Final[dict[str, dict[str, dict[str, str]]]] = tomllib.loads(
    (Path(__file__).parent / "decisions.toml").read_text(encoding="utf-8")
)
EXPORT: Final = {f"{table}.{name}": said["export"] for table, rest in DECISIONS.items() for name, said in rest.items()}
FORGET: Final = {f"{table}.{name}": said["forget"] for table, rest in DECISIONS.items() for name, said in rest.items()}
_REASON: Final = "because "


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """On SQLite only: it takes words of any length, and the queries have tests on both."""
    path = tmp_path / "life.sqlite3"
    path.write_bytes(sqlite_template.read_bytes())
    return f"sqlite+aiosqlite:///{path}"


def test_every_column_that_may_hold_personal_data_is_decided_on() -> None:
    wanted = {name for name, column in columns().items() if may_be_personal(column)}
    assert wanted - set(FORGET) == set(), "decide in decisions.toml: is it exported, and what when it is forgotten?"
    assert set(FORGET) - wanted == set(), "no longer there"


def test_every_exemption_says_why() -> None:
    for name in FORGET:
        assert EXPORT[name] == "exported" or len(EXPORT[name].removeprefix(_REASON)) > 15, name
        assert FORGET[name] in {"erased", "emptied"} or len(FORGET[name].removeprefix(_REASON)) > 15, name


async def test_what_is_to_be_exported_is_in_the_export(database: Database) -> None:
    async with database.writing() as session:
        await live(session)
    async with database.reading() as session:
        document = await rights.export(session, PersonId(PERSON), NOW)
    text = json.dumps(document, ensure_ascii=False)
    for name, said in EXPORT.items():
        column, table = columns()[name], name.partition(".")[0]
        rows = document.get(table) or [{}]
        told = column.name in rows[0] if is_a_number(column) else mark(column) in text
        assert told is (said == "exported"), f"{name}: {said}"


async def test_what_is_to_be_forgotten_is_forgotten(database: Database) -> None:
    async with database.writing() as session:
        await live(session)
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


async def test_the_number_of_a_person_stands_nowhere_but_in_a_ban(database: Database) -> None:
    async with database.writing() as session:
        await live(session)
        await rights.forget(session, PersonId(PERSON), NOW)
    async with database.reading() as session:
        after = await everything(session)
    assert [name for name, values in after.items() if PERSON in values] == ["sanction.person_id"]

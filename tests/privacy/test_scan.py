"""After /forgetme the bytes of the database file contain no data of the person, in any encoding."""

from pathlib import Path

import pytest

from bot.usecases.privacy import rights
from storage.database import Database
from storage.ids import PersonId
from storage.models import Person, RelayedMessage
from storage.vocabulary import Kind, Language
from tests.factories import add_company, add_listing, add_person
from tests.privacy.life import NOW, PERSON, columns, fill, is_a_number, mark, may_be_personal
from tests.privacy.scan import bytes_of, found_in
from tests.privacy.test_columns import FORGET

_OTHERS = 60  # people and listings: pages split and merge around the one who goes


@pytest.fixture
def path(sqlite_template: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "life.sqlite3"
    copy.write_bytes(sqlite_template.read_bytes())
    return copy


@pytest.fixture
def database_url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


async def others(database: Database, first: int, last: int) -> None:
    async with database.writing() as session:
        company = await add_company(session, name="Others Ltd", name_key="others")
        for number in range(first, last):
            session.add(_person(PersonId(number), f"Somebody {number}"))
            words = f"What it does, in words. {number} " * 40
            await add_listing(session, company, summary=words, masked_title="Title", masked_summary=words)


def _person(number: PersonId, name: str) -> Person:
    return Person(id=number, name=name, language=Language.EN, language_chosen=False, created_at=NOW, seen_at=NOW)


def _message(person_id: PersonId, text: str) -> RelayedMessage:
    return RelayedMessage(
        introduction_id=1,
        side=Kind.NEED,
        author_id=person_id,
        text=text,
        relayed=text,
        found=frozenset(),
        created_at=NOW,
    )


async def test_no_byte_of_deleted_data_is_left_in_the_file(database: Database, path: Path) -> None:
    words = [mark(one) for name, one in columns().items() if may_be_personal(one) and not is_a_number(one)]
    gone = [mark(columns()[name]) for name, said in FORGET.items() if said in {"erased", "emptied"}]
    gone = [word for word in gone if word in words]
    long = "ж a long story of hers, told over several pages ж " * 400
    async with database.writing() as session:
        await fill(session)
        session.add(_message(PersonId(PERSON), long))
    await others(database, 1, _OTHERS)
    await database.tidy()
    kept = {mark(columns()[name]) for name, said in FORGET.items() if said.startswith("because")}
    written = found_in(bytes_of(path), words)
    assert set(gone) - kept <= set(written) | {"жlisting_vectors-embeddingж"}, "all of it was there"
    async with database.writing() as session:
        await rights.forget(session, PersonId(PERSON), NOW)
    await database.tidy()
    content = bytes_of(path)
    assert found_in(content, gone) == []
    assert found_in(content, ["a long story of hers"]) == []
    assert found_in(content, ["Somebody 7"]) == ["Somebody 7"]


async def test_no_byte_is_left_after_further_writes_and_deletions(database: Database, path: Path) -> None:
    """Freed, moved and reused pages keep no old bytes."""
    async with database.writing() as session:
        person = await add_person(session, person_id=PERSON, name="ж her name ж")
        company = await add_company(session, person, name="ж her company ж")
        for number in range(40):
            title, words = f"ж her title {number} ж", "ж her words ж " * 50
            texts = {"title": title, "summary": words, "masked_title": title, "masked_summary": words}
            await add_listing(session, company, person, **texts)
    await others(database, 1, _OTHERS)
    async with database.writing() as session:
        await rights.forget(session, PersonId(PERSON), NOW)
    await others(database, _OTHERS, 2 * _OTHERS)
    await database.tidy()
    content = bytes_of(path)
    assert found_in(content, ["her name", "her company", "her title", "her words"]) == []

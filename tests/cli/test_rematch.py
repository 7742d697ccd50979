"""`partnerbridge db rematch`."""

from pathlib import Path

import pytest
from sqlalchemy import select, update
from typer.testing import CliRunner

from bot.cli.main import app
from storage.database import Database
from storage.models import Listing, Suggestion
from storage.schema import migrate
from storage.vocabulary import ProfileType
from tests.factories import NOW, add_company, add_listing, add_person
from tests.postgres import in_thread


async def fill(url: str) -> None:
    database = Database(url)
    await migrate(database)
    async with database.writing() as session:
        for country, type_ in (("RS", ProfileType.TECHNOLOGY_OFFER), ("CN", ProfileType.TECHNOLOGY_REQUEST)):
            company = await add_company(session, await add_person(session), name_key=country, country=country)
            await add_listing(session, company, profile_type=type_, matched_at=NOW)
        # Far from its end whenever the test is run.
        await session.execute(update(Listing).values(expires_at=NOW.replace(year=9_000)))
    await database.dispose()


async def pairs(url: str) -> int:
    database = Database(url)
    async with database.reading() as session:
        found = len(list(await session.scalars(select(Suggestion.id))))
    await database.dispose()
    return found


def test_everybody_is_matched_anew_and_again_finds_nothing_new(
    empty_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite+aiosqlite:///{empty_folder}/fair.sqlite3"
    in_thread(fill, url)
    monkeypatch.setenv("PARTNERBRIDGE_DATABASE_URL", url)
    monkeypatch.setenv("PARTNERBRIDGE_ENCODER", "none")
    first = CliRunner().invoke(app, ["db", "rematch"])
    assert (first.exit_code, first.stderr.strip()) == (0, "2 listings matched: 1 new pairs, 0 pairs removed.")
    again = CliRunner().invoke(app, ["db", "rematch", "--quiet"])
    assert again.stderr.strip() == "2 listings matched: 0 new pairs, 0 pairs removed."
    resumed = CliRunner().invoke(app, ["db", "rematch", "--resume"])
    assert resumed.stderr.strip() == "0 listings matched: 0 new pairs, 0 pairs removed."


def test_an_encoder_that_does_not_answer_is_told_in_a_line(empty_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTNERBRIDGE_DATABASE_URL", f"sqlite+aiosqlite:///{empty_folder}/fair.sqlite3")
    monkeypatch.setenv("PARTNERBRIDGE_ENCODER", "http://127.0.0.1:9/v1")
    result = CliRunner().invoke(app, ["db", "rematch"])
    assert result.exit_code == 1
    assert "continue with --resume" in result.stderr

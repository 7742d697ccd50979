"""`partnerbridge event`: an operator imports, exports and reports without the chat, as an organizer of the event."""

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import update
from typer.testing import CliRunner, Result

from bot.cli.main import app
from bot.sandbox.world import World
from bot.usecases.imports.background import ImportJob
from bot.usecases.imports.sheets import Sheets
from storage.database import Database
from storage.models import Event, Listing
from storage.vocabulary import ListingStatus
from tests.announcements.fair import open_fair
from tests.factories import NOW
from tests.neighbours import is_own, select_own
from tests.postgres import in_thread

LIST = (
    "Company,Country,City,Booth,Products,Phone\n"
    "Senzor d.o.o.,Serbia,Novi Sad,A-1,Senzori vlažnosti zemljišta,+381641234567\n"
    "Senzori,Serbia,Novi Sad,A-1,,+381641234567\n"
    "Pudong Agritech,China,Shanghai,A-2,,\n"
    ",Serbia,,,,\n"
)
MANY = "Company,Country\n" + "".join(f"Firma broj {n},Serbia\n" for n in range(230))


@pytest.fixture
def fair(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """An event with the code FAIR26, in the database of the settings."""
    monkeypatch.setenv("PARTNERBRIDGE_DATABASE_URL", database_url)
    in_thread(opened, database_url)
    return database_url


async def opened(url: str) -> None:
    database = Database(url)
    await open_fair(database, World(), NOW, people=0)
    async with database.writing() as session:
        await session.execute(update(Event).where(is_own(Event)).values(code="FAIR26"))
    await database.dispose()


async def statuses(url: str) -> list[ListingStatus]:
    database = Database(url)
    async with database.reading() as session:
        found = list(await session.scalars(select_own(Listing.status)))
    await database.dispose()
    return found


async def background_rows(url: str) -> int:
    """What the background job of a running bot finds to do."""
    database = Database(url)

    async def download(_: str) -> bytes:
        raise AssertionError("Telegram does not have the file")

    found = await ImportJob(database, Sheets(download), lambda: NOW).run()
    await database.dispose()
    return found


def event(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["event", *arguments])


def written(folder: Path, text: str) -> str:
    file = folder / "list.csv"
    file.write_text(text, "utf-8")
    return str(file)


def test_a_list_is_imported_as_drafts_with_the_result_of_each_row(fair: str, empty_folder: Path) -> None:
    result = event("import", "fair26", written(empty_folder, LIST), "--results", "results.csv")
    assert result.exit_code == 0, result.stderr
    assert "Import 1 of 4 rows. created: 3, skipped: 1." in result.stdout
    assert "Row 3: “Senzori” may be “Senzor d.o.o.”. It came in as a company of its own." in result.stderr
    assert in_thread(statuses, fair) == [ListingStatus.INVITED]
    rows = list(csv.reader(io.StringIO((empty_folder / "results.csv").read_text("utf-8-sig"))))
    assert [row[2:4] for row in rows[1:]] == [
        ["Senzor d.o.o.", "new company"],
        ["Senzori", "new company"],
        ["Pudong Agritech", "new company"],
        ["", "left out"],
    ]


def test_a_long_list_again_doubles_nothing_and_leaves_a_running_bot_nothing_to_do(
    fair: str, empty_folder: Path
) -> None:
    assert "created: 230" in event("import", "FAIR26", written(empty_folder, MANY)).stdout
    assert in_thread(background_rows, fair) == 0
    assert "same: 230" in event("import", "FAIR26", written(empty_folder, MANY)).stdout


def test_an_exported_list_can_be_imported_again(fair: str, empty_folder: Path) -> None:
    event("import", "FAIR26", written(empty_folder, LIST))
    exported = event("export", "FAIR26").stdout
    assert exported.splitlines() == [
        "Company,Country,City,Website,Hall,Booth,About",
        "Pudong Agritech,China,Shanghai,,,A-2,",
        "Senzor d.o.o.,Serbia,Novi Sad,,,A-1,",
        "Senzori,Serbia,Novi Sad,,,A-1,",
    ]
    assert "Written: all.csv" in event("export", "FAIR26", "--to", "all.csv").stderr
    assert "same: 3." in event("import", "FAIR26", "all.csv").stdout


def test_the_report_shows_the_figures_of_the_dashboard(fair: str, empty_folder: Path) -> None:
    event("import", "FAIR26", written(empty_folder, LIST))
    assert "Companies: 3" in event("report", "FAIR26").stdout.splitlines()
    assert event("report", "FAIR26", "--to", "fair.xlsx").exit_code == 0
    assert load_workbook(empty_folder / "fair.xlsx").sheetnames


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("export", "NOWHERE"), "There is no event with the code NOWHERE."),
        (("report", "FAIR26", "--as", "12345"), "You don't have permission for this."),
        (("import", "FAIR26", "missing.csv"), "missing.csv: No such file or directory"),
        (("import", "FAIR26", "other.csv"), "I found no column with company names."),
    ],
)
def test_an_impossible_command_prints_one_line(
    fair: str, empty_folder: Path, arguments: tuple[str, ...], told: str
) -> None:
    (empty_folder / "other.csv").write_text("1,2\n3,4\n", "utf-8")
    result = event(*arguments)
    assert result.exit_code in {1, 2}
    assert result.stderr.strip().startswith(told)

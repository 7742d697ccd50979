"""A long list is stored in the background: step by step, after a restart too, and told when it has ended."""

import gc
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.sandbox.world import World
from bot.usecases.imports import storing
from bot.usecases.imports.background import ImportJob
from bot.usecases.imports.errors import UnreadableFileError
from bot.usecases.imports.exhibitor_list import read_list
from bot.usecases.imports.sheets import Sheets
from bot.usecases.imports.storing import start_import
from bot.usecases.imports.undo import undo_import
from storage import imports
from storage.database import Database
from storage.ids import ImportId
from storage.models import Company, Delivery, Import, ImportRow, Listing, Sanction
from storage.vocabulary import RowOutcome, SanctionKind, SanctionReason, Topic
from tests.announcements.fair import Fair, open_fair
from tests.chat import Chat, Human
from tests.clock import Clock
from tests.factories import NOW
from tests.imports.importing import new_import
from tests.imports.test_import_dialog import olga as olga  # noqa: PLC0414 - a fixture
from tests.imports.test_import_dialog import sends
from tests.neighbours import count_own, select_own

ROWS = 230
LIST = "Company;Country;Products\n" + "".join(f"Firma broj {n} d.o.o.;Serbia;\n" for n in range(ROWS))
TWICE = LIST + "FIRMA BROJ 7 DOO;Serbia;Pumpe za vodu\n"


@pytest.fixture
async def fair(database: Database) -> Fair:
    return await open_fair(database, World(), NOW)


def job(fair: Fair, text: str = TWICE) -> ImportJob:
    """As a process that has just started."""

    async def download(_: str) -> bytes:
        if not text:
            raise UnreadableFileError
        return text.encode()

    return ImportJob(fair.database, Sheets(download), lambda: NOW)


async def begin(fair: Fair, file_id: str = "list", **options: object) -> ImportId:
    found, new = read_list(TWICE.encode(), None), new_import(fair.event_id, **options)
    async with fair.database.writing() as session:
        return await start_import(session, fair.actor, replace(new, file_id=file_id), found, NOW)


async def outcomes(fair: Fair, number: ImportId) -> dict[RowOutcome, int]:
    async with fair.database.reading() as session:
        return await imports.outcomes(session, number)


async def told(fair: Fair) -> Sequence[Delivery]:
    async with fair.database.reading() as session:
        return (await session.scalars(select(Delivery).where(Delivery.topic == Topic.IMPORT_ENDED))).all()


async def test_an_import_continues_in_another_process(fair: Fair) -> None:
    number = await begin(fair)
    assert await job(fair).run() == 100
    assert await outcomes(fair, number) == {RowOutcome.CREATED: 100}
    other = job(fair)
    assert await other.run() == 100
    assert await told(fair) == []
    assert await other.run() == 31
    assert await outcomes(fair, number) == {RowOutcome.CREATED: ROWS, RowOutcome.DUPLICATE: 1}
    assert [delivery.person_id for delivery in await told(fair)] == [fair.actor.id]
    assert await other.run() == 0


async def test_a_repeated_company_of_a_later_batch_gets_its_listing_once(fair: Fair) -> None:
    await begin(fair)
    only = job(fair)
    while await only.run():
        pass
    async with fair.database.reading() as session:
        [listing] = await session.scalars(select_own(Listing))
        company = await session.get(Company, listing.company_id)
        assert company is not None
        assert company.name == "Firma broj 7 d.o.o."
        assert await session.scalar(count_own(ImportRow)) == ROWS + 1


async def test_the_organizers_choices_apply_in_the_background(fair: Fair) -> None:
    await begin(fair, with_listings=False)
    only = job(fair)
    while await only.run():
        pass
    async with fair.database.reading() as session:
        assert await session.scalar(count_own(Listing)) == 0


async def test_an_undo_stops_it(fair: Fair) -> None:
    number = await begin(fair)
    only = job(fair)
    await only.run()
    async with fair.database.writing() as session:
        undone = await undo_import(session, fair.actor, number, NOW)
    assert undone.removed == 100
    assert await only.run() == 0
    assert await told(fair) == []
    async with fair.database.reading() as session:
        assert await session.scalar(count_own(Company)) == 0


async def test_a_file_that_can_no_longer_be_read_ends_it_and_is_told(fair: Fair) -> None:
    number = await begin(fair)
    await job(fair).run()
    await job(fair, "").run()
    assert (await outcomes(fair, number))[RowOutcome.CREATED] == 100
    assert len(await told(fair)) == 1
    assert await job(fair).run() == 0


async def test_an_import_whose_file_cannot_be_fetched_does_not_delay_the_others(
    fair: Fair, caplog: pytest.LogCaptureFixture
) -> None:
    lost, other = await begin(fair, file_id="lost"), await begin(fair)

    async def download(file_id: str) -> bytes:
        if file_id == "lost":
            raise ConnectionError
        return TWICE.encode()

    only = ImportJob(fair.database, Sheets(download), lambda: NOW)
    while await only.run():
        pass
    assert f"Import {lost} failed; trying again later" in caplog.text
    assert [delivery.payload["import_id"] for delivery in await told(fair)] == [other]
    assert await outcomes(fair, lost) == {}


async def test_a_file_that_cannot_be_fetched_for_a_day_ends_the_import(fair: Fair) -> None:
    number = await begin(fair)
    clock = Clock(NOW)

    async def download(_: str) -> bytes:
        raise ConnectionError

    only = ImportJob(fair.database, Sheets(download), clock)
    clock.forward(hours=23, minutes=59)
    assert await only.run() == 0
    assert await told(fair) == []
    clock.forward(minutes=1)
    assert await only.run() == 1
    assert [delivery.payload["import_id"] for delivery in await told(fair)] == [number]


async def test_a_list_of_whole_batches_ends_with_the_last_of_them(fair: Fair) -> None:
    number = await begin(fair)
    only = job(fair, "\n".join(LIST.splitlines()[:201]))
    assert [await only.run() for _ in range(3)] == [100, 100, 0]
    assert len(await told(fair)) == 1
    assert await outcomes(fair, number) == {RowOutcome.CREATED: 200}


async def test_the_second_import_begins_with_its_own_file(fair: Fair) -> None:
    first, second = await begin(fair), await begin(fair, file_id="second")

    async def download(file_id: str) -> bytes:
        return ("Company;Country\nZelena Polja;Serbia\n" if file_id == "second" else TWICE).encode()

    only = ImportJob(fair.database, Sheets(download), lambda: NOW)
    while await only.run():
        pass
    assert sum((await outcomes(fair, first)).values()) == ROWS + 1
    assert await outcomes(fair, second) == {RowOutcome.CREATED: 1}


async def test_the_organizer_sees_how_far_it_is_and_when_it_ends(chat: Chat, olga: Human, monkeypatch) -> None:
    monkeypatch.setattr("handlers.imports.form.AT_ONCE", 2)
    assert storing.AT_ONCE > 2, "short lists are stored at once"
    await sends(olga, LIST.replace("Products", "Booth"))
    await olga.presses("✅ Import")
    assert f"0 of {ROWS} rows" in olga.sees()
    services = chat.program.services
    work = ImportJob(services.database, services.sheets, services.clock, wake=services.outbox.wake)
    await work.run()
    assert f"100 of {ROWS} rows" in await olga.presses("🔄 Progress")
    while await work.run():
        pass
    await chat.settle()
    assert f"Imported: {ROWS} new" in olga.phone.reads()
    assert "I couldn't get" not in olga.phone.reads()
    assert f"Imported: {ROWS} new" in await olga.presses("🔄 Progress", older=True)


async def test_an_import_of_somebody_who_is_muted_meanwhile_ends_and_the_next_one_begins(fair: Fair) -> None:
    first = await begin(fair)
    async with fair.database.writing() as session:
        session.add(
            Sanction(person_id=fair.actor.id, kind=SanctionKind.MUTE, reason=SanctionReason.FRAUD, created_at=NOW)
        )
    second = await begin(fair)
    only = job(fair)
    for _ in range(6):
        await only.run()
    async with fair.database.reading() as session:
        ended = dict((await session.execute(select_own(Import.id, Import.finished_at))).all())
    assert ended[first] is not None
    assert ended[second] is not None


async def test_an_import_that_stops_is_told_with_what_was_stored_and_none_that_was_undone(
    chat: Chat, olga: Human, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.imports.form.AT_ONCE", 2)
    for _ in range(2):
        await sends(olga, LIST.replace("Products", "Booth"))
        await olga.presses("✅ Import")
    services = chat.program.services

    async def gone(_: str) -> bytes:
        raise UnreadableFileError

    work = ImportJob(services.database, services.sheets, services.clock)
    await work.run()
    await ImportJob(services.database, Sheets(gone), services.clock).run()
    await ImportJob(services.database, Sheets(gone), services.clock).run()
    async with services.database.writing() as session:
        second = max(await session.scalars(select_own(Import.id)))
        await imports.mark_undone(session, second, services.clock())
    await chat.settle()
    assert olga.phone.reads().count("I couldn't get list.csv again.") == 1
    assert f"100 of {ROWS} rows are imported" in olga.phone.reads()


@pytest.mark.parametrize(("rows", "at_once"), [(2, True), (3, False)])
async def test_a_short_list_is_stored_at_once(
    chat: Chat, olga: Human, monkeypatch: pytest.MonkeyPatch, rows: int, at_once: bool
) -> None:
    monkeypatch.setattr("handlers.imports.form.AT_ONCE", 2)
    await sends(olga, "\n".join(LIST.splitlines()[: rows + 1]))
    await olga.presses("✅ Import")
    assert (f"Imported: {rows} new" in olga.sees()) is at_once


async def test_a_dropped_list_is_no_longer_kept_from_the_garbage_collector(fair: Fair) -> None:
    async def download(_: str) -> bytes:
        return TWICE.encode()

    sheets = Sheets(download)
    await sheets.read("list", None)
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
    sheets.forget()
    assert gc.get_freeze_count() == 0
    assert (await sheets.read("list", None)).rows

"""Updates that are confirmed before they are handled: stored, handed on after a kill, emptied, and soon gone."""

import pytest
from sqlalchemy import select

from bot.telegram.update_store import UpdateStore
from bot.usecases.privacy import rights
from storage.database import Database
from storage.ids import PersonId
from storage.models import ReceivedUpdate
from tests.clock import Clock
from tests.factories import add_person
from tests.neighbours import select_own
from tests.telegram.queued import left_group, message

ANA, MEI = 10, 20


def store_of(database: Database, clock: Clock, owner: str = "first") -> UpdateStore:
    return UpdateStore(database, clock, owner=owner)


async def rows(database: Database) -> dict[int, ReceivedUpdate]:
    async with database.reading() as session:
        return {row.id: row for row in await session.scalars(select_own(ReceivedUpdate))}


async def test_what_a_killed_process_left_is_handed_on_once_in_order(database: Database, clock: Clock) -> None:
    await store_of(database, clock).keep([message(2, ANA, "second"), message(1, ANA, "first"), message(3, MEI, "x")])
    after = store_of(database, clock, "next")
    assert [raw["update_id"] for raw in await after.left_behind()] == [1, 2, 3]
    assert [raw["message"]["text"] for raw in await after.left_behind()] == []
    assert {row.owner for row in (await rows(database)).values()} == {"next"}


async def test_a_handled_update_keeps_its_number_for_some_minutes_and_nothing_else(
    database: Database, clock: Clock
) -> None:
    store = store_of(database, clock)
    await store.keep([message(1, ANA), message(2, MEI)])
    store.note_handled(1)
    await store.flush()
    handled = (await rows(database))[1]
    assert (handled.raw, handled.person_id) == (None, None)
    next_one = store_of(database, clock, "next")
    assert [raw["update_id"] for raw in await next_one.left_behind()] == [2]
    assert 1 in await next_one.handled_before()
    clock.forward(minutes=11)
    await next_one.drop_expired()
    assert list(await rows(database)) == [2]


async def test_an_update_that_comes_again_is_stored_once(database: Database, clock: Clock) -> None:
    store = store_of(database, clock)
    await store.keep([message(1, ANA, "first")])
    assert await store_of(database, clock, "next").keep([message(1, ANA, "again")])
    (row,) = (await rows(database)).values()
    assert (row.owner, row.raw["message"]["text"]) == ("first", "first")


async def test_numbers_that_no_database_can_store_stop_nobody(database: Database, clock: Clock) -> None:
    store = store_of(database, clock)
    assert await store.keep([message(10**30, ANA)])
    assert await store.keep([message(1, 10**30), message(2, ANA), left_group(3, -5)])
    assert {number: row.person_id for number, row in (await rows(database)).items()} == {1: None, 2: ANA, 3: None}


async def test_what_nobody_handled_for_a_day_is_deleted(database: Database, clock: Clock) -> None:
    await store_of(database, clock).keep([message(1, ANA)])
    clock.forward(days=1, minutes=1)
    await store_of(database, clock, "next").drop_expired()
    assert await rows(database) == {}


async def test_a_person_who_is_forgotten_leaves_no_unread_message(database: Database, clock: Clock) -> None:
    await store_of(database, clock).keep([message(1, ANA), message(2, MEI)])
    async with database.writing() as session:
        await add_person(session, person_id=ANA)
    async with database.reading() as session:
        document = await rights.export(session, PersonId(ANA), clock())
    assert [row["id"] for row in document["received_update"]] == [1]
    async with database.writing() as session:
        await rights.forget(session, PersonId(ANA), clock())
    assert list(await rows(database)) == [2]


async def test_a_database_that_is_away_is_told_of_and_tried_again(
    database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_of(database, clock)
    await store.keep([message(1, ANA)])
    store.note_handled(1)
    with monkeypatch.context() as away:
        away.setattr(database, "writing", unreachable)
        away.setattr(database, "writing_once", unreachable)
        assert await store.keep([message(2, MEI)]) is False
        await store.flush()
    assert (await rows(database))[1].raw is not None
    await store.flush()
    async with database.reading() as session:
        assert await session.scalar(select(ReceivedUpdate.raw).where(ReceivedUpdate.id == 1)) is None


def unreachable() -> None:
    raise ConnectionRefusedError


async def test_a_store_with_nothing_to_do_only_reads(
    database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "writing", unreachable)
    monkeypatch.setattr(database, "writing_once", unreachable)
    store = store_of(database, clock)
    assert await store.left_behind() == ()
    assert await store.run() == 0


async def test_only_what_was_handled_is_emptied_and_only_what_is_old_is_deleted(
    database: Database, clock: Clock
) -> None:
    store, before = store_of(database, clock), clock()
    await store.keep([message(1, ANA), message(2, MEI)])
    store.note_handled(1)
    await store.flush()
    clock.forward(minutes=5)
    store.note_handled(1)  # it came again
    await store.flush()
    found = await rows(database)
    assert (found[1].handled_at, found[2].handled_at, found[2].raw is None) == (before, None, False)
    assert 2 not in await store.handled_before()
    clock.forward(minutes=5)
    await store.drop_expired()
    assert sorted(await rows(database)) == [1, 2], "ten minutes are not over"
    clock.forward(minutes=1)
    await store.keep([message(3, ANA)])
    await store.drop_expired()
    assert sorted(await rows(database)) == [2, 3]


async def test_ones_own_updates_are_not_left_behind(database: Database, clock: Clock) -> None:
    store = store_of(database, clock)
    await store.keep([message(1, ANA)])
    clock.forward(days=1)
    await store_of(database, clock, "next").drop_expired()
    clock.forward(days=1)
    await store.drop_expired()
    assert await store.left_behind() == ()
    assert list(await rows(database)) == [1]

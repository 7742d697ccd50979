"""The queries of the outbox: queued once, claimed by one process at a time, taken over when a lease runs out."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import true

from bot.outbox.row_sender import LEASE
from storage import outbox, outbox_claims
from storage.database import Database
from storage.ids import PersonId
from storage.models import Delivery, Digest
from storage.vocabulary import DeliveryStatus
from tests.factories import NOW, add_person
from tests.neighbours import select_own

LATER = NOW + timedelta(minutes=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
async def ana(database: Database) -> PersonId:
    async with database.writing() as session:
        return (await add_person(session)).id


async def tell(database: Database, person_id: PersonId, *keys: str, after_s: float = 0, topic: str = "topic") -> None:
    async with database.writing() as session:
        for key in keys:
            due = NOW + timedelta(seconds=after_s)
            assert await outbox.queue_message(
                session, person_id, topic, payload={"id": 1}, dedupe_key=key, now=NOW, not_before=due
            )


async def claim(database: Database, limit: int = 100, *, now: datetime = NOW, owner: str = "one") -> list[str]:
    async with database.writing() as session:
        rows = await outbox_claims.claim(
            session, Delivery, true(), owner=owner, now=now, until=now + LEASE, limit=limit
        )
        return [delivery.dedupe_key for delivery in rows]


async def change(database: Database, delivery: Delivery, *, owner: str, from_: DeliveryStatus, **changes: Any) -> bool:
    async with database.writing() as session:
        return await outbox_claims.change(session, delivery, changes, owner=owner, from_=from_)


async def only(database: Database) -> Delivery:
    async with database.reading() as session:
        return (await session.scalars(select_own(Delivery))).one()


async def test_the_same_thing_is_told_once(database: Database, ana: PersonId) -> None:
    async def say() -> bool:
        async with database.writing() as session:
            return await outbox.queue_message(session, ana, "topic", payload={}, dedupe_key="same", now=NOW)

    assert sum(await asyncio.gather(*(say() for _ in range(10)))) == 1


async def test_a_claim_takes_what_is_due_in_order_and_no_more_than_asked(database: Database, ana: PersonId) -> None:
    await tell(database, ana, "late", after_s=-1)
    await tell(database, ana, *(f"{number:02}" for number in range(30)))
    await tell(database, ana, "future", after_s=1)
    assert await claim(database, 3) == ["late", "00", "01"]
    assert len(await claim(database, 10)) == 10
    assert len(await claim(database)) == 18
    assert await claim(database) == []


async def test_parallel_workers_never_claim_the_same(database: Database, ana: PersonId) -> None:
    await tell(database, ana, *map(str, range(60)))
    claimed = await asyncio.gather(*(claim(database, 7) for _ in range(12)))
    keys = [key for batch in claimed for key in batch]
    assert len(keys) == len(set(keys))
    assert max(map(len, claimed)) <= 7
    while rest := await claim(database, 7):
        keys += rest
    assert sorted(map(int, keys)) == list(range(60))


async def test_only_one_of_two_simultaneous_changes_counts(database: Database, ana: PersonId) -> None:
    await tell(database, ana, "a")
    assert await claim(database) == ["a"]
    row = await only(database)
    assert (row.status, row.owner, row.leased_until) == (DeliveryStatus.CLAIMED, "one", NOW + LEASE)
    sending = {"from_": DeliveryStatus.CLAIMED, "status": DeliveryStatus.SENDING}
    assert sum(await asyncio.gather(*(change(database, row, owner="one", **sending) for _ in range(10)))) == 1


async def test_only_the_owner_changes_a_row(database: Database, ana: PersonId) -> None:
    await tell(database, ana, "a")
    await claim(database)
    row = await only(database)
    back = {"from_": DeliveryStatus.CLAIMED, "status": DeliveryStatus.PENDING}
    assert not await change(database, row, owner="two", **back)
    assert await change(database, row, owner="one", **back)
    row = await only(database)
    assert (row.owner, row.leased_until) == (None, None)


async def test_a_lease_that_ran_out_is_taken_over_and_not_before(database: Database, ana: PersonId) -> None:
    await tell(database, ana, "a")
    await claim(database)
    assert await claim(database, owner="two", now=NOW + LEASE - SECOND) == []
    assert await claim(database, owner="two", now=NOW + LEASE) == ["a"]
    row = await only(database)
    assert (row.owner, row.part, row.unsure) == ("two", 0, False)
    assert not await change(database, row, owner="one", from_=DeliveryStatus.CLAIMED, status=DeliveryStatus.SENDING), (
        "the first owner has lost it"
    )


async def test_a_renewed_lease_is_not_taken_over(database: Database, ana: PersonId) -> None:
    await tell(database, ana, "a")
    await claim(database)
    row = await only(database)
    async with database.writing() as session:
        await outbox_claims.renew(session, [row], owner="one", until=NOW + 2 * LEASE)
    assert await claim(database, owner="two", now=NOW + LEASE) == []


async def test_a_part_that_was_being_sent_is_skipped_by_the_next_owner(database: Database, ana: PersonId) -> None:
    await tell(database, ana, "a")
    await claim(database)
    row = await only(database)
    await change(database, row, owner="one", from_=DeliveryStatus.CLAIMED, status=DeliveryStatus.SENDING)
    assert await claim(database, owner="two", now=NOW + LEASE) == ["a"]
    row = await only(database)
    assert (row.status, row.part, row.unsure) == (DeliveryStatus.CLAIMED, 1, True)


async def test_a_release_returns_what_waits_and_not_what_is_being_sent(database: Database, ana: PersonId) -> None:
    await tell(database, ana, "a", "b", "c")
    await claim(database, 2)
    await claim(database, 1, owner="two")
    async with database.reading() as session:
        first, *_ = await session.scalars(select_own(Delivery).order_by(Delivery.id))
    await change(database, first, owner="one", from_=DeliveryStatus.CLAIMED, status=DeliveryStatus.SENDING)
    async with database.writing() as session:
        await outbox_claims.release(session, [Delivery], owner="one")
    async with database.reading() as session:
        statuses = list(await session.scalars(select_own(Delivery.status).order_by(Delivery.id)))
    assert statuses == [DeliveryStatus.SENDING, DeliveryStatus.PENDING, DeliveryStatus.CLAIMED]


@pytest.mark.no_neighbours("nothing is due")
async def test_next_due_is_the_earlier_of_pending_rows_and_leases(database: Database, ana: PersonId) -> None:
    async def due() -> list[datetime | None]:
        async with database.reading() as session:
            return await outbox_claims.next_due(session, (Delivery, true()), (Digest, true()))

    assert await due() == [None, None]
    await tell(database, ana, "a", after_s=60)
    assert await due() == [LATER, None]
    await tell(database, ana, "b")
    await claim(database)
    assert await due() == [NOW + LEASE, None]


async def test_waiting_rows_and_the_last_result(database: Database, ana: PersonId) -> None:
    async with database.writing() as session:
        mei, nobody = (await add_person(session)).id, (await add_person(session)).id
    await tell(database, ana, "a1", "a2", after_s=30)
    await tell(database, mei, "m1")
    await tell(database, nobody, "n1", topic="other")
    await claim(database)
    everybody = [ana, mei, nobody]
    async with database.writing() as session:
        assert await outbox.waiting(session, everybody, "topic") == {ana}
        assert await outbox.message_counts_since(session, everybody, "topic", NOW) == {
            ana: (2, NOW + timedelta(seconds=30)),
            mei: (1, NOW),
        }
        assert await outbox.message_counts_since(session, everybody, "topic", NOW + timedelta(seconds=1)) == {
            ana: (2, NOW + timedelta(seconds=30)),
        }

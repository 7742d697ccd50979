"""The outbox: told once, claimed by one, put right after a kill."""

import asyncio
from datetime import timedelta

import pytest

from storage import outbox
from storage.database import Database
from storage.ids import DeliveryId, PersonId
from storage.models import Delivery
from storage.vocabulary import DeliveryStatus
from tests.factories import NOW, add_person

LATER = NOW + timedelta(minutes=1)


@pytest.fixture
async def ana(database: Database) -> PersonId:
    async with database.writing() as session:
        return (await add_person(session)).id


async def tell(database: Database, person_id: PersonId, *keys: str, after_s: float = 0, topic: str = "topic") -> None:
    async with database.writing() as session:
        for key in keys:
            due = NOW + timedelta(seconds=after_s)
            assert await outbox.tell(
                session, person_id, topic, payload={"id": 1}, dedupe_key=key, now=NOW, not_before=due
            )


async def claim(database: Database, limit: int = 100) -> list[str]:
    async with database.writing() as session:
        return [delivery.dedupe_key for delivery in await outbox.claim(session, NOW, limit)]


async def test_the_same_thing_is_told_once(database: Database, ana: PersonId) -> None:
    async def say() -> bool:
        async with database.writing() as session:
            return await outbox.tell(session, ana, "topic", payload={}, dedupe_key="same", now=NOW)

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


async def test_of_two_that_move_a_delivery_one_counts(database: Database, ana: PersonId) -> None:
    await tell(database, ana, "a")
    async with database.writing() as session:
        (delivery,) = await outbox.claim(session, NOW, 1)
    assert (delivery.status, delivery.attempts, delivery.claimed_at) == (DeliveryStatus.CLAIMED, 1, NOW)

    async def move() -> bool:
        async with database.writing() as session:
            return await outbox.move(
                session, delivery.id, from_=DeliveryStatus.CLAIMED, to=DeliveryStatus.SENDING, now=NOW
            )

    assert sum(await asyncio.gather(*(move() for _ in range(10)))) == 1


async def test_an_end_is_dated_and_a_way_back_is_not(database: Database, ana: PersonId) -> None:
    await tell(database, ana, "a", "b")
    async with database.writing() as session:
        first, second = await outbox.claim(session, NOW, 2)
        await outbox.move(
            session, first.id, from_=DeliveryStatus.CLAIMED, to=DeliveryStatus.SENT, now=LATER, message_id=2**40
        )
        await outbox.move(
            session,
            second.id,
            from_=DeliveryStatus.CLAIMED,
            to=DeliveryStatus.PENDING,
            now=NOW,
            not_before=LATER,
            error="busy",
        )
    async with database.reading() as session:
        first, second = [await session.get(Delivery, number) for number in (first.id, second.id)]
        assert await outbox.next_due(session) == LATER
    assert (first.finished_at, first.message_id) == (LATER, 2**40)
    assert (second.finished_at, second.not_before, second.error) == (None, LATER, "busy")
    assert first.payload == {"id": 1}


async def test_after_a_kill_the_claimed_are_sent_and_the_sending_are_not(database: Database, ana: PersonId) -> None:
    await tell(database, ana, "claimed", "sending")
    async with database.writing() as session:
        _claimed, sending = await outbox.claim(session, NOW, 2)
        await outbox.move(session, sending.id, from_=DeliveryStatus.CLAIMED, to=DeliveryStatus.SENDING, now=NOW)
    async with database.writing() as session:
        await outbox.recover(session, LATER, claimed_before=NOW)
    assert await claim(database) == []
    async with database.writing() as session:
        await outbox.recover(session, LATER, claimed_before=LATER)
    assert await claim(database) == ["claimed"]
    async with database.reading() as session:
        lost = await session.get(Delivery, sending.id)
    assert (lost.status, lost.finished_at) == (DeliveryStatus.UNKNOWN, LATER)


async def test_what_waits_and_what_came_last(database: Database, ana: PersonId) -> None:
    async with database.writing() as session:
        mei, nobody = (await add_person(session)).id, (await add_person(session)).id
    await tell(database, ana, "a1", "a2", after_s=30)
    await tell(database, mei, "m1")
    await tell(database, nobody, "n1", topic="other")
    await claim(database)
    everybody = [ana, mei, nobody]
    async with database.writing() as session:
        assert await outbox.waiting(session, everybody, "topic") == {ana}
        assert await outbox.told_since(session, everybody, "topic", NOW) == {
            ana: (2, NOW + timedelta(seconds=30)),
            mei: (1, NOW),
        }
        assert await outbox.told_since(session, everybody, "topic", NOW + timedelta(seconds=1)) == {
            ana: (2, NOW + timedelta(seconds=30)),
        }


async def test_an_empty_outbox_has_nothing_due(database: Database) -> None:
    async with database.writing() as session:
        assert await outbox.next_due(session) is None
        assert not await outbox.move(
            session, DeliveryId(1), from_=DeliveryStatus.CLAIMED, to=DeliveryStatus.SENT, now=NOW
        )

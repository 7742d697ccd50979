"""Updates that are posted to the leader, to a standby, and to an instance that no longer knows if it leads."""

import asyncio

import pytest

from bot.telegram.intake import Intake
from bot.telegram.update_store import UpdateStore
from storage.database import Database
from tests.clock import Clock
from tests.telegram.queued import Work, message

ANA, MEI = 10, 20


class Instance:
    """The intake and the queue of one of several instances on a database."""

    def __init__(self, database: Database, clock: Clock, name: str, *, leads: bool) -> None:
        self.work = Work(seconds=lambda _: 0.0)
        self.store = UpdateStore(database, clock, owner=name)
        self.intake = Intake(self.work.queue, self.store, self)
        self.intake.is_open = self.is_held = leads

    async def stops(self) -> list[str]:
        await self.work.queue.stop(within_s=30)
        return [event for event in self.work.events if event.endswith("+")]


async def test_what_a_standby_got_is_handled_by_the_leader_before_what_came_later(
    database: Database, clock: Clock
) -> None:
    leader = Instance(database, clock, "leader", leads=True)
    standby = Instance(database, clock, "standby", leads=False)
    leader.work.queue.start()
    assert await standby.intake.take(message(1, ANA, "first"))
    assert await leader.intake.take(message(2, ANA, "second"))
    assert await leader.intake.take(message(1, ANA, "again"))
    assert await leader.stops() == ["first+", "second+"]
    assert await standby.stops() == []


async def test_the_leader_looks_for_them_also_while_nothing_is_posted_to_it(database: Database, clock: Clock) -> None:
    leader = Instance(database, clock, "leader", leads=True)
    standby = Instance(database, clock, "standby", leads=False)
    assert await standby.intake.take(message(1, ANA, "first"))
    leader.work.queue.start()
    await leader.intake.run()
    assert await leader.stops() == ["first+"]


async def test_an_instance_that_may_have_lost_the_lead_begins_nothing(database: Database, clock: Clock) -> None:
    hung = Instance(database, clock, "hung", leads=True)
    work = Work(seconds=lambda _: 0.0)
    work.queue = work.of(leads=lambda: hung.is_held)
    hung.is_held = False
    work.queue.start()
    work.queue.accept(message(1, ANA, "first"))
    for _ in range(5):
        await asyncio.sleep(0)
    assert work.events == []
    hung.is_held = True
    await work.queue.stop(within_s=30)
    assert work.events == ["first+", "first-"]


@pytest.mark.parametrize(("is_open", "is_held"), [(True, False), (False, True)])
async def test_an_instance_that_hung_or_stops_leaves_updates_to_the_leader(
    database: Database, clock: Clock, is_open: bool, is_held: bool
) -> None:
    one, leader = (Instance(database, clock, name, leads=True) for name in ("one", "leader"))
    one.intake.is_open, one.is_held = is_open, is_held
    assert await one.intake.take(message(1, ANA, "first"))
    await one.intake.run()
    one.work.queue.start()
    assert await one.stops() == []
    leader.work.queue.start()
    await leader.intake.run()
    assert await leader.stops() == ["first+"]


async def test_nothing_is_confirmed_while_the_database_is_away(
    database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable() -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(database, "writing", unreachable)
    monkeypatch.setattr(database, "reading_once", unreachable)
    for leads in (True, False):
        assert not await Instance(database, clock, "one", leads=leads).intake.take(message(1, ANA))

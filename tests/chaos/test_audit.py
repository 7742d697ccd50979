"""The auditor finds every kind of broken promise, each broken on purpose after a day on which all were kept."""

import asyncio
import random
import shutil
import sqlite3
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from sqlalchemy import ColumnElement, ScalarSelect, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.sandbox.world import Clock as WorldClock
from bot.sandbox.world import World
from handlers.announcements.buttons import AnnounceAct, AnnouncePress, NewAnnouncement
from handlers.events.buttons import EventAct, EventPress
from handlers.introductions.buttons import IntroAct, IntroPress
from handlers.suggestions.buttons import MatchAct, MatchPress
from handlers.ui.buttons import Press
from storage.database import Database
from storage.models import (
    Announcement,
    Base,
    Company,
    Delivery,
    Introduction,
    Listing,
    ReceivedUpdate,
    RelayedMessage,
)
from storage.vocabulary import AnnouncementStatus, CompanyKind, DeliveryStatus, IntroductionStatus, Kind, Topic
from tests.chaos.audit import Promise, audit
from tests.chaos.fair import MORNING, open_fair, settle
from tests.chaos.marks import identity, marks_of
from tests.chaos.people import Player
from tests.chaos.plan import Role
from tests.chaos.telegram import Watch
from tests.chat import Chat, open_chat
from tests.clock import Clock

_ROLES = (Role.ORGANIZER, *[Role.REPRESENTATIVE] * 4)
_NUMBERS = (0, 2, 3, 4, 6)  # Ana offers what Mei needs


@dataclass(kw_only=True)
class Calm:
    """A day without trouble: its database, what was said, and what people remember."""

    path: Path
    watch: Watch
    players: list[Player]
    folder: Path
    logs: list[Path] = field(default_factory=list)

    def copied(self, folder: Path) -> "Calm":
        path = folder / "copy.sqlite3"
        shutil.copyfile(self.path, path)
        watch = replace(self.watch, messages=list(self.watch.messages), sightings=list(self.watch.sightings))
        return Calm(path=path, watch=watch, players=self.players, folder=folder)

    async def broken(self) -> set[Promise]:
        database = Database(f"sqlite+aiosqlite:///{self.path}")
        try:
            found = await audit(database, self.watch, self.players, self.logs)
        finally:
            await database.dispose()
        sys.stdout.write("\n".join(map(str, found)))  # shown with a test that fails
        return {fault.promise for fault in found}


@pytest.fixture(scope="module")
def calm(empty_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Calm]:
    folder = tmp_path_factory.mktemp("calm")
    path = folder / "bot.sqlite3"
    shutil.copyfile(empty_template, path)
    with asyncio.Runner() as runner:
        yield runner.run(_day(path, folder))


async def _day(path: Path, folder: Path) -> Calm:
    clock = Clock(MORNING)
    world = World(clock=WorldClock(lambda: clock().timestamp()))
    async with open_chat(world, f"sqlite+aiosqlite:///{path}", clock, encoder="none") as chat:
        people = [identity(number, companies=1, smuggles=number == 2, language="en") for number in _NUMBERS]
        players = []
        for who, role in zip(people, _ROLES, strict=True):
            phone = chat.person(who.first, "en", last_name=who.last, username=f"{who.last.lower()}_tg").phone
            players.append(Player(phone=phone, who=who, role=role, rng=Steady()))
        services = chat.program.services
        fair = await open_fair(services.database, players, clock())
        for player in players[:-1]:
            await settle(services.database, player, fair, clock())
        while await services.matchmaker.sweep():
            pass
        ids = {player.phone.id: player.who.number for player in players}
        watch = Watch(world=world, marks=marks_of(people), person_ids=ids)
        end = watch.begin()
        await Acting(chat, watch).through(*players)
        end()
        watch.all_answered()
    return Calm(path=path, watch=watch, players=players, folder=folder)


class Steady(random.Random):
    """Makes people type where they might press a button."""

    def random(self) -> float:
        return 0.9


@dataclass(frozen=True, slots=True)
class Acting:
    chat: Chat
    watch: Watch

    async def through(self, olga: Player, ana: Player, mei: Player, eve: Player, new: Player) -> None:
        """Somebody new comes; Mei proposes to Ana, who accepts and writes; Olga announces."""
        await self.does(new, new.begins)
        for _ in range(25):
            await self.does(new, new.turn)
        await self.does(mei, lambda: mei.phone.types("/matches"))
        await self.presses(mei, MatchPress, MatchAct.INTRODUCE)
        await self.turns(mei, 2)  # adds words, and sends it
        await self.presses(ana, IntroPress, IntroAct.ACCEPT)
        await self.presses(ana, IntroPress, IntroAct.WRITE)
        await self.turns(ana, 1)
        await self.does(olga, lambda: olga.phone.types("/events"))
        await self.presses(olga, EventPress, EventAct.OPEN)
        await self.presses(olga, NewAnnouncement)
        await self.turns(olga, 2)
        await self.presses(olga, AnnouncePress, AnnounceAct.SEND)
        await self.presses(olga, AnnouncePress, AnnounceAct.SEND_NOW)
        await self.does(eve, lambda: eve.phone.types("/matches"))

    async def turns(self, player: Player, count: int) -> None:
        for _ in range(count):
            await self.does(player, player.turn)

    async def presses(self, player: Player, kind: type[Press], act: object = None) -> None:
        offered = [one for one in player.screen(3) if isinstance(one, kind) and getattr(one, "act", None) is act]
        await self.does(player, lambda: player.presses(offered[0]))

    async def does(self, player: Player, act: Callable[[], object]) -> None:
        self.watch.note_act(player.phone.id)
        act()
        await self.chat.settle()
        player.learn()


async def test_a_calm_day_breaks_no_promise(calm: Calm) -> None:
    memories = [player.memory for player in calm.players]
    assert [bool(memory.announced) for memory in memories] == [True, False, False, False, False]
    assert [(bool(memory.accepted), len(memory.said)) for memory in memories][1] == (True, 1)
    assert [pitch is not None for memory in memories for pitch in memory.proposed.values()] == [True]
    assert {step for answers in memories[4].answers.values() for step in answers} >= {"name", "title"}
    assert await calm.broken() == set()


Sabotage = Callable[[AsyncSession], Awaitable[object]]


def _some(table: type[Base], *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    """The first row that fits."""
    return select(func.min(table.id)).where(*conditions).scalar_subquery()  # type: ignore[attr-defined]


async def _second_row(session: AsyncSession, table: type[Base], row_id: ScalarSelect[int]) -> None:
    """As if the update that made this row had been handled again."""
    values = dict((await session.execute(select(table.__table__).where(table.id == row_id))).mappings().one())  # type: ignore[attr-defined]
    await session.execute(insert(table).values({key: value for key, value in values.items() if key != "id"}))


_ACCEPTED = Introduction.accepted_at.is_not(None)
_SENT = Delivery.status == DeliveryStatus.SENT
_BREAKS: dict[str, tuple[Promise, Sabotage]] = {
    "a listing is gone": (
        Promise.NOTHING_LOST,
        lambda session: session.execute(
            delete(Listing).where(Listing.id == _some(Listing, Listing.title.contains("x")))
        ),
    ),
    "a company is gone": (
        Promise.NOTHING_LOST,
        lambda session: session.execute(update(Company).where(Company.name.contains("x")).values(name="Other")),
    ),
    "an introduction has lost its words": (
        Promise.NOTHING_LOST,
        lambda session: session.execute(update(Introduction).values(pitch="Hello.")),
    ),
    "an accepted introduction is open again": (
        Promise.NOTHING_LOST,
        lambda session: session.execute(
            update(Introduction).where(_ACCEPTED).values(status=IntroductionStatus.PROPOSED, turn=Kind.OFFER)
        ),
    ),
    "a message is gone": (Promise.NOTHING_LOST, lambda session: session.execute(delete(RelayedMessage))),
    "an announcement was never sent": (
        Promise.NOTHING_LOST,
        lambda session: session.execute(update(Announcement).values(status=AnnouncementStatus.DRAFT)),
    ),
    "a message is there twice": (
        Promise.ONCE,
        lambda session: _second_row(session, RelayedMessage, _some(RelayedMessage)),
    ),
    "a listing is there twice": (Promise.ONCE, lambda session: _second_row(session, Listing, _some(Listing))),
    "a notice of a proposal is gone": (
        Promise.TOLD,
        lambda session: session.execute(delete(Delivery).where(Delivery.topic == Topic.INTRODUCTION_PROPOSED)),
    ),
    "a notice of a message is gone": (
        Promise.TOLD,
        lambda session: session.execute(delete(Delivery).where(Delivery.topic == Topic.RELAYED_MESSAGE)),
    ),
    "a notice is marked as sent and never was": (
        Promise.TOLD,
        lambda session: session.execute(
            update(Delivery).where(Delivery.id == _some(Delivery, _SENT)).values(message_ids=[999_999])
        ),
    ),
    "a notice failed": (
        Promise.TOLD,
        lambda session: session.execute(
            update(Delivery).where(Delivery.id == _some(Delivery, _SENT)).values(status=DeliveryStatus.FAILED)
        ),
    ),
    "people know each other whose introduction was never accepted": (
        Promise.ANONYMOUS,
        lambda session: session.execute(
            update(Introduction).values(accepted_at=None, status=IntroductionStatus.WITHDRAWN, turn=None)
        ),
    ),
    "a proposal has no deadline": (
        Promise.NO_SILENCE,
        lambda session: session.execute(
            update(Introduction).values(
                status=IntroductionStatus.PROPOSED, turn=Kind.OFFER, expires_at=Introduction.created_at
            )
        ),
    ),
    "a company has nobody": (
        Promise.WHOLE,
        lambda session: session.execute(
            insert(Company).values(
                kind=CompanyKind.COMPANY, name="Alone", name_key="alone", country="RS", created_at=MORNING
            )
        ),
    ),
    "a listing was never matched": (
        Promise.WHOLE,
        lambda session: session.execute(update(Listing).values(matched_at=None)),
    ),
    "an update waits for nobody": (
        Promise.WHOLE,
        lambda session: session.execute(
            insert(ReceivedUpdate).values(id=1, owner="gone", raw={"update_id": 1}, received_at=MORNING)
        ),
    ),
    "a match is within one country": (
        Promise.ABROAD,
        lambda session: session.execute(update(Listing).values(country="RS")),
    ),
}


@pytest.mark.parametrize("what", _BREAKS)
async def test_a_broken_promise_is_found_in_the_database(calm: Calm, tmp_path: Path, what: str) -> None:
    promise, sabotage = _BREAKS[what]
    copied = calm.copied(tmp_path)
    database = Database(f"sqlite+aiosqlite:///{copied.path}")
    async with database.writing() as session:
        await sabotage(session)
    await database.dispose()
    assert promise in await copied.broken()


async def test_a_reference_to_a_row_that_is_gone_is_found(calm: Calm, tmp_path: Path) -> None:
    copied = calm.copied(tmp_path)
    with closing(sqlite3.connect(copied.path)) as connection, connection:  # without the database's own guard
        connection.execute("DELETE FROM company WHERE id = (SELECT min(company_id) FROM listing)")
    assert Promise.WHOLE in await copied.broken()


async def test_a_message_that_came_twice_is_found(calm: Calm, tmp_path: Path) -> None:
    copied = calm.copied(tmp_path)
    database = Database(f"sqlite+aiosqlite:///{copied.path}")
    async with database.reading() as session:
        row = await session.scalar(select(Delivery).where(_SENT, Delivery.topic == Topic.RELAYED_MESSAGE))
    await database.dispose()
    assert row is not None
    world = copied.watch.world
    end = copied.watch.begin()
    again = world.chats[row.person_id].records[row.message_ids[0]].message["text"]
    world.post(world.chats[row.person_id], {"text": again}, sender=world.bot)
    end()
    assert await copied.broken() == {Promise.TOLD_ONCE}


@pytest.mark.parametrize("needle", range(6))
async def test_texts_that_identify_somebody_are_found(calm: Calm, tmp_path: Path, needle: int) -> None:
    """Name, company, address and telephone number of somebody whom the reader was never introduced to."""
    copied = calm.copied(tmp_path)
    reader, stranger = copied.players[1], copied.players[3]
    found = list(stranger.who.needles)[needle]
    world, end = copied.watch.world, copied.watch.begin()
    params = {"chat_id": reader.phone.id, "text": f"Ask (+38164{found.upper()})"}
    world.journal.write(at=0.0, method="sendMessage", params=params, answer=None, fault=None)
    end()
    assert await copied.broken() == {Promise.ANONYMOUS}


async def test_a_name_in_the_log_is_found(calm: Calm, tmp_path: Path) -> None:
    copied = calm.copied(tmp_path)
    log = tmp_path / "instance0.txt"
    log.write_text(f"one line\nerror in /search {copied.players[1].who.last}\n")
    copied.logs.append(log)
    assert await copied.broken() == {Promise.ANONYMOUS}

"""The day itself: everybody acts against the real processes while the plan breaks one thing after the other."""

import asyncio
import contextlib
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from bot.sandbox.people import person
from bot.sandbox.server import serve
from bot.sandbox.waiting import until
from bot.sandbox.world import Clock, World
from storage import leases
from storage.database import Database
from storage.models import (
    Announcement,
    AnnouncementCopy,
    Delivery,
    Introduction,
    Listing,
    Meeting,
    Person,
    ReceivedUpdate,
    RelayedMessage,
    Suggestion,
)
from storage.models.deliveries import OutboxRow
from storage.schema import migrate
from storage.vocabulary import OPEN_INTRODUCTIONS, UNFINISHED_DELIVERIES, AnnouncementStatus
from tests.chaos.audit import Fault, Promise, audit
from tests.chaos.engines import Engine
from tests.chaos.fair import MORNING, open_fair, settle
from tests.chaos.fleet import Fleet, Slot, fleet
from tests.chaos.marks import marks_of
from tests.chaos.people import Player
from tests.chaos.plan import Blow, Part, Plan, Strike
from tests.chaos.telegram import RepeatingQueue, Watch, breaks_down
from tests.http.arrivals import Arrivals
from tests.http.process import environment
from tests.moved_clock import VARIABLE, MovedClock

_PATIENCE_S: Final = 20.0
"""After so long without an answer a person does something else."""
_LATEST_S: Final = 240.0
"""For everything to be sent once the trouble is over; far more than it takes."""
_SOON_S: Final = 60.0
_AT_ONCE: Final = 20
_LAST_WORDS: Final = ("/cancel", "/start", "/matches")
_LOOK_S: Final = 0.2
_STOPPED: Final = (0, -signal.SIGTERM)  # the latter if it had not begun to work
_TERM: Final = timedelta(days=45)
"""Longer than any request may stay open without an answer."""


@dataclass(slots=True, kw_only=True)
class Verdict:
    """What the auditor found, and figures of the day."""

    faults: list[Fault]
    acts: int
    unanswered: list[str]
    slowest_s: float
    starts: int
    repeated: int
    rows: dict[str, int]
    ends: list[int]
    """Exit codes of processes that nobody had killed: hung leaders, and those that met a broken database."""


@dataclass(slots=True, kw_only=True)
class Day:
    plan: Plan
    engine: Engine
    world: World
    clock: MovedClock
    database: Database
    watch: Watch
    arrivals: Arrivals
    players: list[Player]
    fleet: Fleet
    tell: Callable[[str], None]
    _is_full: asyncio.Event = field(default_factory=asyncio.Event)

    async def passes(self) -> None:
        """Until the planned time is over, and everybody has put their phone down."""
        ends = time.monotonic() + self.plan.seconds
        breaks_down(self.world)
        async with asyncio.TaskGroup() as group:
            for part, player in zip(self.plan.cast, self.players, strict=True):
                group.create_task(self._lives(player, part, ends))
            began = time.monotonic()
            for strike in self.plan.strikes:
                await asyncio.sleep(max(0.0, strike.at - (time.monotonic() - began)))
                group.create_task(self._strikes(strike))
        self.world.faults.clear()

    async def _lives(self, player: Player, part: Part, ends: float) -> None:
        rng = random.Random(part.seed + 1)
        await asyncio.sleep(part.comes)
        self._acts(player, player.begins)
        answers = 0
        while True:
            answers += await self._answered(player)
            thinks_s = rng.expovariate(1 / self.plan.think_s)
            if time.monotonic() + thinks_s > ends and answers >= self.plan.least_answers:
                return
            await asyncio.sleep(thinks_s)
            self._acts(player, player.turn)

    def _acts(self, player: Player, act: Callable[[], None]) -> None:
        self.watch.note_act(player.phone.id)
        act()

    async def _answered(self, player: Player, patience_s: float = _PATIENCE_S) -> bool:
        """Until the bot has answered the last act, or the person's patience is at its end."""
        began = time.monotonic()
        try:
            await self.arrivals.answer(player.phone, timeout=patience_s)
        except TimeoutError:
            player.loses_track()
            return False
        player.memory.slowest_s = max(player.memory.slowest_s, time.monotonic() - began)
        return True

    # What breaks

    async def _strikes(self, strike: Strike) -> None:
        self.tell(f"{strike.at:6.1f} s: {strike.blow}" + (f" for {strike.lasts:.1f} s" if strike.lasts else ""))
        match strike.blow:
            case Blow.KILL:
                slot = await self._slot(strike)
                self._forget()
                self.fleet.kill(slot)
            case Blow.HANG:
                self._forget()
                await self.fleet.hang(await self._slot(strike), strike.lasts)
            case Blow.DATABASE_AWAY:
                async with self.engine.away() as is_away:
                    await asyncio.sleep(strike.lasts if is_away else 0)
            case Blow.DISK_FULL:
                processes = [slot.pid for slot in self.fleet.slots if slot.process is not None]
                async with self.engine.full(processes):
                    await asyncio.sleep(strike.lasts)
            case Blow.CLOCK:
                self.clock.move(strike.jump)

    def _forget(self) -> None:
        if isinstance(self.world.updates, RepeatingQueue):
            self.world.updates.forget()

    async def _slot(self, strike: Strike) -> Slot:
        """Mostly the leader; any other one by the draw."""
        slots = self.fleet.slots
        if len(slots) > 1 and strike.draw < 0.7:
            try:
                async with self.database.reading_once() as session:
                    holder = await leases.holder(session, "lead") or ""
            except (SQLAlchemyError, OSError):
                holder = ""
            leading = [slot for slot in slots if slot.process is not None and f"-{slot.pid}-" in holder]
            if leading:
                return leading[0]
        return slots[int(strike.draw * 1000) % len(slots)]

    # The end

    async def settles(self) -> list[str]:
        """Waits until nothing is left to be handled or sent. Returns what did not come to an end."""
        try:
            async with asyncio.timeout(_LATEST_S):
                while self.world.updates.pending or await self._due():  # noqa: ASYNC110 - another process works
                    await asyncio.sleep(_LOOK_S)
        except TimeoutError:
            left = [f"{count} rows of {table} are still due" for table, count in (await self._due()).items()]
            return [*left, f"{len(self.world.updates.pending)} updates were never fetched"]
        return []

    async def _due(self) -> dict[str, int]:
        """Table → number of rows that should have been worked off by now."""
        now = self.clock()
        queries = {
            table.__tablename__: select(func.count()).where(
                table.status.in_(UNFINISHED_DELIVERIES), table.not_before <= now
            )
            for table in OutboxRow.__subclasses__()
        }
        unfinished = (AnnouncementStatus.SCHEDULED, AnnouncementStatus.RUNNING, AnnouncementStatus.RECALLING)
        queries["announcement"] = select(func.count()).where(Announcement.status.in_(unfinished))
        queries["received_update"] = select(func.count()).where(ReceivedUpdate.handled_at.is_(None))
        async with self.database.reading() as session:
            counts = {table: int(await session.scalar(query) or 0) for table, query in queries.items()}
        return {table: count for table, count in counts.items() if count}

    async def last_words(self) -> list[str]:
        """Everybody leaves their dialog, and asks for home and for matches. Returns who got no answer."""
        gate, silent = asyncio.Semaphore(_AT_ONCE), []

        async def ask(player: Player) -> None:
            async with gate:
                for word in _LAST_WORDS:
                    self._acts(player, lambda word=word: player.phone.types(word))  # type: ignore[misc]
                    if not await self._answered(player, _LATEST_S):
                        silent.append(f"{player.role} {player.who.number} got no answer to {word}")

        async with asyncio.TaskGroup() as group:
            for player in self.players:
                group.create_task(ask(player))
        return silent

    async def weeks_pass(self) -> list[str]:
        """Nobody does anything until every request must have ended. Returns those that have not.

        One that was put off comes back first, and ends after another term.
        """
        for patience_s in (_SOON_S, _SOON_S, _LATEST_S):
            self.clock.move(_TERM)
            for slot in self.fleet.slots:  # a start runs every periodic job at once
                self.fleet.kill(slot)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(patience_s):
                    while await self._open():  # noqa: ASYNC110 - another process works
                        await asyncio.sleep(_LOOK_S)
                return await self.settles()
        return [f"{await self._open()} introductions are open {3 * _TERM.days} days after the last act"]

    async def _open(self) -> int:
        async with self.database.reading() as session:
            query = select(func.count()).where(Introduction.status.in_(OPEN_INTRODUCTIONS))
            return int(await session.scalar(query) or 0)


async def played(
    plan: Plan,
    engine: Engine,
    folder: Path,
    *,
    instances: int,
    encoder: str = "none",
    tell: Callable[[str], None] = lambda _: None,
) -> Verdict:
    """Plays the day, and has it audited once nothing is under way any more."""
    clock = MovedClock(folder / "clock")
    clock.set(MORNING)
    world = World(clock=Clock(clock.seconds), seed=plan.seed)
    queue = world.updates = RepeatingQueue(random.Random(plan.seed))
    database = Database(engine.url)
    try:
        await migrate(database)
        players, watch = await _cast(plan, world, database, clock)
        async with serve(world) as server:
            settings = environment(
                world,
                server.url,
                engine.url,
                PARTNERBRIDGE_ENCODER=encoder,
                PARTNERBRIDGE_LOG_LEVEL="WARNING",
                PARTNERBRIDGE_MESSAGES_PER_SECOND="200",
                PARTNERBRIDGE_ANNOUNCEMENTS_PER_DAY="20",
                **{VARIABLE: str(folder / "clock")},
            )
            async with fleet(settings, folder, instances) as bots:
                day = Day(
                    plan=plan,
                    engine=engine,
                    world=world,
                    clock=clock,
                    database=database,
                    watch=watch,
                    arrivals=Arrivals(world),
                    players=players,
                    fleet=bots,
                    tell=tell,
                )
                unlisten = watch.begin()
                await until(world, lambda: world.updates.turn > 0, timeout=_LATEST_S)
                await day.passes()
                tell("the trouble is over")
                stuck = [*await day.settles(), *await day.last_words(), *await day.settles()]
                watch.all_answered()
                faults = await audit(database, watch, players, [slot.output for slot in bots.slots])
                tell("weeks pass")
                stuck += await day.weeks_pass()
                codes = await bots.stop()
                unlisten()
        stuck += [f"a process that was told to stop ended with {code}" for code in codes if code not in _STOPPED]
        faults += [Fault(promise=Promise.NO_SILENCE, what=what) for what in stuck]
        memories = [player.memory for player in players]
        return Verdict(
            faults=faults,
            acts=sum(len(memory.acts) for memory in memories),
            unanswered=[act for memory in memories for act in memory.unanswered],
            slowest_s=max(memory.slowest_s for memory in memories),
            starts=bots.starts,
            repeated=queue.repeated,
            rows=await _counted(database),
            ends=bots.ends,
        )
    finally:
        await database.dispose()


async def _counted(database: Database) -> dict[str, int]:
    async with database.reading() as session:
        return {
            table.__tablename__: int(await session.scalar(select(func.count()).select_from(table)) or 0)
            for table in (
                Person,
                Listing,
                Suggestion,
                Introduction,
                RelayedMessage,
                Meeting,
                Delivery,
                AnnouncementCopy,
            )
        }


async def _cast(plan: Plan, world: World, database: Database, clock: MovedClock) -> tuple[list[Player], Watch]:
    """The people with their phones, and the fair that they will join."""
    players = []
    for part in plan.cast:
        who = part.who
        phone = person(
            world, who.first, last_name=who.last, language_code=who.language, username=f"{who.last.lower()}_tg"
        )
        players.append(Player(phone=phone, who=who, role=part.role, rng=random.Random(part.seed)))
    fair = await open_fair(database, players, clock())
    for part, player in zip(plan.cast, players, strict=True):
        player.event_code = fair.code
        if part.settled:
            await settle(database, player, fair, clock())
    numbers = {player.phone.id: player.who.number for player in players}
    return players, Watch(world=world, marks=marks_of([part.who for part in plan.cast]), person_ids=numbers)

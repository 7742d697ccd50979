"""A broadcast through a strict simulated Telegram while fifty people chat: its rate, its 429s, and their waiting.

`python -m tests.bench broadcast [--recipients 10000] [--chatting 50] [--every 10] [--wall]`

By default the whole program runs against a clock of its own, on a way of 50 ms to Telegram and back with jitter: what
is measured is how it paces itself. With `--wall` it is real time and HTTP, and counts what else the machine is doing.
"""

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, select
from telegram import Update

from bot.app import opened, running
from bot.program import Program, build
from bot.sandbox.people import Person as Phone
from bot.sandbox.people import person
from bot.sandbox.server import serve
from bot.sandbox.world import World
from bot.sandbox.world.clock import Clock as WorldClock
from bot.settings.settings import Settings
from bot.telegram.rate_limiter import Pace
from bot.usecases.announcements import running as sending
from bot.usecases.people.registration import CONSENT_VERSION
from storage.ids import AnnouncementId
from storage.models import AnnouncementCopy, EventParticipant, Person
from storage.schema import migrate
from storage.vocabulary import AnnouncementStatus, JoinedBy, Language
from tests.announcements.fair import Fair, open_fair
from tests.bench.virtual import FarWorld, StandingLoop, database_takes_no_time

_ALLOWED = 30.0  # messages a second that the simulated server takes, as Telegram says of itself


class Chatter:
    """People who type /help now and then, and how long each waits for the answer."""

    def __init__(self, world: World, count: int, every_s: float) -> None:
        self._world = world
        self._every_s = every_s
        self._phones = [person(world, f"Chatting {number}", language_code="en") for number in range(count)]
        self._asked: dict[int, float] = {}
        self.waits: list[float] = []
        world.listen(self._heard)

    def clock(self) -> float:
        return asyncio.get_running_loop().time()

    def _heard(self, event: dict[str, object]) -> None:
        chat = event.get("chat_id")
        if event["kind"] == "message" and isinstance(chat, int) and chat in self._asked:
            record = self._world.chats[chat].records[int(str(event["message_id"]))]
            if record.by_bot:
                self.waits.append(self.clock() - self._asked.pop(chat))

    async def talk(self, seconds: float) -> None:
        """Everybody at their own moments, for so long."""
        rng = random.Random(7)
        async with asyncio.TaskGroup() as group:
            for phone in self._phones:
                group.create_task(self._one(phone, rng, self.clock() + seconds))

    async def _one(self, phone: Phone, rng: random.Random, until: float) -> None:
        await asyncio.sleep(rng.random() * self._every_s)
        while self.clock() < until:
            self._asked[phone.id] = self.clock()
            phone.types("/help")
            await asyncio.sleep(self._every_s * (0.5 + rng.random()))


async def fill(fair: Fair, recipients: int) -> None:
    """So many people who have started the bot and joined the event."""
    ids = []
    for number in range(recipients):
        user = fair.world.new_person(f"Guest {number}", language_code="en")
        fair.world.chats[user["id"]].started = True
        ids.append(user["id"])
    async with fair.database.writing() as session:
        people = [
            {
                "id": each,
                "name": "Guest",
                "language": Language.EN,
                "language_chosen": False,
                "consented_at": fair.now,
                "consent_version": CONSENT_VERSION,
                "created_at": fair.now,
                "seen_at": fair.now,
            }
            for each in ids
        ]
        await session.execute(insert(Person), people)
        joined = [
            {"event_id": fair.event_id, "person_id": each, "joined_by": JoinedBy.LINK, "joined_at": fair.now}
            for each in ids
        ]
        await session.execute(insert(EventParticipant), joined)


async def broadcast(program: Program, fair: Fair) -> AnnouncementId:
    number = await fair.says("<b>Doors</b> open at nine")
    async with fair.database.writing() as session:
        await sending.schedule(session, fair.actor, number, at=None, now=fair.now)
    program.services.announcement_rounds.wake()
    return number


async def until_done(fair: Fair, number: AnnouncementId) -> None:
    while (await fair.row(number)).status is not AnnouncementStatus.DONE:  # noqa: ASYNC110 - it is in the database
        await asyncio.sleep(0.1)


async def measure_virtually(folder: Path, recipients: int, chatting: int, every_s: float) -> None:
    """The program without its polling: updates are handed to it, and everything it sends goes the long way."""
    loop = asyncio.get_running_loop()
    noon = datetime.now(UTC).replace(hour=12, minute=0)  # nobody's quiet hours
    start = loop.time()
    world = World(clock=WorldClock(lambda: noon.timestamp() + loop.time() - start))
    settings = Settings(
        _env_file=None,
        token=world.token,
        database_url=f"sqlite+aiosqlite:///{folder / 'bench.sqlite3'}",
        encoder="none",
        flood_burst=100_000,
    )
    rng = random.Random(11)
    program = build(
        settings,
        clock=lambda: noon + timedelta(seconds=loop.time() - start),
        request=lambda: FarWorld(world, shortest=0.022, jitter=0.003, rng=rng),
        pace=Pace(),
        monotonic=loop.time,
    )
    async with opened(program), asyncio.TaskGroup() as group:
        fair = await open_fair(program.services.database, world, noon, people=0)
        await fill(fair, recipients)
        chatter = Chatter(world, chatting, every_s)
        world.limits.on = True
        services = program.services
        jobs = (listen(world, program), services.announcement_rounds.run(), services.outbox.run())
        work = [group.create_task(job) for job in jobs]
        await chatter.talk(60)
        await asyncio.sleep(5)
        alone, chatter.waits = chatter.waits, []
        started, calls_before = loop.time(), len(world.journal.calls("sendMessage"))
        number = await broadcast(program, fair)
        talking = group.create_task(chatter.talk(1_000_000))
        await until_done(fair, number)
        took = loop.time() - started
        calls = world.journal.calls("sendMessage")[calls_before:]
        for task in (talking, *work):
            task.cancel()
    await report(fair, number, calls, took, alone, chatter.waits)


async def listen(world: World, program: Program) -> None:
    """Hands over what people do as it comes, many people at once."""
    came = asyncio.Event()
    world.listen(lambda _: came.set())
    application = program.application
    async with asyncio.TaskGroup() as group:
        while True:
            await came.wait()
            came.clear()
            for update in world.updates.take_all():
                group.create_task(application.process_update(Update.de_json(update, application.bot)))


async def measure(folder: Path, recipients: int, chatting: int, every_s: float) -> None:
    world = World()
    noon = datetime.now(UTC).replace(hour=12, minute=0)  # nobody's quiet hours
    start = time.monotonic()

    def clock() -> datetime:
        return noon + timedelta(seconds=time.monotonic() - start)

    async with serve(world) as server:
        url = f"sqlite+aiosqlite:///{folder / 'bench.sqlite3'}"
        settings = Settings(
            _env_file=None, token=world.token, api_url=server.url, database_url=url, encoder="none", log_level="WARNING"
        )
        program = build(settings, clock=clock, pace=Pace())
        await migrate(program.services.database)
        fair = await open_fair(program.services.database, world, noon, people=0)
        await fill(fair, recipients)
        chatter = Chatter(world, chatting, every_s)
        world.limits.on = True
        async with running(program):
            await chatter.talk(30)
            await asyncio.sleep(1)
            alone, chatter.waits = chatter.waits, []
            started, calls_before = time.monotonic(), len(world.journal.calls("sendMessage"))
            number = await broadcast(program, fair)
            talking = asyncio.ensure_future(chatter.talk(10_000))
            await until_done(fair, number)
            took = time.monotonic() - started
            talking.cancel()
            await asyncio.gather(talking, return_exceptions=True)
        calls = world.journal.calls("sendMessage")[calls_before:]
        await report(fair, number, calls, took, alone, chatter.waits)


async def report(fair: Fair, number: AnnouncementId, calls: list, took: float, alone: list, beside: list) -> None:
    refused = sum(not call.ok for call in calls)
    async with fair.database.reading() as session:
        copies = (
            await session.scalars(select(AnnouncementCopy.status).where(AnnouncementCopy.announcement_id == number))
        ).all()
    rate = sum(call.ok for call in calls) / took
    print(f"{len(copies)} recipients in {took:.1f} s: {sum(s == 'sent' for s in copies)} sent")
    print(f"{rate:.2f} messages a second with replies, {100 * rate / _ALLOWED:.1f} % of the {_ALLOWED:.0f} allowed")
    print(f"refused by the server: {refused}")
    print(f"replies without a broadcast: {described(alone)}")
    print(f"replies beside it:           {described(beside)}")


def described(waits: list[float]) -> str:
    p95 = statistics.quantiles(waits, n=20)[-1]
    return f"{len(waits)}, p95 {1000 * p95:.0f} ms, median {1000 * statistics.median(waits):.0f} ms"


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="broadcast")
    parser.add_argument("--recipients", type=int, default=10_000)
    parser.add_argument("--chatting", type=int, default=50)
    parser.add_argument("--every", type=float, default=10.0, help="seconds between two questions of one person")
    parser.add_argument("--wall", action="store_true", help="in real time, over HTTP")
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        asked = (Path(folder), given.recipients, given.chatting, given.every)
        if given.wall:
            asyncio.run(measure(*asked))
            return
        with database_takes_no_time(), asyncio.Runner(loop_factory=StandingLoop) as runner:
            runner.run(measure_virtually(*asked))

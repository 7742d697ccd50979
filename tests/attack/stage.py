"""The running bot, the people whom it protects, the people who attack, and the bystanders who only want an answer."""

import asyncio
import random
import statistics
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from bot.sandbox.people import Person, person
from bot.sandbox.server import serve
from bot.sandbox.waiting import until
from bot.sandbox.world import World
from storage.database import Database
from storage.ids import PersonId
from storage.models import Base
from storage.moderation import roles
from storage.people import companies, memberships
from storage.vocabulary import ChannelKind, Kind, Role
from tests.http.forked import ForkedBot
from tests.http.human import RemoteHuman, Wire
from tests.http.persona import Firm, Persona
from tests.http.process import environment, forked
from tests.http.test_process import until_listed
from tests.suggestions.test_no_oracle import ONE, OTHER, SUMMARY, TITLE

ANSWER_S: Final = 120.0
FROZEN_S: Final = 5.0
"""An answer to a bystander that takes longer counts as an attack that succeeded; far above what a busy machine adds."""
_BYSTANDERS: Final = 6  # each asks at most every 1.2 s
_BETWEEN_S: Final = 0.2
SORTERS: Final = "Optical sorter for ripe grapes and berries"
STRANGERS: Final = range(9_000_000, 9_100_000)
"""Numbers of people who send poison and nothing else."""
WANTED: Final = (SORTERS, f"We look for {SORTERS.lower()} that finds them by colour, for our vineyards.")
SECRETS: Final = ("Senzor d.o.o.", "ana@senzor.example", "Pudong Agritech", "mei@pudong.example", "Anić", "Kvarcotron")


@dataclass(slots=True, kw_only=True)
class Tally:
    """What one kind of attack came to. `waits` are the seconds that bystanders waited meanwhile.

    `cpu_s` is how much CPU time the bot took from a bystander's question to its answer, for this and all else. It says
    more than the wait on a machine that has other work.
    """

    kind: str
    tried: int = 0
    succeeded: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    cpu_s: list[float] = field(default_factory=list)
    note: str = ""

    @property
    def p95_ms(self) -> float | None:
        return _p95_ms(self.waits)

    @property
    def cpu_p95_ms(self) -> float | None:
        return _p95_ms(self.cpu_s)


def _p95_ms(seconds: list[float]) -> float | None:
    return statistics.quantiles(seconds, n=20)[-1] * 1000 if len(seconds) > 1 else None


@dataclass(slots=True, kw_only=True)
class Stage:
    world: World
    wire: Wire
    database: Database
    process: ForkedBot
    folder: Path
    rng: random.Random
    ana: RemoteHuman
    mei: RemoteHuman
    hostile: list[RemoteHuman]
    bystanders: list[Person]

    @asynccontextmanager
    async def watched(self, kind: str) -> AsyncIterator[Tally]:
        """Bystanders ask for help all the while. A bot that ended, or keeps one waiting too long, lost."""
        tally = Tally(kind=kind)
        asking = asyncio.create_task(self._ask(tally))
        try:
            yield tally
            await until(self.world, lambda: bool(tally.waits), timeout=ANSWER_S)
        finally:
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
        tally.succeeded += [f"a bystander waited {wait:.1f} s" for wait in tally.waits if wait > FROZEN_S]
        if self.process.returncode is not None:
            tally.succeeded.append("the bot ended")

    async def _ask(self, tally: Tally) -> None:
        while True:
            for one in self.bystanders:
                began, cpu = time.perf_counter(), cpu_s(self.process.pid)
                one.types("/help")
                await answered(one)
                tally.waits.append(time.perf_counter() - began)
                tally.cpu_s.append(cpu_s(self.process.pid) - cpu)
                await asyncio.sleep(_BETWEEN_S)

    def log(self) -> str:
        return (self.folder / "output.txt").read_text()

    async def others_data(self) -> set[str]:
        """Every stored row that names nobody who attacks, and no company or listing of theirs.

        Read once everything sent before is handled.
        """
        await until(self.world, lambda: not self.world.updates.pending, timeout=ANSWER_S)
        theirs = {one.id for one in self.hostile}
        async with self.database.reading() as session:
            rows = {
                table.name: [dict(row) for row in (await session.execute(select(table))).mappings()]
                for table in Base.metadata.sorted_tables
                if table.name not in _MOVING
            }
        firms = {row["company_id"] for row in rows["membership"] if row["person_id"] in theirs}
        listings = {row["id"] for row in rows["listing"] if row["company_id"] in firms}
        introductions = {
            row["id"] for row in rows["introduction"] if {row["need_company_id"], row["offer_company_id"]} & firms
        }
        return {
            f"{name}: {_stable(row)}"
            for name, those in rows.items()
            for row in those
            if not any(value in theirs or value in STRANGERS for value in row.values() if isinstance(value, int))
            and not _owned(name, row, firms, listings, introductions)
        }


_MOVING: Final = {
    *("suggestion", "suggestion_seen", "listing_vectors", "delivery", "draft", "review_item", "daily_use"),
    "received_update",  # emptied after a flood, when its updates are handled
    "lease",  # prolonged by the instance that leads
}
"""What the bot's own work changes, or what a report rightly makes."""


def _stable(row: dict[str, Any]) -> str:
    moving = {"seen_at", "matched_at", "updated_at", "masked_title", "masked_summary", "reachable"}
    return repr(sorted((key, repr(value)) for key, value in row.items() if key not in moving))


def _owned(name: str, row: dict[str, Any], firms: set[int], listings: set[int], introductions: set[int]) -> bool:
    own = {"company": firms, "listing": listings, "introduction": introductions}.get(name, set())
    return bool(
        row.get("id") in own
        or row.get("company_id") in firms
        or row.get("listing_id") in listings
        or row.get("introduction_id") in introductions
    )


def cpu_s(pid: int) -> float:
    """The CPU time of a process, in seconds. Linux numbers the clocks of processes so (clock_getcpuclockid(3))."""
    return time.clock_gettime(~pid << 3 | 2)


async def answered(one: Person) -> None:
    await until(one.world, lambda: bool(one.news()), timeout=ANSWER_S)


def shown_since(one: Person, tick: int) -> Iterator[str]:
    """What the bot has shown somebody since a tick of the world, notices included."""
    for record in one.world.chats[one.id]:
        if record.by_bot and record.changed > tick:
            yield repr(record.message)


@asynccontextmanager
async def staged(database_url: str, folder: Path, seed: int, *, encoder: str) -> AsyncIterator[Stage]:
    """Ana offers what Mei needs, and Mei has asked to be introduced. Two listings differ only in who they are of."""
    world = World(seed=seed)
    async with serve(world) as server:
        settings = environment(
            world, server.url, database_url, PARTNERBRIDGE_LOG_LEVEL="WARNING", PARTNERBRIDGE_ENCODER=encoder
        )
        async with quiet_running(world, settings, folder) as process:
            database = Database(database_url)
            try:
                yield await _peopled(world, database, process, folder, seed)
            finally:
                await database.dispose()


@asynccontextmanager
async def quiet_running(world: World, settings: dict[str, str], folder: Path) -> AsyncIterator[ForkedBot]:
    """Without the log on the screen."""
    async with forked(world, settings, folder) as process:
        yield process
        out, sys.stdout = sys.stdout, StringIO()
    sys.stdout = out


async def _peopled(world: World, database: Database, process: ForkedBot, folder: Path, seed: int) -> Stage:
    wire = Wire(world)
    sorters = (SORTERS, f"{SORTERS} that finds them by colour, for vineyards and wineries.")
    ana = await joins(wire, "Ana", "Anić", Kind.OFFER, "Senzor d.o.o.", ("Serbia", "RS"), *sorters)
    mei = await joins(wire, "Mei", "Lin", Kind.NEED, "Pudong Agritech", ("China", "CN"), *WANTED)
    await proposes(mei)
    for who in (ONE, OTHER):
        first, last = who["person"].split()
        texts = TITLE.format(**who), SUMMARY.format(**who)
        await joins(wire, first, last, Kind.OFFER, who["company"], ("Serbia", "RS"), *texts)
    hostile = []
    for name, country in (("Mallory", ("Italy", "IT")), ("Trudy", ("Croatia", "HR")), ("Eve", ("Germany", "DE"))):
        hostile.append(await joins(wire, name, "Hostile", Kind.NEED, f"{name} Trading", country, *WANTED))
    bystanders = [person(world, f"Bystander{number}", language_code="en") for number in range(_BYSTANDERS)]
    for one in bystanders:
        one.starts()
        await answered(one)
    now = datetime.fromtimestamp(world.clock.now(), UTC)
    async with database.writing() as session:
        for human, role, mail in (
            (ana, Role.ORGANIZER, "ana@senzor.example"),
            (mei, Role.MODERATOR, "mei@pudong.example"),
        ):
            company = (await memberships.represented_by(session, PersonId(human.id)))[0]
            await companies.replace_channels(session, PersonId(human.id), company.id, [(ChannelKind.EMAIL, mail)])
            await roles.grant(session, PersonId(human.id), role, by=None, now=now)
    return Stage(
        world=world,
        wire=wire,
        database=database,
        process=process,
        folder=folder,
        rng=random.Random(seed),
        ana=ana,
        mei=mei,
        hostile=hostile,
        bystanders=bystanders,
    )


async def joins(
    wire: Wire, first: str, last: str, kind: Kind, company: str, country: tuple[str, str], title: str, summary: str
) -> RemoteHuman:
    """Registers a company and publishes one listing. `country` is its name and its ISO code."""
    human = wire.person(first, "en", last_name=last)
    name, code = country
    firm = Firm(name=company, country=name, code=code, kind=kind, title=title, summary=summary)
    await until_listed(Persona(human.phone, firm))
    return human


async def proposes(human: RemoteHuman, words: str = "") -> None:
    """To the first of their matches, which the matcher may still be looking for."""
    for _ in range(50):
        await human.types("/matches")
        if "🤝 Introduce us" in human.buttons():
            break
        await asyncio.sleep(0.5)
    await human.says("🤝 Introduce us")
    if words:
        await human.types(words)
    await human.presses("Send")

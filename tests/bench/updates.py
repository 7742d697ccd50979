"""How many updates a second the bot answers, beside the least bot that has a database, in one run.

`python -m tests.bench updates [--people 1 10 100] [--seconds 2] [--rounds 3] [--database sqlite postgresql] [--only …]
[--least-loop asyncio|uvloop]`

Every bot is a process of its own that polls a simulated Telegram over HTTP. Each person sends the next update after
the answer to the last one. The least bot is measured before each rate of ours in every round, so that both meet the
same machine; what is printed is the median of the rounds. A ratio of 1 means: as fast as the least bot. Reading updates
are held against the bot with one SELECT, dialog steps against the one with SELECT, UPDATE and COMMIT. Everybody has 20
matches and 10 introductions, of which each page shows one and five. "CPU ms" is the CPU time of the bot's process per
update, "least" the same of the least bot; it depends far less on what else the machine does than the rate. The least
bot runs in asyncio's own event loop, as such bots do, unless `--least-loop` says otherwise. Ours runs in uvloop.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox.people import Person, person
from bot.sandbox.server import serve
from bot.sandbox.waiting import until
from bot.sandbox.world import TOKEN, World
from handlers.forms.user_input import DraftChoice
from storage.ids import PersonId
from tests.bench.correspondence import fill
from tests.bench.dialog import answers, registers
from tests.http.persona import SENZOR, Persona
from tests.http.process import ROOT, environment, running
from tests.postgres import PostgresServer, running_server

_ANSWER_S = 60.0

Act = Callable[[Person], AsyncIterator[None]]
"""Sends updates and yields after the answer to each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    per_second: float
    p95_ms: float
    cpu_ms: float


async def types(phone: Person, text: str) -> AsyncIterator[None]:
    phone.types(text)
    await until(phone.world, lambda: bool(phone.news()), timeout=_ANSWER_S)
    yield


async def presses_old(phone: Person) -> AsyncIterator[None]:
    """A button of a form that is long gone, on the last message of the bot."""
    phone.presses_stale(phone.messages()[-1], "f1:1:name:skip:")
    await until(phone.world, lambda: bool(phone.news()), timeout=_ANSWER_S)
    yield


READING: dict[str, Act] = {
    "/help": lambda phone: types(phone, "/help"),
    "/matches": lambda phone: types(phone, "/matches"),
    "/introductions": lambda phone: types(phone, "/introductions"),
    "old button": presses_old,
}


def lists(phone: Person) -> AsyncIterator[None]:
    """From /offer to the preview of a new listing, whatever draft there is."""
    return answers(Persona(phone, SENZOR, draft=DraftChoice.ANEW), "/offer", "preview")


async def all_of(updates: AsyncIterator[None]) -> None:
    async for _ in updates:
        pass


async def rate(phones: Sequence[Person], act: Act, seconds: float, process: Process) -> Rate:
    """Everybody acts again and again for so long, each after the answer."""
    world, waits = phones[0].world, list[float]()
    began, cpu, first = time.perf_counter(), cpu_s(process.pid), world.updates.next_id
    ends = began + seconds

    async def one(phone: Person) -> None:
        while (sent := time.perf_counter()) < ends:
            async for _ in act(phone):
                answered = time.perf_counter()
                waits.append(answered - sent)
                sent = answered

    await asyncio.gather(*(one(phone) for phone in phones))
    updates, took = world.updates.next_id - first, time.perf_counter() - began
    return Rate(per_second=updates / took, p95_ms=_p95(waits) * 1e3, cpu_ms=(cpu_s(process.pid) - cpu) / updates * 1e3)


def cpu_s(pid: int) -> float:
    """CPU seconds that all threads of a process have used, from /proc."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def quiet(process: Process) -> None:
    """Until the process has used less than 2 % of a core for a second: what it loads after its start is loaded."""
    before = cpu_s(process.pid)
    while True:
        await asyncio.sleep(1)
        now = cpu_s(process.pid)
        if now - before < 0.02:
            return
        before = now


def _p95(waits: list[float]) -> float:
    return statistics.quantiles(waits, n=20)[-1] if len(waits) > 1 else waits[0]


@asynccontextmanager
async def least_bot(world: World, url: str, database_url: str, mode: str, loop: str) -> AsyncIterator[Process]:
    command = [sys.executable, "-m", "tests.bench.least_bot", TOKEN, url, database_url, mode, loop]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stderr=asyncio.subprocess.DEVNULL)
    try:
        await until(world, lambda: world.updates.turn > 0, timeout=_ANSWER_S)
        yield process
    finally:
        process.kill()
        await process.wait()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeastBot:
    process: Process
    phones: Sequence[Person]

    async def rate(self, crowd: int, seconds: float) -> Rate:
        return await rate(self.phones[:crowd], READING["/help"], seconds, self.process)


@asynccontextmanager
async def least(database_url: str, mode: str, people: int, loop: str) -> AsyncIterator[LeastBot]:
    world = World()
    async with serve(world) as server, least_bot(world, server.url, database_url, mode, loop) as process:
        phones = [person(world, f"P{number}") for number in range(people)]
        await asyncio.gather(*(all_of(types(phone, "hello")) for phone in phones))
        yield LeastBot(process=process, phones=phones)


@asynccontextmanager
async def ours(database_url: str, folder: Path, root: Path = ROOT, **more: str) -> AsyncIterator[tuple[World, Process]]:
    """Our bot with everything loaded, and its Telegram. `root`: the checkout that runs; `more`: settings."""
    world = World()
    async with serve(world) as server:
        settings = environment(
            world,
            server.url,
            database_url,
            PARTNERBRIDGE_LOG_LEVEL="WARNING",
            PARTNERBRIDGE_FLOOD_BURST="100000",
            **more,
        )
        async with running(world, settings, folder, root) as process:
            await all_of(lists(await newcomer(world)))
            await quiet(process)
            yield world, process


async def newcomer(world: World) -> Person:
    """Somebody who has just registered."""
    phone = person(world, f"N{world.updates.next_id}", language_code="sr")
    await registers(phone)
    return phone


async def compare(database: str, server: PostgresServer | None, asked: argparse.Namespace) -> None:
    print(
        f"\n{database:16} {'people':>6} {'updates/s':>10} {'least':>6} {'ratio':>6}"
        f" {'CPU ms':>8} {'least':>6} {'ratio':>6} {'p95 ms':>8} {'least':>6}"
    )
    with tempfile.TemporaryDirectory() as name, databases(database, server, Path(name)) as urls:
        read_url, write_url, url = urls
        async with (
            least(read_url, "read", max(asked.people), asked.least_loop) as reader,
            least(write_url, "write", max(asked.people), asked.least_loop) as writer,
            ours(url, Path(name)) as (world, process),
        ):

            async def registration(_: Person) -> AsyncIterator[None]:
                new = person(world, f"N{world.updates.next_id}", language_code="sr")
                async for answer in answers(Persona(new, SENZOR), "/start", "profile_type"):
                    yield answer

            acts = {"registration": registration, "listing": lists, **READING}
            for crowd in asked.people:
                phones = [person(world, f"P{crowd}-{number}", language_code="en") for number in range(crowd)]
                await asyncio.gather(*(registers(phone) for phone in phones))
                await fill(url, [PersonId(phone.id) for phone in phones])
                for what in asked.only or acts:
                    rounds = []
                    for _ in range(asked.rounds):
                        await quiet(process)
                        least_rate = await (reader if what in READING else writer).rate(crowd, asked.seconds)
                        rounds.append((await rate(phones, acts[what], asked.seconds, process), least_rate))
                    _print(what, crowd, rounds)


def _print(what: str, crowd: int, rounds: Sequence[tuple[Rate, Rate]]) -> None:
    def median(of: Callable[[Rate, Rate], float]) -> float:
        return statistics.median(of(*one) for one in rounds)

    print(
        f"{what:16} {crowd:6} {median(lambda a, _: a.per_second):10.0f} {median(lambda _, b: b.per_second):6.0f}"
        f" {median(lambda a, b: a.per_second / b.per_second):6.2f}"
        f" {median(lambda a, _: a.cpu_ms):8.1f} {median(lambda _, b: b.cpu_ms):6.1f}"
        f" {median(lambda a, b: b.cpu_ms / a.cpu_ms):6.2f}"
        f" {median(lambda a, _: a.p95_ms):8.0f} {median(lambda _, b: b.p95_ms):6.0f}",
        flush=True,
    )


@contextmanager
def databases(database: str, server: PostgresServer | None, folder: Path) -> Iterator[Sequence[str]]:
    """Addresses of fresh databases, the last one migrated."""
    if server is None:
        yield [f"sqlite+aiosqlite:///{folder / f'{database}-{number}.sqlite3'}" for number in range(3)]
        return
    with server.fresh("template1") as read, server.fresh("template1") as write, server.fresh() as ours:
        yield (read, write, ours)


def main(argv: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench updates", description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[1, 10, 100], help="people at once")
    parser.add_argument("--seconds", type=float, default=2.0, help="how long each rate is measured in a round")
    parser.add_argument("--rounds", type=int, default=3, help="rounds to take the median of")
    parser.add_argument("--only", nargs="+", choices=["registration", "listing", *READING], help="kinds of updates")
    parser.add_argument("--database", nargs="+", default=["sqlite", "postgresql"], choices=["sqlite", "postgresql"])
    parser.add_argument("--least-loop", default="asyncio", choices=["asyncio", "uvloop"], help="of the least bot")
    asked = parser.parse_args(argv)
    with running_server() if "postgresql" in asked.database else nullcontext() as server:
        for database in asked.database:
            used = server if database == "postgresql" else None
            asyncio.run(compare(database, used, asked))

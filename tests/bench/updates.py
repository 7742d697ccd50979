"""How many updates a second the bot answers, beside the least bot that has a database, in one run.

`python -m tests.bench updates [--people 1 10 100] [--seconds 4] [--database sqlite postgresql]`

Every bot is a process of its own that polls a simulated Telegram over HTTP. Each person sends the next update after
the answer to the last one. A ratio of 1 means: as fast as the least bot. Reading updates are held against the bot with
one SELECT, dialog steps against the one with SELECT, UPDATE and COMMIT.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox.people import Person, person
from bot.sandbox.server import serve
from bot.sandbox.waiting import until
from bot.sandbox.world import TOKEN, World
from tests.bench.dialog import registers
from tests.http.process import ROOT, environment, running
from tests.postgres import PostgresServer, running_server

_ANSWER_S = 60.0

Act = Callable[[Person], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    per_second: float
    p95_ms: float


async def types(phone: Person, text: str) -> None:
    phone.types(text)
    await until(phone.world, lambda: bool(phone.news()), timeout=_ANSWER_S)


async def presses_old(phone: Person) -> None:
    """A button of a form that is long gone, on the last message of the bot."""
    phone.presses_stale(phone.messages()[-1], "f1:1:name:skip:")
    await until(phone.world, lambda: bool(phone.news()), timeout=_ANSWER_S)


READING: dict[str, Act] = {
    "/help": lambda phone: types(phone, "/help"),
    "/matches": lambda phone: types(phone, "/matches"),
    "/introductions": lambda phone: types(phone, "/introductions"),
    "old button": presses_old,
}


async def rate(phones: Sequence[Person], act: Act, seconds: float) -> Rate:
    """Everybody acts again and again for so long, each after the answer."""
    waits: list[float] = []
    ends = time.perf_counter() + seconds

    async def one(phone: Person) -> None:
        while (began := time.perf_counter()) < ends:
            await act(phone)
            waits.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(one(phone) for phone in phones))
    return Rate(per_second=len(waits) / (time.perf_counter() - began), p95_ms=_p95(waits) * 1e3)


def _p95(waits: list[float]) -> float:
    return statistics.quantiles(waits, n=20)[-1] if len(waits) > 1 else waits[0]


@asynccontextmanager
async def least_bot(world: World, url: str, database_url: str, mode: str) -> AsyncIterator[None]:
    command = [sys.executable, "-m", "tests.bench.least_bot", TOKEN, url, database_url, mode]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stderr=asyncio.subprocess.DEVNULL)
    try:
        await until(world, lambda: world.updates.turn > 0, timeout=_ANSWER_S)
        yield
    finally:
        process.kill()
        await process.wait()


async def least_rates(database_url: str, mode: str, crowds: Sequence[int], seconds: float) -> dict[int, Rate]:
    world, found = World(), {}
    async with serve(world) as server, least_bot(world, server.url, database_url, mode):
        phones = [person(world, f"P{number}") for number in range(max(crowds))]
        await asyncio.gather(*(types(phone, "hello") for phone in phones))
        for crowd in crowds:
            found[crowd] = await rate(phones[:crowd], READING["/help"], seconds)
    return found


async def bot_rates(
    database_url: str, folder: Path, crowds: Sequence[int], seconds: float
) -> dict[tuple[str, int], Rate]:
    """Rates by what is done and how many people do it at once."""
    world, found = World(), {}
    async with serve(world) as server:
        settings = environment(
            world, server.url, database_url, PARTNERBRIDGE_LOG_LEVEL="WARNING", PARTNERBRIDGE_FLOOD_BURST="100000"
        )
        async with running(world, settings, folder):
            await registers(person(world, "Warm", language_code="sr"))
            phones: list[Person] = []
            for crowd in crowds:
                newcomers = [person(world, f"P{crowd}-{n}", language_code="en") for n in range(crowd)]
                began, first = time.perf_counter(), world.updates.next_id
                await asyncio.gather(*(registers(phone) for phone in newcomers))
                took = time.perf_counter() - began
                found["registration", crowd] = Rate(per_second=(world.updates.next_id - first) / took, p95_ms=0.0)
                phones = newcomers
                for name, act in READING.items():
                    found[name, crowd] = await rate(phones, act, seconds)
    return found


async def compare(database: str, server: PostgresServer | None, crowds: Sequence[int], seconds: float) -> None:
    with tempfile.TemporaryDirectory() as name, _urls(database, server, Path(name)) as urls:
        read = await least_rates(next(urls), "read", crowds, seconds)
        write = await least_rates(next(urls), "write", crowds, seconds)
        ours = await bot_rates(next(urls), Path(name), crowds, seconds)
    print(f"\n{database:24} {'people':>6} {'updates/s':>10} {'p95 ms':>8} {'least':>8} {'ratio':>6}")
    for (what, crowd), found in ours.items():
        least = (write if what == "registration" else read)[crowd]
        ratio = found.per_second / least.per_second
        print(f"{what:24} {crowd:6} {found.per_second:10.0f} {found.p95_ms:8.0f} {least.per_second:8.0f} {ratio:6.2f}")


@contextmanager
def _urls(database: str, server: PostgresServer | None, folder: Path) -> Iterator[Iterator[str]]:
    """Addresses of fresh databases, the last one migrated."""
    if server is None:
        yield (f"sqlite+aiosqlite:///{folder / f'{database}-{number}.sqlite3'}" for number in range(3))
        return
    with server.fresh("template1") as read, server.fresh("template1") as write, server.fresh() as ours:
        yield iter((read, write, ours))


def main(argv: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench updates", description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[1, 10, 100], help="people at once")
    parser.add_argument("--seconds", type=float, default=4.0, help="how long each rate is measured")
    parser.add_argument("--database", nargs="+", default=["sqlite", "postgresql"], choices=["sqlite", "postgresql"])
    asked = parser.parse_args(argv)
    with running_server() if "postgresql" in asked.database else nullcontext() as server:
        for database in asked.database:
            used = server if database == "postgresql" else None
            asyncio.run(compare(database, used, asked.people, asked.seconds))

"""What worker processes bring: listings matched a minute, and answers of the bot meanwhile.

`python -m tests.bench workers [--listings 200] [--workers 0 1 2]`

Listings of the sample companies, each with a number in its title, are put into PostgreSQL at once, as an import does.
A person asks the bot for /help again and again until all of them are matched. All processes share this machine.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

from sqlalchemy import func, select

from bot.sample.reading import read_companies
from bot.sandbox.people import Person, person
from bot.sandbox.server import serve
from bot.sandbox.waiting import until
from bot.sandbox.world import World
from storage.database import Database
from storage.models import Listing
from tests.bench.dialog import registers
from tests.bench.updates import cpu_s, quiet
from tests.factories import add_company, add_listing
from tests.http.process import ROOT, environment, running
from tests.kill.instances import until_told
from tests.postgres import running_server

_ANSWER_S = 120.0
_PAUSE_S = 0.05  # between two questions of the person


async def _publish(database: Database, count: int) -> None:
    now = datetime.now(UTC)
    async with database.writing() as session:
        samples = []
        for number, company in enumerate(read_companies()):
            row = await add_company(session, name=f"{company.name} {number}", name_key=str(number), now=now)
            row.country = company.country
            samples += [(row, listing, listing.language or company.language) for listing in company.listing]
        for number, (company, listing, language) in enumerate(islice(cycle(samples), count)):
            await add_listing(
                session,
                company,
                now=now,
                profile_type=listing.type,
                title=f"{listing.title[:140]} {number}",
                summary=listing.summary,
                language=language,
                sectors=listing.sectors,
                masked_title=None,
                masked_summary=None,
            )


async def _matched(database: Database) -> int:
    async with database.reading() as session:
        return await session.scalar(select(func.count(Listing.id)).where(Listing.matched_at.is_not(None))) or 0


async def _asks(phone: Person, ends: asyncio.Event) -> list[float]:
    """Seconds until each answer."""
    waits = []
    while not ends.is_set():
        sent = time.perf_counter()
        phone.types("/help")
        await until(phone.world, lambda: bool(phone.news()), timeout=_ANSWER_S)
        waits.append(time.perf_counter() - sent)
        await asyncio.sleep(_PAUSE_S)
    return waits


async def _measure(url: str, workers: int, listings: int) -> None:
    world, database = World(), Database(url)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = await stack.enter_async_context(serve(world))
        settings = environment(world, server.url, url, PARTNERBRIDGE_LOG_LEVEL="WARNING")
        bot = await stack.enter_async_context(running(world, settings, folder))
        helpers = []
        for number in range(workers):
            output = folder / f"worker{number}.txt"
            with output.open("wb") as file:
                helper = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-m", "bot", "worker"),
                    env=settings | {"PARTNERBRIDGE_LOG_LEVEL": "INFO"},
                    cwd=ROOT,
                    stderr=file,
                )
            stack.push_async_callback(helper.wait)
            stack.callback(helper.kill)
            helpers.append(helper)
            await until_told(output, "this worker is ready")
        ana = person(world, "Ana")
        await registers(ana)
        ana.news()
        await quiet(bot)
        calm = asyncio.Event()
        asyncio.get_running_loop().call_later(5, calm.set)
        before = await _asks(ana, calm)
        await _publish(database, listings)
        began, cpu = time.perf_counter(), cpu_s(bot.pid)
        cpu_of_workers = sum(cpu_s(one.pid) for one in helpers)
        ends = asyncio.Event()
        asking = asyncio.create_task(_asks(ana, ends))
        while await _matched(database) < listings:  # noqa: ASYNC110 - another process tells nothing
            await asyncio.sleep(0.2)
        took, used = time.perf_counter() - began, cpu_s(bot.pid) - cpu
        used_by_workers = sum(cpu_s(one.pid) for one in helpers) - cpu_of_workers
        ends.set()
        waits = await asking
    await database.dispose()
    print(
        f"{workers} workers: {60 * listings / took:.0f} listings a minute; answers median "
        f"{statistics.median(waits) * 1e3:.0f} ms, p95 {_p95(waits):.0f} ms ({len(waits)} of them; before "
        f"{statistics.median(before) * 1e3:.0f} and {_p95(before):.0f} ms); CPU time a listing: bot "
        f"{1e3 * used / listings:.0f} ms with its answers, workers {1e3 * used_by_workers / listings:.0f} ms",
        flush=True,
    )


def _p95(waits: Sequence[float]) -> float:
    return statistics.quantiles(waits, n=20)[-1] * 1e3 if len(waits) > 1 else waits[0] * 1e3


def main(argv: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench workers", description=__doc__)
    parser.add_argument("--listings", type=int, default=200)
    parser.add_argument("--workers", type=int, nargs="+", default=[0, 1, 2])
    asked = parser.parse_args(argv)
    with running_server() as server:
        for workers in asked.workers:
            with server.fresh() as url:
                asyncio.run(_measure(url, workers, asked.listings))

"""Whether the bot's memory grows under load: `python -m tests.bench memory [--minutes 15] [--people 40]`.

People look at pages and write listings, each act right after the answer to the last one and a short pause. The first
third of the time warms the bot up: caches fill, and tables load. Then a line is fitted through the process's resident
memory. Telegram's side is another process and does not count.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Final

from bot.sandbox.people import Person, person
from tests.bench.load import load, registered
from tests.bench.updates import all_of, databases, lists, ours
from tests.postgres import PostgresServer, running_server

_SAMPLE_S: Final = 5.0
_PAUSE_S: Final = 0.5
_MOST_DIALOGS: Final = 400
"""The bot lets nobody open more than 500 in a day. Then a dialog has no end here."""
_MOST_MESSAGES: Final = 200
"""Older messages of a chat are forgotten, so that the simulated phones do not get slower and slower."""


def megabytes(pid: int) -> float:
    """Resident memory of a process."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


async def measure(database: str, server: PostgresServer | None, asked: argparse.Namespace) -> None:
    seconds = asked.minutes * 60
    with tempfile.TemporaryDirectory() as name, databases(database, server, Path(name)) as (*_, url):
        async with ours(url, Path(name)) as (world, process):
            phones = [person(world, f"P{number}", language_code="en") for number in range(asked.people)]
            await registered(url, phones)
            began, ends, first = time.monotonic(), time.monotonic() + seconds, world.updates.next_id
            readers, writers = phones[: asked.people * 3 // 4], phones[asked.people * 3 // 4 :]
            working = asyncio.gather(
                load(world, readers, process, every_s=_PAUSE_S, seconds=seconds),
                *(_writes(phone, ends, pause_s=max(_PAUSE_S, seconds / _MOST_DIALOGS)) for phone in writers),
            )
            samples = []
            while not working.done() and time.monotonic() < ends:
                await asyncio.wait([working], timeout=_SAMPLE_S)
                samples.append((time.monotonic() - began, megabytes(process.pid)))
                for phone in phones:
                    _forget(phone)
            await working
            report(database, samples, world.updates.next_id - first)


def report(database: str, samples: Sequence[tuple[float, float]], updates: int) -> None:
    """`samples`: (seconds since the start, MB)."""
    warm = samples[len(samples) // 3 :]
    slope = statistics.linear_regression([at / 3600 for at, _ in warm], [size for _, size in warm]).slope
    third = max(1, len(warm) // 3)
    early, late = (statistics.median(size for _, size in part) for part in (warm[:third], warm[-third:]))
    print(f"{database}: {updates} updates in {samples[-1][0] / 60:.1f} min")
    print(f"  at the start {samples[0][1]:.0f} MB, after the warm-up {early:.1f} MB, at the end {late:.1f} MB")
    print("  by minute:", " ".join(f"{size:.0f}" for _, size in samples[:: max(1, round(60 / _SAMPLE_S))]))
    print(f"  slope after the warm-up {slope:+.1f} MB an hour, {(late - early) * 1024 / updates:+.3f} KB an update")


async def _writes(phone: Person, ends: float, *, pause_s: float) -> None:
    while time.monotonic() < ends:
        await all_of(lists(phone))
        await asyncio.sleep(pause_s)


def _forget(phone: Person) -> None:
    records = phone.chat.records
    for number in list(records)[:-_MOST_MESSAGES]:
        del records[number]


def main(argv: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench memory", description=__doc__)
    parser.add_argument("--minutes", type=float, default=15.0)
    parser.add_argument("--people", type=int, default=40)
    parser.add_argument("--database", nargs="+", default=["sqlite"], choices=["sqlite", "postgresql"])
    asked = parser.parse_args(argv)
    with running_server() if "postgresql" in asked.database else nullcontext() as server:
        for database in asked.database:
            asyncio.run(measure(database, server if database == "postgresql" else None, asked))

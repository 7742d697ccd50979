"""A simulated year of 500 companies, with the number of open requests by day as a plot.

`python -m tests.bench year [--people 360] [--advised 40] [--mailed 100] [--days 365] [--plot FILE]`

Prints what happened, and what broke a promise: nothing, if all is well.
"""

import argparse
import gc
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Final

from sqlalchemy import select

from bot import event_loop
from storage.database import Database
from storage.models import Delivery, Introduction, MailDelivery
from storage.schema import migrate
from tests.year.audit import faults
from tests.year.simulation import Year, simulated

_CALM: Final = 120
"""Idle days at the end, after which every request must have ended."""


def _memory() -> str | None:
    """Thousands of commits need no disk where there is memory."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108


async def play(arguments: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        url = f"sqlite+aiosqlite:///{folder}/year.sqlite3"
        database = Database(url)
        await migrate(database)
        await database.dispose()
        began = time.perf_counter()
        sizes = {"people": arguments.people, "advised": arguments.advised, "mailed": arguments.mailed}
        async with simulated(url, **sizes, seed=arguments.seed, guarded=False) as year:
            gc.freeze()  # the tables of the matcher are not looked through again and again
            gc.set_threshold(10_000, 20, 20)
            await year.runs(arguments.days, calm=_CALM)
            broken = await faults(year)
            await _tell(year, time.perf_counter() - began)
            for one in broken:
                print(f"  BROKEN: {one}")
        if arguments.plot:
            draw(year.open_by_day, arguments.days, arguments.plot)
        if broken:
            raise SystemExit(1)


async def _tell(year: Year, took_s: float) -> None:
    async with year.database.reading() as session:
        ends = Counter(await session.scalars(select(Introduction.status)))
        sent = Counter(await session.scalars(select(Delivery.status)))
        mailed = Counter(await session.scalars(select(MailDelivery.status)))
    for what, counts in (("introductions", ends), ("messages", sent), ("mails", mailed), ("refused", year.told)):
        print(f"{what:14} {', '.join(f'{number} {key}' for key, number in sorted(counts.items()))}")
    print(f"{'most open':14} {max(year.open_by_day)}; at the end {year.open_by_day[-1]}; {took_s:.0f} s")


def draw(open_by_day: list[int], days: int, file: Path) -> None:
    """Draws open requests by day, with the idle days at the end in grey."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axis = plt.subplots(figsize=(9, 3.2), layout="constrained")
    axis.plot(range(1, len(open_by_day) + 1), open_by_day)
    axis.axvspan(days, len(open_by_day), alpha=0.12, color="grey")
    axis.set(xlabel="day", ylabel="open requests", ylim=(0, None), xlim=(1, len(open_by_day)))
    axis.grid(alpha=0.3)
    figure.savefig(file, dpi=110)


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench year", description=__doc__)
    parser.add_argument("--people", type=int, default=360)
    parser.add_argument("--advised", type=int, default=40)
    parser.add_argument("--mailed", type=int, default=100)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--plot", type=Path)
    event_loop.run(play(parser.parse_args(argv)))

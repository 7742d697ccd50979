"""How the whole of it grows: a database of listings, a start from it, and new listings that look for counterparts.

`python -m tests.bench scale [--sizes 1000 10000 100000] [--on sqlite postgresql] [--results FILE] [--plot FILE]`; for
the big one `--sizes 1000000 --on postgresql` (a quarter of an hour, most of it building the index). Listings are those
of tests.bench.crowd. `gap` is the longest time for which the event loop served nobody while the index filled, `idle`
the same for a loop that had nothing to do before, on the same machine; `own` is the longest time that the loop's thread
worked without a break. With `--results`, rows of earlier runs are kept beside the new ones, and drawn with them. Every
size runs in a process of its own, so that its peak memory is its own; the database is filled by another one.
"""

import argparse
import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import numpy as np

from bot.usecases.suggestions.matchmaker import Matchmaker
from storage.database import Database
from storage.ids import ListingId
from storage.schema import migrate, refresh_statistics
from tests.bench.crowd import new_matcher
from tests.bench.filling import NOW, Silent, copy, fill, put_companies
from tests.bench.nearest import kept_server
from tests.postgres import running_server

QUERIES = 40
_FIRST = 5
"""Newcomers that are not counted: the first ones fill caches."""

_DRAWN = {
    "cpu": "ms of CPU for a new listing's suggestions",
    "memory": "peak memory of the program, MB",
}


@dataclass(slots=True)
class Gaps:
    """Of the event loop, in seconds: how long nobody was served, and how long its thread worked without a break."""

    served: float = 0.0
    own: float = 0.0


async def watch(stop: asyncio.Event) -> Gaps:
    """Asks to be served every millisecond."""
    found, last, worked = Gaps(), time.perf_counter(), time.thread_time()
    while not stop.is_set():
        await asyncio.sleep(0.001)
        now, busy = time.perf_counter(), time.thread_time()
        found.served, found.own = max(found.served, now - last - 0.001), max(found.own, busy - worked)
        last, worked = now, busy
    return found


async def put(url: str, size: int) -> None:
    database = Database(url)
    await migrate(database)
    await put_companies(database)
    if database.is_sqlite:
        await fill(database, size, 1, 1)
    else:
        await copy(url, size, 1, 1)
    await fill(database, QUERIES + _FIRST, 2, size + 1)
    await refresh_statistics(database)
    await database.dispose()
    if not database.is_sqlite:
        connection = await asyncpg.connect(url.replace("+asyncpg", ""))
        await connection.execute("VACUUM (ANALYZE)")
        await connection.close()


async def measure(url: str, size: int) -> dict[str, Any]:
    database = Database(url)
    makes = Matchmaker(database, new_matcher(), Silent(), lambda: NOW)
    stop = asyncio.Event()
    idle = asyncio.create_task(watch(stop))
    await asyncio.sleep(2)
    stop.set()
    at_rest = await idle
    stop = asyncio.Event()
    watching = asyncio.create_task(watch(stop))
    started, on_cpu = time.perf_counter(), time.process_time()
    await makes.load()
    loaded, load_cpu = time.perf_counter() - started, time.process_time() - on_cpu
    stop.set()
    gaps = await watching
    taken, worked = [], []
    for number in range(size + 1, size + QUERIES + _FIRST + 1):
        started, on_cpu = time.perf_counter(), time.process_time()
        await makes.consider(ListingId(number))
        taken.append(1_000 * (time.perf_counter() - started))
        worked.append(1_000 * (time.process_time() - on_cpu))
    await database.dispose()
    middle, late = np.quantile(taken[_FIRST:], [0.5, 0.95])
    return {
        "size": size, "loaded": loaded, "load_cpu": load_cpu,
        "gap": 1_000 * gaps.served, "own": 1_000 * gaps.own, "idle": 1_000 * at_rest.served,
        "median": float(middle), "p95": float(late), "cpu": float(np.median(worked[_FIRST:])),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }  # fmt: skip


def plot(path: Path, results: dict[str, list[dict[str, Any]]]) -> None:
    """Processor time and memory by size, one colour a database; waiting depends on what else the machine does."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
    for axis, (column, label) in zip(axes, _DRAWN.items(), strict=True):
        for name, rows in results.items():
            axis.plot([row["size"] for row in rows], [row[column] for row in rows], marker="o", label=name)
        axis.set(xscale="log", xlabel="active listings", ylabel=label, ylim=(0, None))
        axis.grid(alpha=0.3)
        axis.legend(fontsize=8)
    figure.savefig(path, dpi=110)


@contextmanager
def filled(on: str, size: int, data: Path | None) -> Iterator[str]:
    """The address of a database of that size, filled by a process of its own unless it is there already."""
    if on == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite+aiosqlite:///{folder}/scale.sqlite3"
            _run("--fill", url, "--sizes", str(size))
            yield url
    elif data is not None:
        with kept_server(data) as (url, is_new):
            if is_new:
                _run("--fill", url, "--sizes", str(size))
            yield url
    else:
        with running_server() as server, server.fresh() as url:
            _run("--fill", url, "--sizes", str(size))
            yield url


def _run(*arguments: str) -> str:
    command = [sys.executable, "-m", "tests.bench", "scale", *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def _told(on: str, row: dict[str, Any]) -> str:
    return (
        f"{on:10s} {row['size']:9,d} {row['median']:11.1f} {row['p95']:8.1f} {row['cpu']:8.1f} {row['loaded']:9.1f}"
        f" {row['load_cpu']:7.1f} {row['gap']:8.1f} {row['own']:8.1f} {row['idle']:9.1f} {row['memory']:9.0f}"
    )


def kept(results: Path | None) -> dict[str, list[dict[str, Any]]]:
    known: dict[str, list[dict[str, Any]]] = {}
    if results is not None and results.exists():
        known = json.loads(results.read_text("utf-8"))
    return known


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench scale", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--on", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"])
    parser.add_argument("--data", type=Path, help="a folder that keeps the PostgreSQL database of one size")
    parser.add_argument("--results", type=Path, help="a file that keeps the figures")
    parser.add_argument("--plot", type=Path, help="where to draw latency and memory by size")
    parser.add_argument("--fill", help=argparse.SUPPRESS)
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.fill:
        asyncio.run(put(options.fill, options.sizes[0]))
        return
    if options.measure:
        print(json.dumps(asyncio.run(measure(options.measure, options.sizes[0]))), flush=True)
        return
    print("on          listings  median, ms  p95, ms  CPU, ms  start, s  CPU, s  gap, ms  own, ms  idle, ms  peak, MB")
    results = kept(options.results)
    for on in options.on:
        for size in options.sizes:
            with filled(on, size, options.data) as url:
                row = json.loads(_run("--measure", url, "--sizes", str(size)).strip().splitlines()[-1])
            print(_told(on, row), flush=True)
            rows = [known for known in results.get(on, []) if known["size"] != size] + [row]
            results[on] = sorted(rows, key=lambda one: one["size"])
    if options.results:
        options.results.write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    if options.plot:
        plot(options.plot, results)


if __name__ == "__main__":
    main(sys.argv[1:])

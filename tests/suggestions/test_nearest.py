"""What PostgreSQL's index finds, in a small size of `python -m tests.bench nearest`."""

import dataclasses

import pytest
from sqlalchemy import text

from storage.database import Database
from storage.suggestions import nearest
from tests.bench.crowd import SECTORS, crowds
from tests.bench.nearest import TOP, ask, put, questions, recall, stored
from tests.postgres import PostgresServer

SIZE, NEWCOMERS = 2_000, 20


async def test_the_index_finds_what_an_exact_search_finds_under_every_filter(postgres_server: PostgresServer) -> None:
    vectors, wanted = questions(SIZE, NEWCOMERS)
    everything = stored(SIZE, NEWCOMERS)
    with postgres_server.fresh() as url:
        await put(url, SIZE, NEWCOMERS)
        database = Database(url)
        for filters, each in wanted.items():
            found, _ = await ask(database, vectors, each)
            assert recall(found, everything.exact(vectors, each)) >= 0.98, filters
        await database.dispose()


async def test_all_are_found_where_the_index_stops_before_the_few_that_pass(
    postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nearest, "_EF_SEARCH", TOP)
    vectors, wanted = questions(SIZE, NEWCOMERS)
    everything = stored(SIZE, NEWCOMERS)
    far = [
        dataclasses.replace(one, sector=f"sector-{(int(one.sector.removeprefix('sector-')) + 20) % SECTORS}")
        for one in wanted["and of one sector"]
        if one.sector
    ]
    with postgres_server.fresh() as url:
        await put(url, SIZE, NEWCOMERS)
        database = Database(url)
        for vector, one, exact in zip(vectors, far, everything.exact(vectors, far), strict=True):
            async with database.reading() as session:
                for setting in ("hnsw.max_scan_tuples = 1", "enable_seqscan = off", "enable_sort = off"):
                    await session.execute(text(f"SET LOCAL {setting}"))
                assert set(await nearest.by_meaning(session, vector, one, TOP)) == exact
        await database.dispose()


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_listings_come_at_every_call(seed: int) -> None:
    (once,), (again,) = crowds(30, seed, 5), crowds(30, seed, 5)
    assert once.prepared(7).subject == again.prepared(7).subject
    assert (once.views == again.views).all()

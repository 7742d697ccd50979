"""What PostgreSQL's index finds, in a small size of `python -m tests.bench nearest`."""

import pytest

from storage.database import Database
from tests.bench.crowd import crowds
from tests.bench.nearest import ask, put, questions, recall, stored
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


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_listings_come_at_every_call(seed: int) -> None:
    (once,), (again,) = crowds(30, seed, 5), crowds(30, seed, 5)
    assert once.prepared(7).subject == again.prepared(7).subject
    assert (once.views == again.views).all()

"""Candidates from PostgreSQL: by words, the sample of each process, and which vectors are made anew."""

from typing import Any

import numpy as np
import pytest

from bot.matching.features import stamp
from bot.matching.matcher import Matcher
from bot.usecases.suggestions import postgres_index
from bot.usecases.suggestions.listing_loader import ListingLoader
from bot.usecases.suggestions.matchmaker import Matchmaker
from bot.usecases.suggestions.memory_index import MemoryIndex
from bot.usecases.suggestions.postgres_index import ServerIndex, index_for
from storage.ids import ListingId
from storage.models import ListingVectors
from storage.suggestions import nearest
from storage.suggestions.nearest import CounterpartFilter
from storage.vocabulary import Kind, ListingStatus
from tests.factories import set_status
from tests.matching.listings import LetterEncoder
from tests.matching.test_batch import PLAIN
from tests.suggestions.town import Town

pytestmark = pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


async def put(town: Town, listing_id: ListingId, **changes: Any) -> None:
    values: dict[str, Any] = {
        "listing_id": listing_id, "encoder": "letters", "text_hash": "", "views": b"", "text_version": 1,
        "embedding": np.ones(nearest.DIMENSIONS, np.float32), "features": stamp() + b"rest", "kind": Kind.OFFER,
        "keys": [],
    }  # fmt: skip
    async with town.database.writing() as session:
        session.add(ListingVectors(**(values | changes)))


async def test_the_heaviest_common_words_come_first(town: Town) -> None:
    pumps, valves, wine = [await town.offers() for _ in range(3)]
    for listing_id, keys in ((pumps, ["pump"]), (valves, ["valve", "steel"]), (wine, ["wine"])):
        await put(town, listing_id, keys=keys)
    wanted = CounterpartFilter(kind=Kind.OFFER, encoder="letters")
    async with town.database.reading() as session:
        found = await nearest.by_keys(session, {"pump": 1.0, "valve": 3.0, "oil": 9.0}, wanted, 10)
        assert list(found) == [valves, pumps]
        assert list(await nearest.by_keys(session, {}, wanted, 10)) == []


async def test_only_what_is_published_is_counted_and_drawn(town: Town) -> None:
    offer, need, paused = await town.offers(), await town.needs(), await town.offers()
    async with town.database.writing() as session:
        await set_status(session, paused, ListingStatus.PAUSED)
        assert await nearest.size(session) == 2
        assert await nearest.sample(session, Kind.OFFER, 9) == {offer: 1}
        assert await nearest.sample(session, Kind.NEED, 9) == {need: 1}


async def test_vectors_of_another_time_are_to_be_made_anew(town: Town) -> None:
    good, none, other_encoder, no_features, other_version, paused = [await town.offers() for _ in range(6)]
    await put(town, good)
    await put(town, other_encoder, encoder="another")
    await put(town, no_features, features=None)
    await put(town, other_version, features=b"another!")
    async with town.database.writing() as session:
        await set_status(session, paused, ListingStatus.PAUSED)

    async def stale(after: ListingId) -> list[ListingId]:
        async with town.database.reading() as session:
            return list(await nearest.without_current_vectors(session, "letters", stamp(), 9, after=after))

    assert await stale(ListingId(0)) == [none, other_encoder, no_features, other_version]
    assert await stale(none) == [other_encoder, no_features, other_version]


@pytest.fixture
async def other(town: Town) -> Matchmaker:
    """The matchmaker of another process."""
    other = town.new_matchmaker()
    await other.load()
    return other


async def test_what_another_process_publishes_is_drawn_after_a_while(town: Town, other: Matchmaker) -> None:
    await town.matchmaker.consider(await town.offers())
    await other.sweep()
    assert len(other._index._sample) == 0, "it is not due yet"
    town.clock.forward(seconds=30)
    await other.sweep()
    assert len(other._index._sample) == 1
    town.clock.forward(seconds=29)
    await town.matchmaker.consider(await town.offers())
    await other.sweep()
    assert len(other._index._sample) == 1


async def test_a_sample_takes_new_listings_and_is_drawn_often_only_while_it_holds_all(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_index, "SAMPLE", 2)
    for _ in range(2):
        await town.matchmaker.consider(await town.offers())
    others = town.new_matchmaker()
    await others.load()
    await others.consider(await town.offers())
    assert len(others._index._sample) == 3, "both of two were drawn"
    town.clock.forward(seconds=30)
    await others.sweep()
    await others.consider(await town.offers())
    assert len(others._index._sample) == 3, "two of three were drawn"
    town.clock.forward(minutes=9)
    await others.sweep()
    assert others._index._listings == 3
    town.clock.forward(minutes=1)
    await others.sweep()
    assert others._index._listings == 4


async def test_vectors_that_the_database_has_no_index_for_are_compared_in_memory(town: Town) -> None:
    def index(encoder: LetterEncoder | None) -> object:
        matcher = Matcher(None if encoder is None else PLAIN)
        return index_for(town.database, ListingLoader(encoder), matcher, town.clock)

    assert isinstance(town.matchmaker._index, ServerIndex)
    assert isinstance(index(None), MemoryIndex)
    assert isinstance(index(LetterEncoder()), MemoryIndex)

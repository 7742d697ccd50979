"""Vectors, encoders and processes that fail: what the matchmaker keeps, makes anew and does later."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from sqlalchemy import update

from bot.matching.encoders import Encoder, EncoderError, Floats, first_of
from bot.matching.features import stamp
from bot.matching.matcher import Matcher
from bot.usecases.suggestions import matchmaker
from bot.usecases.suggestions.matchmaker import Matchmaker
from storage.database import Database
from storage.models import ListingVectors
from storage.vocabulary import ProfileType
from tests.clock import Clock
from tests.neighbours import is_own
from tests.suggestions.town import WINE_SR, Town

pytestmark = pytest.mark.no_neighbours("the tests count the listings that a sweep handles")


async def test_a_new_process_reads_the_vectors_and_encodes_nothing(town: Town) -> None:
    offer = await town.offers()
    await town.matchmaker.consider(offer)

    class Silent:
        name, dimensions = town.encoder.name, town.encoder.dimensions

        def encode(self, texts: Sequence[str]) -> Floats:
            raise AssertionError("nothing here has to be encoded")

    again = Matchmaker(town.database, Matcher.for_encoder(town.encoder), Silent(), town.clock)
    assert await again.load() == 1
    assert await again.sweep() == 0
    restarted = town.new_matchmaker()
    await restarted.load()
    assert await restarted.consider(await town.needs()) == 1


async def test_a_sweep_does_what_a_killed_process_left_and_tells_both_sides(town: Town) -> None:
    offer, need = await town.offers(), await town.needs()
    assert await town.matchmaker.load() == 2
    await town.matchmaker.sweep()
    assert await town.pairs() == {(need, offer)}
    assert set(await town.told()) == {town.ana.id, town.mei.id}
    assert (await town.listing(need)).matched_at == town.clock()
    assert await town.matchmaker.sweep() == 0


async def test_it_says_that_it_is_still_reading_until_all_listings_are_encoded(town: Town) -> None:
    await town.offers()
    restarted = town.new_matchmaker()
    assert restarted.still_reading
    await restarted.load()
    assert restarted.still_reading, "the offer has no vectors yet"
    await restarted.sweep()
    assert not restarted.still_reading


@pytest.mark.parametrize(
    "stored",
    [
        {"encoder": "another", "views": b"unreadable", "embedding": np.ones(4, dtype=np.float32)},
        {"encoder": "another"},
        {"features": None},
        {"text_version": 0},
    ],
)
async def test_vectors_that_do_not_fit_are_made_anew(town: Town, stored: dict[str, Any]) -> None:
    """Of another encoder or version of the program, or of an earlier text."""
    await made_anew(town, stored)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_unreadable_vectors_are_made_anew(town: Town) -> None:
    """Beside PostgreSQL no vectors are read at the start."""
    await made_anew(town, {"views": b"unreadable"})


async def made_anew(town: Town, stored: dict[str, Any]) -> None:
    """A restart finds these values in place of an offer's vectors, and encodes the offer again."""
    offer = await town.offers()
    await town.matchmaker.consider(offer)
    async with town.database.writing() as session:
        made = await session.get_one(ListingVectors, offer)
        good = {name: getattr(made, name) for name in ("encoder", "views", "features", "text_version")}
        await session.execute(update(ListingVectors).where(ListingVectors.listing_id == offer).values(stored))
    restarted = town.new_matchmaker()
    await restarted.load()
    assert await restarted.sweep() == 1
    async with town.database.reading() as session:
        vectors = await session.get_one(ListingVectors, offer)
    assert {name: getattr(vectors, name) for name in good} == good
    assert vectors.embedding.shape == (first_of(town.encoder).dimensions,)


async def test_vectors_stay_unused_once_there_is_no_encoder(town: Town) -> None:
    await town.matchmaker.consider(await town.offers())
    without = Matchmaker(town.database, Matcher(None), None, town.clock)
    await without.load_encoder()
    assert await without.load() == 1
    assert await without.sweep() == 0


async def test_a_sweep_encodes_a_limited_number(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matchmaker, "_SWEEP", 2)
    monkeypatch.setattr(matchmaker, "_ENCODE", 1)
    for _ in range(5):
        await town.matchmaker.consider(await town.offers())
    async with town.database.writing() as session:
        await session.execute(update(ListingVectors).where(is_own(ListingVectors)).values(features=b"another!"))
    restarted = town.new_matchmaker()
    await restarted.load()
    assert [await restarted.sweep() for _ in range(4)] == [2, 2, 1, 0]


@pytest.mark.parametrize("text_hash", [None, "0" * 32])
async def test_what_was_read_with_another_glossary_is_read_anew_once(town: Town, text_hash: str | None) -> None:
    """Its words always, its vectors only where the glossary lent the encoder other words."""
    offer = await town.offers()
    await town.matchmaker.consider(offer)
    values = {"features": b"another!"} | ({"text_hash": text_hash} if text_hash else {})
    async with town.database.writing() as session:
        await session.execute(update(ListingVectors).where(is_own(ListingVectors)).values(values))
    restarted = town.new_matchmaker()
    await restarted.load()
    assert await restarted.sweep() == 1
    async with town.database.reading() as session:
        vectors = await session.get(ListingVectors, offer)
    assert vectors.features[:8] == stamp()
    assert vectors.text_hash != text_hash
    once_more = town.new_matchmaker()
    await once_more.load()
    assert await once_more.sweep() == 0


async def test_an_encoder_that_does_not_answer_only_delays(database: Database, encoder: Encoder) -> None:
    class Flaky:
        name, dimensions, down = encoder.name, encoder.dimensions, True

        def encode(self, texts: Sequence[str]) -> Floats:
            if self.down:
                raise EncoderError("the server cannot be reached")
            return encoder.encode(texts)

    flaky = Flaky()
    town = await Town(database, encoder).settle()
    matchmaker = Matchmaker(database, Matcher.for_encoder(encoder), flaky, town.clock)
    await matchmaker.load()
    offer, need = await town.offers(), await town.needs()
    assert await matchmaker.consider(offer) == 0
    assert await matchmaker.sweep() == 0
    flaky.down = False
    assert await matchmaker.sweep() == 2
    assert await town.pairs() == {(need, offer)}


async def test_one_listing_that_fails_does_not_keep_the_others_waiting(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    poisoned, offer = await town.needs(title="poison"), await town.offers()
    look = town.matchmaker._ranking.of_listing

    async def fails(listing, *arguments, **named):
        if listing.id == poisoned:
            raise ZeroDivisionError
        return await look(listing, *arguments, **named)

    town.matchmaker._ranking.of_listing = fails
    assert await town.matchmaker.sweep() == 1
    assert (await town.listing(offer)).matched_at is not None
    assert str(poisoned) in caplog.text


class Noting:
    """An encoder that notes the number of texts of each call, and fails at a text that contains `poison`."""

    def __init__(self, encoder: Encoder, poison: str | None = None) -> None:
        self.name, self.dimensions = encoder.name, encoder.dimensions
        self.calls: list[int] = []
        self._encoder, self._poison = encoder, poison

    def encode(self, texts: Sequence[str]) -> Floats:
        if self._poison and any(self._poison in text for text in texts):
            raise ZeroDivisionError
        self.calls.append(len(texts))
        return self._encoder.encode(texts)


async def test_listings_that_wait_are_encoded_together(town: Town) -> None:
    encoder = Noting(town.encoder)
    matchmaker = Matchmaker(town.database, Matcher.for_encoder(town.encoder), encoder, town.clock)
    await matchmaker.load()
    offer, need, _ = await town.offers(), await town.needs(), await town.publish(town.senzor, WINE_SR)
    assert await matchmaker.sweep() == 3
    assert encoder.calls == [6], "a title and a text of each"
    assert await town.pairs() == {(need, offer)}


async def test_one_listing_that_cannot_be_encoded_does_not_keep_the_others_waiting(town: Town) -> None:
    encoder = Noting(town.encoder, poison="vina")
    matchmaker = Matchmaker(town.database, Matcher.for_encoder(town.encoder), encoder, town.clock)
    await matchmaker.load()
    offer, poisoned, need = await town.offers(), await town.publish(town.senzor, WINE_SR), await town.needs()
    assert await matchmaker.sweep() == 2
    assert await town.pairs() == {(need, offer)}
    assert (await town.listing(poisoned)).matched_at is None


async def test_without_an_encoder_words_and_fields_do(database: Database) -> None:
    town = await Town(database, None).settle()
    offer = await town.publish(town.senzor, {"sectors": frozenset({"agriculture"}), "language": "en"})
    need = await town.publish(
        town.pudong,
        {
            "title": "Soil moisture sensors for greenhouses wanted",
            "profile_type": ProfileType.TECHNOLOGY_REQUEST,
            "sectors": frozenset({"agriculture"}),
        },
    )
    await town.matchmaker.load()
    assert await town.matchmaker.sweep() == 2
    assert await town.pairs() == {(need, offer)}


async def test_nothing_slow_is_done_on_the_loops_own_thread(
    database: Database, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, slow = threading.get_ident(), []

    def noting(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*arguments: Any, **named: Any) -> Any:
            slow.append((name, threading.get_ident()))
            return real(*arguments, **named)

        return noted

    rank = "rank" if database.is_sqlite else "rank_among"
    for owner, method in ((type(encoder), "encode"), (Matcher, "add_many"), (Matcher, rank), (Matcher, "remove")):
        monkeypatch.setattr(owner, method, noting(method, getattr(owner, method)))
    town = await Town(database, encoder).settle()
    offer = await town.offers()
    await town.matchmaker.load()
    await town.matchmaker.sweep()
    await town.matchmaker.forget(offer)
    assert {name for name, _ in slow} == {"encode", "add_many", rank, "remove"}
    assert here not in {thread for _, thread in slow}


class SlowToLoad:
    """An encoder that notes which threads call it, and fails if told to."""

    name, dimensions = "slow to load", 4

    def __init__(self, error: EncoderError | None = None) -> None:
        self.threads: list[int] = []
        self.error = error

    def encode(self, texts: Sequence[str]) -> Floats:
        self.threads.append(threading.get_ident())
        if self.error:
            raise self.error
        return np.ones((len(texts), self.dimensions), np.float32) / 2


@pytest.mark.parametrize("error", [None, EncoderError("no server there")])
async def test_the_encoder_is_loaded_in_a_thread_before_the_first_listing(
    database: Database, error: EncoderError | None
) -> None:
    encoder = SlowToLoad(error)
    await Matchmaker(database, Matcher(None), encoder, Clock()).load_encoder()
    assert len(encoder.threads) == 1
    assert encoder.threads[0] != threading.get_ident()

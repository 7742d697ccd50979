"""Several processes on PostgreSQL share the listings that wait. Each is worked on by one process at a time."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from bot import matching_worker
from bot.matching.encoders import BuiltinEncoder, EncoderError, Floats
from bot.matching.matcher import Matcher
from bot.matching_worker import MatchingWorker, NothingToShareError
from bot.usecases.suggestions.matchmaker import Matchmaker
from storage.database import Database
from storage.models import Lease, Listing, ListingVectors
from storage.suggestions.nearest import DIMENSIONS
from storage.vocabulary import ListingStatus
from tests.clock import Clock
from tests.matching.listings import LetterEncoder
from tests.suggestions.town import Town

pytestmark = pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


class Counting(LetterEncoder):
    """Counts how often it gets each text. It has the name of the built-in one, so that nothing is measured for it."""

    name = BuiltinEncoder.name
    dimensions = DIMENSIONS

    def __init__(self) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()
        self.error: Exception | None = None

    def encode(self, texts: Sequence[str]) -> Floats:
        self.counts.update(texts)
        if self.error is not None:
            raise self.error
        return super().encode(texts)


@pytest.fixture
def encoder() -> Counting:
    return Counting()


async def process(town: Town, encoder: Counting) -> Matchmaker:
    """A matchmaker as another process has it."""
    database = Database(town.database.engine.url.render_as_string(hide_password=False))
    matchmaker = Matchmaker(database, Matcher.for_encoder(encoder), encoder, town.clock)
    await matchmaker.load()
    return matchmaker


@pytest.fixture
async def processes(town: Town, encoder: Counting) -> AsyncIterator[list[Matchmaker]]:
    several = [await process(town, encoder) for _ in range(2)]
    yield several
    for one in several:
        await one._database.dispose()


@pytest.fixture
async def worker(town: Town, processes: list[Matchmaker]) -> MatchingWorker:
    """One that is ready and lives."""
    worker = MatchingWorker(town.database, processes[0], monotonic=lambda: town.clock().timestamp())
    await worker.renew_lease()
    return worker


async def offers(town: Town, count: int) -> None:
    """Offers whose texts differ, so that no encoding covers two of them."""
    for number in range(count):
        await town.offers(title=f"Senzor {number}", summary=f"Merenje broj {number} u polju.")


async def count(town: Town, *conditions: Any) -> int:
    async with town.database.reading() as session:
        return await session.scalar(select(func.count(Listing.id)).where(*conditions)) or 0


async def set_claims(town: Town, claimed_at: Any) -> None:
    async with town.database.writing() as session:
        await session.execute(update(Listing).values(claimed_at=claimed_at))


async def test_two_processes_match_each_listing_once(
    town: Town, processes: list[Matchmaker], encoder: Counting
) -> None:
    await offers(town, 20)
    done = await asyncio.gather(*(one.sweep() for one in processes))
    assert sum(done) == 20
    assert min(done) > 0, "both had a share"
    assert max(encoder.counts.values()) == 1
    assert await count(town, Listing.matched_at.is_(None)) == 0
    assert await count(town, Listing.claimed_at.is_not(None)) == 0


async def test_two_processes_share_what_is_to_be_encoded_again(
    town: Town, processes: list[Matchmaker], encoder: Counting
) -> None:
    await offers(town, 20)
    await processes[0].sweep()
    encoder.counts.clear()
    async with town.database.writing() as session:
        await session.execute(update(ListingVectors).values(encoder="another"))
    for one in processes:
        await one.load()
    await asyncio.gather(*(one.sweep() for one in processes))
    assert set(encoder.counts.values()) == {1}
    assert len(encoder.counts) == 40, "a title and a text of each"
    for one in processes:
        while one.still_reading:
            await one.sweep()
    assert set(encoder.counts.values()) == {1}, "what the other process did is only looked at"


async def test_two_processes_mask_each_text_once(town: Town, processes: list[Matchmaker]) -> None:
    for _ in range(30):
        await town.offers(masked_title=None, masked_summary=None, status=ListingStatus.REVIEW)
    done = await asyncio.gather(*(one.sweep() for one in processes))
    assert sum(done) == 30
    assert await count(town, Listing.masked_title.is_(None)) == 0


async def test_what_a_killed_process_had_taken_is_taken_over_after_a_minute(town: Town) -> None:
    await offers(town, 3)
    await set_claims(town, func.now())
    assert await town.matchmaker.sweep() == 0
    await set_claims(town, func.now() - timedelta(seconds=61))
    assert await town.matchmaker.sweep() == 3


async def test_a_claim_from_before_the_clock_was_set_back_does_not_last(town: Town) -> None:
    await offers(town, 1)
    await set_claims(town, func.now() + timedelta(hours=1))
    assert await town.matchmaker.sweep() == 1


async def test_a_listing_whose_encoding_fails_is_free_again_at_once(
    town: Town, processes: list[Matchmaker], encoder: Counting
) -> None:
    await offers(town, 2)
    encoder.error = EncoderError("no answer")
    assert await processes[0].sweep() == 0
    encoder.error = None
    assert await processes[1].sweep() == 2


async def test_the_bot_leaves_the_sweep_to_a_worker_that_lives(
    town: Town, worker: MatchingWorker, encoder: Counting
) -> None:
    await offers(town, 2)
    assert await town.matchmaker.sweep_unless_workers_do() == 0
    assert town.matchmaker.still_reading
    assert await worker.sweep() == 2
    assert await town.matchmaker.sweep_unless_workers_do() == 0
    assert not town.matchmaker.still_reading


async def test_a_person_who_publishes_waits_for_no_worker(town: Town, worker: MatchingWorker) -> None:
    await town.matchmaker.consider(await town.offers())
    assert await count(town, Listing.matched_at.is_not(None)) == 1


async def test_the_bot_sweeps_when_the_last_worker_is_silent(town: Town, worker: MatchingWorker) -> None:
    await offers(town, 2)
    async with town.database.writing() as session:
        await session.execute(update(Lease).values(until=func.now() - timedelta(seconds=1)))
    assert await town.matchmaker.sweep_unless_workers_do() == 2


async def test_a_worker_that_only_fails_gives_no_sign_of_life(
    town: Town, worker: MatchingWorker, caplog: pytest.LogCaptureFixture
) -> None:
    town.clock.forward(seconds=matching_worker._HANGS_S + 1)
    async with town.database.writing() as session:
        await session.execute(update(Lease).values(until=func.now() - timedelta(seconds=1)))
    await worker.renew_lease()
    await offers(town, 1)
    assert await town.matchmaker.sweep_unless_workers_do() == 1
    assert "the bot matches listings itself" in caplog.text


async def test_a_worker_that_is_stopped_leaves_no_lease(town: Town, processes: list[Matchmaker]) -> None:
    stop = asyncio.Event()
    working = asyncio.create_task(MatchingWorker(town.database, processes[0]).work(stop))
    await offers(town, 1)
    async with asyncio.timeout(60):
        while await count(town, Listing.matched_at.is_(None)):  # noqa: ASYNC110 - another process tells nothing
            await asyncio.sleep(0.02)
    stop.set()
    await working
    async with town.database.reading() as session:
        assert await session.scalar(select(func.count(Lease.name))) == 0


async def test_an_index_in_memory_cannot_be_shared(town: Town) -> None:
    without_encoder = Matchmaker(town.database, Matcher(None), None, Clock())
    with pytest.raises(NothingToShareError):
        await MatchingWorker(town.database, without_encoder).work(asyncio.Event())

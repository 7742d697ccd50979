"""Worker processes match listings beside the bot. They are killed, and nothing waits for ever."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.sandbox.server import serve
from bot.sandbox.world import World
from storage.database import Database
from storage.models import Listing, Suggestion
from tests.factories import add_company, add_listing
from tests.http.forked import ForkedBot, forker
from tests.http.process import environment, forked
from tests.kill.instances import ANSWER_S, told, until_told
from tests.postgres import PostgresServer
from tests.suggestions.town import MOISTURE_SR, MOISTURE_ZH

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.timeout(1500)]
READY = "this worker is ready"


@pytest.fixture
async def database(postgres_server: PostgresServer) -> AsyncIterator[Database]:
    with postgres_server.emptied() as url:
        database = Database(url)
        yield database
        await database.dispose()


async def publish(database: Database, pairs: int) -> None:
    """Offers of a Serbian and needs of a Chinese company, with texts that differ, none of them masked or matched."""
    async with database.writing() as session:
        serbian = await add_company(session)
        chinese = await add_company(session, name="Pudong Agritech", name_key="pudong", country="CN")
        for number in range(pairs):
            for company, text in ((serbian, MOISTURE_SR), (chinese, MOISTURE_ZH)):
                own = {**text, "title": f"{text['title']} {number}", "masked_title": None, "masked_summary": None}
                await add_listing(session, company, now=datetime.now(UTC), **own)


async def count(database: Database, counted: Any, *conditions: Any) -> int:
    async with database.reading() as session:
        return await session.scalar(select(func.count(counted)).where(*conditions)) or 0


async def until_matched(database: Database, number: int) -> None:
    async with asyncio.timeout(ANSWER_S):
        while await count(database, Listing.id, Listing.matched_at.is_not(None)) < number:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


@asynccontextmanager
async def worker(settings: dict[str, str], output: Path) -> AsyncIterator[ForkedBot]:
    process = forker().start(settings, output, command="worker")
    try:
        await until_told(output, READY)
        yield process
    finally:
        process.kill()
        await process.wait()


async def test_killed_workers_lose_nothing(database: Database, tmp_path: Path) -> None:
    settings = environment(World(), "", database.engine.url.render_as_string(hide_password=False))
    del settings["PARTNERBRIDGE_TOKEN"], settings["PARTNERBRIDGE_API_URL"]
    await publish(database, 16)
    for number in range(2):
        async with worker(settings, tmp_path / f"worker{number}.txt"):
            # Killed in the middle of its next batch.
            await until_matched(database, 1 + 10 * number)
    async with (
        worker(settings, tmp_path / "worker2.txt") as one,
        worker(settings, tmp_path / "worker3.txt"),
    ):
        await until_matched(database, 32)
        one.send_signal(15)
        assert await asyncio.wait_for(one.wait(), ANSWER_S) == 0
    assert await count(database, Suggestion.id) > 0
    assert await count(database, Listing.id, Listing.masked_title.is_(None)) == 0
    assert not any(told(tmp_path / f"worker{number}.txt", "Traceback") for number in range(4))


async def test_the_bot_takes_over_when_its_worker_is_killed(database: Database, tmp_path: Path) -> None:
    world = World()
    async with serve(world) as server:
        settings = environment(world, server.url, database.engine.url.render_as_string(hide_password=False))
        async with forked(world, settings, tmp_path), worker(settings, tmp_path / "worker.txt") as process:
            process.kill()
            await publish(database, 2)
            await until_matched(database, 4)
    assert not told(tmp_path / "output.txt", "Traceback")

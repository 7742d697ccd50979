"""The process behind a webhook is killed by SIGKILL after it has confirmed updates and before it has answered them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.sandbox.people import person
from bot.sandbox.server import serve
from bot.sandbox.waiting import until
from bot.sandbox.world import World
from storage.database import Database
from storage.models import ReceivedUpdate
from tests.http.process import environment, forker
from tests.http.test_health import free_port
from tests.kill.test_kill import ANSWER_S, assert_quiet
from tests.neighbours import select_own

LONG_S = 10.0  # Telegram asks for so much patience that updates are confirmed before they are answered

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@asynccontextmanager
async def webhook(database_url: str) -> AsyncIterator[tuple[World, dict[str, str]]]:
    """A simulated Telegram, and the settings of a bot behind a webhook."""
    world, port = World(), free_port()
    async with serve(world) as server:
        yield (
            world,
            environment(
                world,
                server.url,
                database_url,
                PARTNERBRIDGE_ENCODER="none",
                PARTNERBRIDGE_LOG_LEVEL="WARNING",
                PARTNERBRIDGE_WEBHOOK_URL=f"http://127.0.0.1:{port}/telegram",
                PARTNERBRIDGE_WEBHOOK_SECRET="a-long-random-word",
                PARTNERBRIDGE_WEBHOOK_PORT=str(port),
            ),
        )


async def test_an_update_that_was_confirmed_is_answered_after_a_kill(database_url: str, tmp_path: Path) -> None:
    async with webhook(database_url) as (world, settings):
        ana, mei = person(world, "Ana"), person(world, "Mei")
        world.faults.add("too_many_requests", "sendMessage", when="before", seconds=LONG_S, times=None)
        process = forker().start(settings, tmp_path / "output.txt")
        try:
            ana.starts()
            ana.types("/help")
            await until_rows(database_url, lambda rows: sum(row.raw is not None for row in rows) == 2)
            process.kill()
            await process.wait()
            assert "Hello" not in ana.reads(), "she was not answered yet"
            mei.starts()  # Telegram posts it until somebody confirms it
            world.faults.clear()
            process = forker().start(settings, tmp_path / "output.txt")
            await until(world, lambda: "Hello" in ana.reads() and "Hello" in mei.reads(), timeout=ANSWER_S)
            await until(world, lambda: len(ana.messages(of_bot=True)) >= 2, timeout=ANSWER_S)
            await until_rows(database_url, lambda rows: all(row.handled_at for row in rows))
        finally:
            process.kill()
    texts = [message["text"] for message in ana.messages(of_bot=True)]
    assert ["Hello" in text for text in texts] == [True, False], "once each, in the order in which she wrote"
    assert len(mei.messages(of_bot=True)) == 1
    assert_quiet(tmp_path)


async def until_rows(database_url: str, condition: Callable[[Sequence[ReceivedUpdate]], bool]) -> None:
    """Until the stored updates are as wanted."""
    database = Database(database_url)
    try:
        async with asyncio.timeout(ANSWER_S):
            while True:
                async with database.reading() as session:
                    rows = await session.scalars(select_own(ReceivedUpdate))
                    if condition(rows.all()):
                        return
                await asyncio.sleep(0.05)
    finally:
        await database.dispose()

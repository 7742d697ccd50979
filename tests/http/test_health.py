"""What a supervisor gets to read: while the bot starts, works, stops, and while something it needs is away."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot import http_server
from bot.health import Health, health_pages
from bot.http_server import listening_socket
from bot.sandbox.people import person
from bot.sandbox.server import serve
from bot.sandbox.waiting import until
from bot.sandbox.world import World
from bot.settings.settings import Settings
from storage.database import Database
from tests.http.process import begin, environment, forked
from tests.telegram.test_polling import Polled

ANSWER_S = 60.0
ALL_WELL = {"database": True, "updates": True, "index": True}


def free_port() -> int:
    with listening_socket("127.0.0.1", 0) as free:
        return free.getsockname()[1]


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False) as client:
        yield client


async def first_answer(client: httpx.AsyncClient, url: str, *statuses: int) -> httpx.Response:
    """The first answer with one of these statuses, of a process that may not even listen yet."""
    async with asyncio.timeout(ANSWER_S):
        while True:
            with contextlib.suppress(httpx.ConnectError):
                answer = await client.get(url)
                if answer.status_code in statuses:
                    return answer
            await asyncio.sleep(0.05)


async def test_a_running_bot_is_ready(bare_database_url: str, tmp_path: Path, client: httpx.AsyncClient) -> None:
    world, port = World(), free_port()
    ana = person(world, "Ana")
    more = {"PARTNERBRIDGE_ENCODER": "none", "PARTNERBRIDGE_HEALTH_PORT": str(port)}
    async with serve(world) as server:
        settings = environment(world, server.url, bare_database_url, **more)
        async with forked(world, settings, tmp_path) as process:
            url = f"http://127.0.0.1:{port}"
            ana.starts()
            await until(world, lambda: "Hello" in ana.reads(), timeout=ANSWER_S)
            assert (await first_answer(client, f"{url}/readyz", 200)).json() == ALL_WELL
            lives = await client.get(f"{url}/healthz")
            assert (lives.status_code, lives.text) == (200, "ok")
            assert (await client.get(f"{url}/m/forged")).status_code == 404
            assert (await client.post(f"{url}/readyz")).status_code == 405
            process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0, (tmp_path / "output.txt").read_text()


async def test_a_bot_that_cannot_reach_telegram_lives_and_is_not_ready(
    tmp_path: Path, client: httpx.AsyncClient
) -> None:
    world, port = World(), free_port()
    url = f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite3'}"
    more = {"PARTNERBRIDGE_ENCODER": "none", "PARTNERBRIDGE_HEALTH_PORT": str(port)}
    process = await begin(environment(world, f"http://127.0.0.1:{free_port()}", url, **more))
    try:
        await first_answer(client, f"http://127.0.0.1:{port}/healthz", 200)
        answer = await client.get(f"http://127.0.0.1:{port}/readyz")
        assert answer.status_code == 503
        assert answer.json()["updates"] is False
    finally:
        process.kill()
        await process.communicate()


@pytest.mark.parametrize("missing", ["database", "updates", "index", "listening"])
async def test_each_missing_part_is_named(tmp_path: Path, missing: str, client: httpx.AsyncClient) -> None:
    away = f"postgresql+asyncpg://ana:geheim@127.0.0.1:{free_port()}/pb"
    database = Database(away if missing == "database" else await migrated(tmp_path))
    health = Health(
        database,
        has_updates=lambda: missing != "updates",
        has_index=lambda: missing != "index",
        monotonic=lambda: 0.0,
    )
    health.is_listening = missing != "listening"
    async with http_server.serving(health_pages(health)) as server:
        answer = await client.get(f"{server.url}/readyz")
    part = "updates" if missing == "listening" else missing
    assert (answer.status_code, answer.json()) == (503, ALL_WELL | {part: False})
    await database.dispose()


async def migrated(folder: Path) -> str:
    from storage.schema import migrate

    url = f"sqlite+aiosqlite:///{folder / 'bot.sqlite3'}"
    database = Database(url)
    await migrate(database)
    await database.dispose()
    return url


async def test_the_database_is_asked_again_after_a_second(tmp_path: Path, client: httpx.AsyncClient) -> None:
    now = 0.0
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite3'}")  # without tables
    health = Health(database, has_updates=lambda: True, has_index=lambda: True, monotonic=lambda: now)
    health.is_listening = True
    async with http_server.serving(health_pages(health)) as server:
        assert (await client.get(f"{server.url}/readyz")).status_code == 503
        await migrated(tmp_path)
        assert (await client.get(f"{server.url}/readyz")).status_code == 503
        now = 1.0
        assert (await client.get(f"{server.url}/readyz")).json() == ALL_WELL
    await database.dispose()


async def test_a_silent_telegram_is_noticed_after_a_minute(world: World) -> None:
    now = 0.0
    polled = Polled(world, lambda: now)
    assert not polled.poller.is_fetching
    person(world, "Ana").types("last")
    await polled.until_last()
    assert polled.poller.is_fetching
    now = 59.0
    assert polled.poller.is_fetching
    now = 60.0
    assert not polled.poller.is_fetching


@pytest.mark.parametrize(
    ("values", "own"),
    [
        ({}, None),
        ({"health_port": 8081}, 8081),
        ({"health_port": 8080}, 8080),
        ({"health_port": 8080, "webhook_url": "https://bot.example.org/t", "webhook_secret": "secret"}, None),
        ({"health_port": 8081, "webhook_url": "https://bot.example.org/t", "webhook_secret": "secret"}, 8081),
    ],
)
def test_one_port_is_opened_once(values: dict[str, object], own: int | None) -> None:
    assert Settings(_env_file=None, **values).own_health_port == own

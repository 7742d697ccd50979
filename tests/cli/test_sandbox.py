"""`partnerbridge sandbox` from outside: its start, its second start, its end, and what lasts."""

import asyncio
import signal
import socket
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.browser.process import address, begin

STOP_S = 120.0  # two processes start first, on a busy machine


async def ended(process: Process) -> tuple[int | None, str]:
    """The exit code and everything that was told."""
    try:
        async with asyncio.timeout(STOP_S):
            output, errors = await process.communicate()
    except TimeoutError:
        process.kill()  # or the tests after this one would be told of an open pipe
        await process.communicate()
        raise
    return process.returncode, (output + errors).decode()


async def interrupted(process: Process) -> tuple[int | None, str]:
    process.send_signal(signal.SIGINT)
    return await ended(process)


async def until(words: str, live: httpx.Response) -> AsyncIterator[str]:
    """What happens in a chat, up to these words."""
    async for line in live.aiter_lines():
        yield line
        if words in line:
            return


async def names(url: str) -> list[str]:
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=30) as client:
        return [person["first_name"] for person in (await client.get("/page/overview")).json()["people"]]


@pytest.mark.slow
async def test_the_world_is_kept_until_a_fresh_start(tmp_path: Path) -> None:
    folder = tmp_path / "played"
    first = await begin(folder, "--port", "0", encoder="none")
    url = await address(first)
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=30) as client:
        assert "<title>PartnerBridge sandbox</title>" in (await client.get("/")).text
        new = (await client.post("/api/people", json={"name": "Bo", "language_code": "en"})).json()
        async with asyncio.timeout(STOP_S), client.stream("GET", f"/api/people/{new['id']}/events") as live:
            await client.post(f"/api/people/{new['id']}/start", json={})
            assert [line async for line in until("Hello, Bo!", live)]

    other = await begin(tmp_path / "other", "--port", str(urlsplit(url).port), encoder="none")
    code, told = await ended(other)
    assert (code, "is running already" in told) == (0, True), told
    crowded = await begin(folder, "--port", "0", encoder="none")
    code, told = await ended(crowded)
    assert (code, "--data DIR" in told) == (1, True), told

    code, told = await interrupted(first)
    assert (code, "Everything is kept" in told) == (0, True), told
    second = await begin(folder, "--port", "0", encoder="none")
    url = await address(second)
    assert "Bo" in await names(url)
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=30) as client:
        chat = (await client.get(f"/api/people/{new['id']}/chats/0")).json()
        assert "Hello, Bo!" in chat["messages"][-1]["message"]["text"]
    assert (await interrupted(second))[0] == 0

    (folder / "mine.txt").write_text("kept")
    third = await begin(folder, "--port", "0", "--fresh", encoder="none")
    assert "Bo" not in await names(await address(third))
    assert (await interrupted(third))[0] == 0
    assert (folder / "mine.txt").read_text() == "kept"


async def test_a_port_of_another_program_is_told(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code, told = await ended(await begin(tmp_path, "--port", str(port), encoder="none"))
    assert code == 1
    assert f"Port {port} is taken by another program" in told
    assert "Traceback" not in told


async def test_a_bot_that_ends_by_itself_takes_the_sandbox_with_it(tmp_path: Path) -> None:
    process = await begin(tmp_path, "--port", "0", encoder="nonsense")
    code, told = await ended(process)
    assert code == 1
    assert "PARTNERBRIDGE_ENCODER" in told
    assert "ended by itself" in told


async def test_a_world_of_another_version_is_told(tmp_path: Path) -> None:
    (tmp_path / "telegram.json").write_text('{"format": 0}')
    (tmp_path / "partnerbridge.sqlite3").touch()
    code, told = await ended(await begin(tmp_path, "--port", "0", encoder="none"))
    assert code == 1
    assert "--fresh" in told
    assert "Traceback" not in told

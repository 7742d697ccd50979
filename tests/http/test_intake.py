"""What arrives at the running bot over HTTP: updates that nobody can read, floods, another instance, forged posts."""

import asyncio
import json
import signal
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.http_server import listening_socket
from bot.sandbox.people import person
from bot.sandbox.server import serve
from bot.sandbox.waiting import until
from bot.sandbox.world import World
from tests.http.process import begin, environment, forked

ANSWER_S = 60.0
POISON: list[dict[str, Any]] = [
    {"message": {}},
    {"callback_query": {"from": {"id": 5}}},
    {"message": {"from": {"id": 5, "first_name": "Zorica-Poison"}, "text": "poison@example.org"}},
]


def settings(world: World, api_url: str, folder: Path, **more: str) -> dict[str, str]:
    url = f"sqlite+aiosqlite:///{folder / 'bot.sqlite3'}"
    return environment(world, api_url, url, PARTNERBRIDGE_ENCODER="none", **more)


def put(world: World, update: dict[str, Any]) -> None:
    """As if Telegram had it to give."""
    world.updates.pending.append({"update_id": world.updates.next_id, **update})
    world.updates.next_id += 1
    world.emit({"kind": "update"})


@pytest.mark.slow
@pytest.mark.parametrize("log_format", ["console", "json"])
async def test_unreadable_updates_are_skipped_one_by_one(tmp_path: Path, log_format: str) -> None:
    world = World()
    ana, mei = person(world, "Ana"), person(world, "Mei")
    async with serve(world) as server:
        wanted = settings(world, server.url, tmp_path, PARTNERBRIDGE_LOG_FORMAT=log_format)
        async with forked(world, wanted, tmp_path) as process:
            put(world, POISON[0])
            ana.starts()
            for update in POISON[1:]:
                put(world, update)
            mei.starts()
            await until(world, lambda: "Hello" in ana.reads() and "Hello" in mei.reads(), timeout=ANSWER_S)
            process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0
    output = (tmp_path / "output.txt").read_text()
    assert not world.updates.pending, "everything was confirmed"
    assert output.count("cannot be read") == len(POISON)
    assert "Traceback" not in output
    assert "oison" not in output


@pytest.mark.slow
async def test_a_flood_of_five_people_leaves_a_bystander_alone(tmp_path: Path) -> None:
    world = World()
    crowd = [person(world, f"Flood{n}") for n in range(5)]
    ana = person(world, "Ana")
    async with serve(world) as server, forked(world, settings(world, server.url, tmp_path), tmp_path):
        for _ in range(400):
            for one in crowd:
                one.types("/help")
        ana.starts()
        await until(world, lambda: "Hello" in ana.reads(), timeout=ANSWER_S)
        answers = [entry for entry in world.journal.calls() if entry.method == "sendMessage"]
        assert len(answers) < 300, "of the thousand that the five are answered"
        await until(world, lambda: all("a lot at once" in one.reads() for one in crowd), timeout=ANSWER_S)


@pytest.mark.slow
async def test_a_person_who_flooded_sees_why_their_buttons_do_nothing(tmp_path: Path) -> None:
    world = World()
    mallory = person(world, "Mallory")
    async with serve(world) as server:
        wanted = settings(
            world, server.url, tmp_path, PARTNERBRIDGE_FLOOD_BURST="10", PARTNERBRIDGE_FLOOD_PER_SECOND="0.1"
        )
        async with forked(world, wanted, tmp_path):
            mallory.starts()
            await until(world, lambda: "Hello" in mallory.reads(), timeout=ANSWER_S)
            for _ in range(10):
                mallory.types("/help")
            await until(world, lambda: "a lot at once" in mallory.reads(), timeout=ANSWER_S)
            query = mallory.presses_stale(mallory.last(), "g1:help")
            await until(world, lambda: world.queries[query]["answer"] is not None, timeout=ANSWER_S)
    assert "a lot at once" in world.queries[query]["answer"]["text"]


@pytest.mark.slow
async def test_a_telegram_that_fails_is_asked_again_and_told_of_once(tmp_path: Path) -> None:
    world = World()
    ana = person(world, "Ana")
    async with serve(world) as server, forked(world, settings(world, server.url, tmp_path), tmp_path):
        world.faults.add("server_error", "getUpdates", times=2)
        ana.starts()  # the request that waits since before the faults gets it
        await until(world, lambda: "Hello" in ana.reads(), timeout=ANSWER_S)
        ana.types("/help")
        await until(world, lambda: "What you can do" in ana.reads(), timeout=ANSWER_S)
    output = (tmp_path / "output.txt").read_text()
    assert output.count("cannot be reached for updates") == 1
    assert "Traceback" not in output


@pytest.mark.slow
async def test_updates_are_asked_for_before_the_command_menus_are_set(tmp_path: Path) -> None:
    world = World()
    world.faults.add("delay", "setMyCommands", seconds=4)  # shorter than the bot's patience
    async with serve(world) as server, forked(world, settings(world, server.url, tmp_path), tmp_path):

        def menus() -> int:
            return sum(entry.method == "setMyCommands" for entry in world.journal.calls())

        assert menus() == 0, "the bot polls by now"
        await until(world, lambda: menus() == 3, timeout=ANSWER_S)


@pytest.mark.slow
async def test_a_second_instance_says_so_and_gives_way(tmp_path: Path) -> None:
    world = World()
    ana = person(world, "Ana")
    async with serve(world) as server, forked(world, settings(world, server.url, tmp_path), tmp_path) as first:
        # The first one is older than a newcomer by what it is told here, not by a wait.
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        second = await begin(settings(world, server.url, elsewhere))
        async with asyncio.timeout(ANSWER_S):
            ended = [asyncio.ensure_future(first.wait()), asyncio.ensure_future(second.wait())]
            await asyncio.wait(ended, return_when=asyncio.FIRST_COMPLETED)
        codes = [first.returncode, second.returncode]
        assert sorted(codes, key=str) == [1, None], "one ends, the other goes on"
        ana.starts()
        await until(world, lambda: "Hello" in ana.reads(), timeout=ANSWER_S)
        for wait in ended:
            wait.cancel()
        if second.returncode is None:
            second.kill()
        told, _ = await second.communicate()
    output = (tmp_path / "output.txt").read_text() + told.decode()
    assert output.count("Another program polls") == 1
    assert "Traceback" not in output


@pytest.mark.slow
async def test_only_telegram_may_post_to_the_webhook(tmp_path: Path) -> None:
    world = World()
    ana = person(world, "Ana")
    with listening_socket("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    url, secret = f"http://127.0.0.1:{port}/telegram", "a-long-random-word"
    more = {
        "PARTNERBRIDGE_WEBHOOK_URL": url,
        "PARTNERBRIDGE_WEBHOOK_SECRET": secret,
        "PARTNERBRIDGE_WEBHOOK_PORT": str(port),
        "PARTNERBRIDGE_SMTP_HOST": "127.0.0.1",
        "PARTNERBRIDGE_SMTP_SECURITY": "none",
        "PARTNERBRIDGE_SMTP_FROM": "bot@fair.example.org",
        "PARTNERBRIDGE_PUBLIC_URL": "https://fair.example.org",
    }
    async with serve(world) as server:
        process = await begin(settings(world, server.url, tmp_path, **more))
        try:
            await until(world, lambda: world.updates.url == url, timeout=ANSWER_S)
            assert world.updates.secret == secret, "Telegram is told what to send along"
            ana.starts()
            await until(world, lambda: "Hello" in ana.reads(), timeout=ANSWER_S)
            known = {"X-Telegram-Bot-Api-Secret-Token": secret}
            forged = {"update_id": 1, **POISON[2]}
            async with httpx.AsyncClient(trust_env=False) as client:
                posts: list[tuple[int, dict[str, Any]]] = [
                    (403, {"json": forged}),
                    (403, {"json": forged, "headers": {**known, "X-Telegram-Bot-Api-Secret-Token": "wrong"}}),
                    (200, {"json": forged, "headers": known}),
                    (400, {"content": b"{", "headers": known}),
                    (400, {"content": b"[" * 100_000, "headers": known}),
                    (413, {"content": json.dumps({"text": "x" * 2**21}), "headers": known}),
                ]
                answers = [(await client.post(url, **post)).status_code for _, post in posts]
                assert answers == [status for status, _ in posts]
                assert (await client.get(url, headers=known)).status_code == 404
                beside = await client.get(f"http://127.0.0.1:{port}/m/forged")
                assert (beside.status_code, "This link does not work" in beside.text) == (404, True)
                health = await client.get(f"http://127.0.0.1:{port}/readyz")
                assert health.json().keys() == {"database", "updates", "index"}
                assert health.json()["updates"] is True
                assert (await client.get(f"http://127.0.0.1:{port}/metrics")).status_code == 404, "this port is public"
            process.send_signal(signal.SIGTERM)
            output = (await process.communicate())[0].decode()
        finally:
            if process.returncode is None:
                process.kill()
    assert process.returncode == 0, output
    assert output.count("cannot be read") == 1
    assert "Traceback" not in output
    assert "oison" not in output
    assert secret not in output

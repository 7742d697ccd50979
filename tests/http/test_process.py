"""The program as its operator runs it, against a Telegram on the loopback, on each database."""

import asyncio
import signal
from pathlib import Path

import pytest

from bot.sandbox.people import person
from bot.sandbox.server import serve
from bot.sandbox.waiting import until
from bot.sandbox.world import World
from tests.http.persona import PUDONG, SENZOR, Persona
from tests.http.process import begin, environment, forked, running

ANSWER_S = 120.0
STOP_S = 120.0  # a thread that warms up what takes seconds is waited for, on a busy machine


async def until_listed(persona: Persona) -> None:
    """One act after the other, each after the bot's answer to the one before."""
    persona.begins()
    while not persona.listed:
        await until(persona.phone.world, lambda: persona.next(among_news=True) is not None, timeout=ANSWER_S)
        act = persona.next(among_news=True)
        if act is not None and not persona.listed:
            act()


@pytest.mark.slow
async def test_a_need_and_an_offer_find_each_other_over_http(bare_database_url: str, tmp_path: Path) -> None:
    world = World()
    ana = Persona(person(world, "Ana", language_code="sr"), SENZOR)
    mei = Persona(person(world, "Mei", language_code="zh-hans"), PUDONG)
    async with serve(world) as server:
        settings = environment(world, server.url, bare_database_url)
        # One of them from its first breath.
        start = running if bare_database_url.startswith("sqlite") else forked
        async with start(world, settings, tmp_path) as process:
            await until_listed(ana)
            await until_listed(mei)
            await until(world, lambda: PUDONG.title in ana.phone.reads(), timeout=ANSWER_S)
            # Before the stop: a poll that is given up may be refused for the last one, which nobody reads.
            refused = [entry.answer for entry in world.journal.calls() if not entry.ok]

            process.send_signal(signal.SIGTERM)
            async with asyncio.timeout(STOP_S):
                code = await process.wait()
    output = (tmp_path / "output.txt").read_text()
    assert code == 0, output
    assert "塞尔维亚" in mei.phone.reads()
    # The first word of the title is masked: it is nearly the company's name.
    assert "vlažnosti zemljišta za staklenike" in mei.phone.reads()
    assert "Senzor" not in mei.phone.reads()
    assert "iz Kine" in ana.phone.reads()
    assert PUDONG.name not in ana.phone.reads()
    assert world.token not in output
    assert "ERROR" not in output
    assert "Traceback" not in output
    assert refused == []


async def test_a_stop_in_the_middle_of_an_answer_lets_it_finish(bare_database_url: str, tmp_path: Path) -> None:
    world = World()
    ana = person(world, "Ana", language_code="en")
    async with serve(world) as server:
        settings = environment(world, server.url, bare_database_url, PARTNERBRIDGE_ENCODER="none")
        async with forked(world, settings, tmp_path) as process:
            world.faults.add("delay", "sendMessage", seconds=0.5)
            asked = asyncio.Event()
            world.listen(lambda event: asked.set() if event["kind"] == "poll" else None)
            ana.starts()
            await asked.wait()  # fetched, and being worked on
            process.send_signal(signal.SIGTERM)
            async with asyncio.timeout(STOP_S):
                code = await process.wait()
    assert code == 0, (tmp_path / "output.txt").read_text()
    assert "Hello, Ana!" in ana.reads()


async def test_a_token_that_telegram_does_not_know_ends_it_with_a_word(tmp_path: Path) -> None:
    world = World()
    async with serve(world) as server:
        settings = environment(world, server.url, f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite3'}")
        settings["PARTNERBRIDGE_TOKEN"] = "1234567:AAnot-this-one-AAnot-this-one-AAnot"
        process = await begin(settings)
        async with asyncio.timeout(ANSWER_S):
            output, _ = await process.communicate()
    assert process.returncode == 1
    assert b"token" in output
    assert b"Traceback" not in output
    assert b"AAnot" not in output


async def test_a_taken_port_ends_the_program_with_a_message(tmp_path: Path) -> None:
    world = World()
    async with serve(world) as server:
        port = server.url.rpartition(":")[2]
        database = f"sqlite:///{tmp_path / 'bot.sqlite3'}"
        more = {"PARTNERBRIDGE_ENCODER": "none", "PARTNERBRIDGE_HEALTH_PORT": port}
        process = await begin(environment(world, server.url, database, **more))
        async with asyncio.timeout(STOP_S):
            output, _ = await process.communicate()
    assert process.returncode == 1
    assert f"127.0.0.1:{port}" in output.decode()
    assert "Traceback" not in output.decode()

"""The registration dialog over HTTP beside a bare echo bot; how fast the program starts, and what it weighs."""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from bot.sandbox.people import Person, person
from bot.sandbox.server import serve
from bot.sandbox.waiting import until
from bot.sandbox.world import TOKEN, World
from tests.http.persona import SENZOR, Persona
from tests.http.process import environment, running

_ANSWER_S = 60.0
_ECHO = """
import sys
from telegram import Update
from telegram.ext import ApplicationBuilder, MessageHandler, filters

async def echo(update, context):
    await update.effective_message.reply_text(update.effective_message.text)

builder = ApplicationBuilder().token(sys.argv[1]).base_url(sys.argv[2] + "/bot").concurrent_updates(True)
application = builder.build()
application.add_handler(MessageHandler(filters.TEXT, echo))
application.run_polling()
"""


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench dialog", description=__doc__)
    parser.add_argument("--people", type=int, default=20, help="at once")
    parser.add_argument("--starts", type=int, default=3, help="starts to take the median of")
    arguments = parser.parse_args(argv)
    asyncio.run(_measure(arguments.people, arguments.starts))


async def _measure(people: int, starts: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite+aiosqlite:///{Path(folder) / 'bench.sqlite3'}"
        seconds = [await _start(database, Path(folder)) for _ in range(starts)]
        print(f"start-up, new database:  {seconds[0]:.2f} s; later: {statistics.median(seconds[1:] or seconds):.2f} s")
        dialog = await _dialogs(database, Path(folder), people)
        echo = await _echoes(people)
        print(f"registration dialog:     {dialog:.0f} updates/s, {people} people at once")
        print(f"bare echo bot:           {echo:.0f} updates/s, {people} people at once")
        print(f"ratio:                   {dialog / echo:.2f}")


async def _start(database: str, folder: Path) -> float:
    """Seconds from the first instruction of the process to its first question for updates."""
    world = World()
    async with serve(world) as server:
        started = time.perf_counter()
        settings = environment(world, server.url, database, PARTNERBRIDGE_LOG_LEVEL="WARNING")
        async with running(world, settings, folder):
            return time.perf_counter() - started


async def _dialogs(database: str, folder: Path, people: int) -> float:
    """Updates a second while so many register at once, each after the bot's answer."""
    world = World()
    async with serve(world) as server:
        settings = environment(world, server.url, database, PARTNERBRIDGE_LOG_LEVEL="WARNING")
        async with running(world, settings, folder) as process:
            print(f"memory after start:      {_megabytes(process.pid):.0f} MB")
            await registers(person(world, "Warm", language_code="sr"))
            started, first = time.perf_counter(), world.updates.next_id
            async with asyncio.TaskGroup() as group:
                for number in range(people):
                    group.create_task(registers(person(world, f"P{number}", language_code="sr")))
            took = time.perf_counter() - started
            print(f"memory after dialogs:    {_megabytes(process.pid):.0f} MB")
            return (world.updates.next_id - first) / took


async def registers(phone: Person) -> None:
    """From /start to the first question of the first offer."""
    await answers_until(Persona(phone, SENZOR), "/start", "profile_type")


async def answers_until(persona: Persona, command: str, step: str) -> None:
    """Types the command, then answers every question before that of `step`."""
    async for _ in answers(persona, command, step):
        pass


async def answers(persona: Persona, command: str, step: str) -> AsyncIterator[None]:
    """The same, one update at a time: yields after the bot's answer to each."""
    phone = persona.phone
    phone.types(command)
    while True:
        await until(phone.world, lambda: persona.next(among_news=True) is not None, timeout=_ANSWER_S)
        act = persona.next(among_news=True)
        yield
        if persona.step == step:
            return
        if act is not None:
            act()


async def _echoes(people: int, messages: int = 12) -> float:
    world = World()
    async with serve(world) as server:
        echo = await asyncio.create_subprocess_exec(
            sys.executable, "-c", _ECHO, TOKEN, server.url, stderr=asyncio.subprocess.DEVNULL
        )
        try:
            await until(world, lambda: world.updates.turn > 0, timeout=_ANSWER_S)
            phones = [person(world, f"P{number}") for number in range(people)]
            await _echoed(phones[0])
            started = time.perf_counter()
            async with asyncio.TaskGroup() as group:
                for phone in phones:
                    group.create_task(_repeat(phone, messages))
            return people * messages / (time.perf_counter() - started)
        finally:
            echo.kill()
            await echo.wait()


async def _repeat(phone: Person, times: int) -> None:
    for _ in range(times):
        await _echoed(phone)


async def _echoed(phone: Person) -> None:
    phone.types("hello")
    await until(phone.world, lambda: bool(phone.news()), timeout=_ANSWER_S)


def _megabytes(pid: int) -> float:
    """Resident memory of a process, from /proc."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

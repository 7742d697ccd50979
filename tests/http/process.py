"""The bot as its operator runs it: a process of its own, told everything by its environment."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox.world import World
from tests.http.forked import ROOT, ForkedBot, forker

START_S = 60.0  # far more than a start takes: the machine may be busy with other tests


def environment(world: World, api_url: str, database_url: str, **more: str) -> dict[str, str]:
    """The settings as the operator gives them, and nothing of what this machine has set."""
    unlike_an_operator = ("PARTNERBRIDGE_", "PYTHONDONTWRITEBYTECODE")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(unlike_an_operator)}
    return kept | {
        "PARTNERBRIDGE_TOKEN": world.token,
        "PARTNERBRIDGE_API_URL": api_url,
        "PARTNERBRIDGE_DATABASE_URL": database_url,
        **more,
    }


async def at_work(world: World, process: Process | ForkedBot) -> None:
    """Until a process that starts now asks for updates; TimeoutError if it ends instead."""
    polled = asyncio.Event()
    unlisten = world.listen(lambda event: polled.set() if event["kind"] == "poll" else None)
    waits = [asyncio.ensure_future(polled.wait()), asyncio.ensure_future(process.wait())]
    try:
        await asyncio.wait(waits, timeout=START_S, return_when=asyncio.FIRST_COMPLETED)
    finally:
        unlisten()
        for wait in waits:
            wait.cancel()
    if not polled.is_set():
        raise TimeoutError("the bot does not come to ask for updates")


async def begin(settings: dict[str, str], output: int = PIPE, root: Path = ROOT) -> Process:
    """`root`: the checkout that runs."""
    command, env = (sys.executable, "-m", "bot", "run"), settings | {"PYTHONPATH": str(root)}
    return await asyncio.create_subprocess_exec(*command, env=env, cwd=root, stdout=output, stderr=STDOUT)


@asynccontextmanager
async def forked(world: World, settings: dict[str, str], folder: Path) -> AsyncIterator[ForkedBot]:
    """The bot at work, without the imports of its start; killed at the end if it still lives."""
    path = folder / "output.txt"
    process = forker().start(settings, path)
    try:
        await at_work(world, process)
        yield process
    finally:
        process.kill()
        await process.wait()
        sys.stdout.write(path.read_text())  # shown with a test that fails


@asynccontextmanager
async def running(world: World, settings: dict[str, str], folder: Path, root: Path = ROOT) -> AsyncIterator[Process]:
    """`python -m bot run` from its first breath; killed at the end if it still lives."""
    path = folder / "output.txt"
    with path.open("wb") as output:  # a pipe that nobody empties would stop the bot
        process = await begin(settings, output.fileno(), root)
    try:
        await at_work(world, process)
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        sys.stdout.write(path.read_text())  # shown with a test that fails


@dataclass(slots=True)
class Mortal:
    """A bot that is killed and started again."""

    world: World
    settings: dict[str, str]
    output: Path
    process: ForkedBot | None = None

    async def start(self) -> None:
        self.process = forker().start(self.settings, self.output)
        await at_work(self.world, self.process)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()

    async def dies_and_rises(self) -> None:
        self.kill()
        await self.start()


@asynccontextmanager
async def mortal(world: World, settings: dict[str, str], folder: Path) -> AsyncIterator[Mortal]:
    bot = Mortal(world, settings, folder / "output.txt")
    try:
        await bot.start()
        yield bot
    finally:
        bot.kill()
        if bot.output.exists():
            sys.stdout.write(bot.output.read_text())  # shown with a test that fails

"""The bot as its operator runs it: a process of its own, told everything by its environment."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bot.sandbox.world import World

ROOT = Path(__file__).parents[2]
START_S = 60.0  # far more than a start takes: the machine may be busy with other tests
_FORKER = """
import os, signal, sys
import bot.app, bot.cli.database_state, bot.cli.main
from bot.i18n.translator import translator_for
from bot.matching.language_guess import guess_language
from bot.matching.places import find_countries
from bot.matching.sectors import find_sectors
from bot.telegram.request import ssl_context
from storage.vocabulary import Language

[translator_for(language) for language in Language]
guess_language("what is read once"), find_countries("Serbia"), find_sectors("sensor")
ssl_context()
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
print("ready", flush=True)
for line in sys.stdin:
    pid = os.fork()
    if pid == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        out = os.open(line.strip(), os.O_CREAT | os.O_WRONLY | os.O_APPEND)
        os.dup2(out, 1)
        os.dup2(out, 2)
        sys.argv = ["partnerbridge", "run"]
        bot.cli.main.main()
        os._exit(0)
    print(pid, flush=True)
"""


def environment(world: World, api_url: str, database_url: str, **more: str) -> dict[str, str]:
    """The settings as the operator gives them, and nothing of what this machine has set."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PARTNERBRIDGE_")}
    return kept | {
        "PARTNERBRIDGE_TOKEN": world.token,
        "PARTNERBRIDGE_API_URL": api_url,
        "PARTNERBRIDGE_DATABASE_URL": database_url,
        **more,
    }


async def at_work(world: World, process: Process | None = None) -> None:
    """Until a process that starts now asks for updates; TimeoutError if it ends instead."""
    polled = asyncio.Event()
    unlisten = world.listen(lambda event: polled.set() if event["kind"] == "poll" else None)
    waits = [asyncio.ensure_future(polled.wait())]
    if process is not None:
        waits.append(asyncio.ensure_future(process.wait()))
    try:
        await asyncio.wait(waits, timeout=START_S, return_when=asyncio.FIRST_COMPLETED)
    finally:
        unlisten()
        for wait in waits:
            wait.cancel()
    if not polled.is_set():
        raise TimeoutError("the bot does not come to ask for updates")


async def begin(settings: dict[str, str], output: int = PIPE) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=settings, cwd=ROOT, stdout=output, stderr=STDOUT
    )


@asynccontextmanager
async def running(world: World, settings: dict[str, str], folder: Path) -> AsyncIterator[Process]:
    """`python -m bot run` from its first breath; killed at the end if it still lives."""
    path = folder / "output.txt"
    with path.open("wb") as output:  # a pipe that nobody empties would stop the bot
        process = await begin(settings, output.fileno())
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
    """A bot that is killed and started again; a process that forks imports and reads tables once for all."""

    world: World
    forker: Process
    output: Path
    pid: int = field(default=0)

    async def start(self) -> None:
        if self.forker.stdin is None or self.forker.stdout is None:
            raise RuntimeError("started without pipes")
        self.forker.stdin.write(f"{self.output}\n".encode())
        self.pid = int(await self.forker.stdout.readline())
        await at_work(self.world)

    def kill(self) -> None:
        """SIGKILL: no handler runs, nothing is flushed."""
        os.kill(self.pid, signal.SIGKILL)
        self.pid = 0

    async def dies_and_rises(self) -> None:
        self.kill()
        await self.start()


@asynccontextmanager
async def mortal(world: World, settings: dict[str, str], folder: Path) -> AsyncIterator[Mortal]:
    forker = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _FORKER, env=settings, cwd=ROOT, stdin=PIPE, stdout=PIPE
    )
    bot = Mortal(world, forker, folder / "output.txt")
    try:
        if forker.stdout is None or not await forker.stdout.readline():
            raise RuntimeError("the bot cannot be imported")
        await bot.start()
        yield bot
    finally:
        if bot.pid:
            with suppress(ProcessLookupError):
                bot.kill()
        forker.kill()
        await forker.wait()
        if bot.output.exists():
            sys.stdout.write(bot.output.read_text())  # shown with a test that fails

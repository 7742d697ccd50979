"""Runs the sandbox: the simulated Telegram with its page, and the real bot in a separate process."""

import asyncio
import contextlib
import ctypes
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.http_server import Running, listening_socket
from bot.sample.reading import SampleStage, read_companies, read_stage
from bot.sample.seeding import COMPANIES_GROUP, people_the_stage, settle
from bot.sandbox.mailbox import mail_server, mailbox_routes
from bot.sandbox.page import page_routes
from bot.sandbox.people_api import people_routes
from bot.sandbox.saving import load, save
from bot.sandbox.server import serve
from bot.sandbox.world import World
from bot.sandbox.world.chats import Json
from storage.database import Database
from storage.schema import migrate

_SAVE_EVERY_S: Final = 2.0
_STOP_S: Final = 10.0  # then the bot is killed
_ENDS_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG of Linux' prctl
_KEPT_SETTINGS: Final = ("PARTNERBRIDGE_ENCODER", "PARTNERBRIDGE_LOG_LEVEL")


class BotEndedError(Exception):
    """The bot's process ended by itself. The message is the end of its log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """The files of a sandbox."""

    path: Path

    @property
    def world(self) -> Path:
        return self.path / "telegram.json"

    @property
    def database(self) -> Path:
        return self.path / "partnerbridge.sqlite3"

    @property
    def database_url(self) -> str:
        return f"sqlite+aiosqlite:///{self.database}"

    @property
    def log(self) -> Path:
        return self.path / "bot.log"

    def clear(self) -> None:
        """Deletes the sandbox's files and nothing else in the folder."""
        beside = [self.database.with_name(self.database.name + end) for end in ("-wal", "-shm")]
        for file in (self.world, self.world.with_suffix(".new"), self.database, *beside, self.log):
            file.unlink(missing_ok=True)


async def world_in(folder: Folder, stage: SampleStage, now: datetime) -> World:
    """Returns the saved world, or a new one with the sample companies. Replaces a half-saved world."""
    if folder.world.exists() and folder.database.exists():
        kept = load(folder.world)
        if kept is not None:
            return kept
    folder.clear()
    world = World()
    world.has_topics = True
    database = Database(folder.database_url)
    try:
        await migrate(database)
        cast = people_the_stage(world, stage)
        async with database.writing() as session:
            await settle(session, world, cast, stage, read_companies(), now)
    finally:
        await database.dispose()
    # They count as having pressed Start, so the bot may write to them.
    for person_id in world.people:
        world.chats[person_id].started = True
    save(world, folder.world)
    return world


def stage_for_page(stage: SampleStage) -> Json:
    groups = [group.model_dump() for group in stage.group]
    return {"groups": groups, "folded": [COMPANIES_GROUP], "tour": [step.model_dump() for step in stage.tour]}


@contextlib.asynccontextmanager
async def open_sandbox(folder: Folder, stage: SampleStage, world: World, *, port: int) -> AsyncIterator[Running]:
    """Serves the world and its page on the loopback interface. Saves the world after changes and at the end."""
    routes = [*page_routes(world, stage_for_page(stage)), *people_routes(world), *mailbox_routes(world)]
    async with serve(world, port=port, routes=routes) as server:
        saver = asyncio.create_task(_keep_saved(world, folder.world))
        try:
            yield server
        finally:
            saver.cancel()
            await asyncio.gather(saver, return_exceptions=True)
            save(world, folder.world)


async def _keep_saved(world: World, path: Path) -> None:
    changed = asyncio.Event()
    world.listen(lambda event: None if event["kind"] == "poll" else changed.set())
    while True:
        await changed.wait()
        changed.clear()
        save(world, path)
        await asyncio.sleep(_SAVE_EVERY_S)


@contextlib.asynccontextmanager
async def bot_at_work(world: World, server: Running, folder: Folder) -> AsyncIterator[Process]:
    """Runs `partnerbridge run` in a process configured by its environment, and stops it at the end."""
    async with (
        mail_server(world) as mail_port,
        _bot(folder, _environment(world, server, folder, mail_port)) as process,
    ):
        yield process


@contextlib.asynccontextmanager
async def _bot(folder: Folder, environment: dict[str, str]) -> AsyncIterator[Process]:
    with folder.log.open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot", "run"),
            env=environment,
            cwd=folder.path,  # so that it does not read the .env of a real bot
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # so that Ctrl+C reaches only this process, which stops the bot
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )
    try:
        yield process
    finally:
        await _stop(process)


def _environment(world: World, server: Running, folder: Folder, mail_port: int) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PARTNERBRIDGE_") or k in _KEPT_SETTINGS}
    root = str(Path(__file__).parents[2])
    with listening_socket("127.0.0.1", 0) as free:
        pages_port = free.getsockname()[1]
    admins = [str(i) for i, notes in world.settings["page"]["people"].items() if notes.get("admin")]
    return kept | {
        "PARTNERBRIDGE_TOKEN": world.token,
        "PARTNERBRIDGE_API_URL": server.url,
        "PARTNERBRIDGE_DATABASE_URL": folder.database_url,
        "PARTNERBRIDGE_ADMINS": ",".join(admins),
        "PARTNERBRIDGE_OPERATOR_NAME": "PartnerBridge sandbox",
        "PARTNERBRIDGE_DATA_LOCATION": str(folder.path),
        "PARTNERBRIDGE_SMTP_HOST": "127.0.0.1",
        "PARTNERBRIDGE_SMTP_PORT": str(mail_port),
        "PARTNERBRIDGE_SMTP_SECURITY": "none",
        "PARTNERBRIDGE_SMTP_FROM": "PartnerBridge <bot@sandbox.example>",
        "PARTNERBRIDGE_PUBLIC_URL": f"http://127.0.0.1:{pages_port}",
        "PARTNERBRIDGE_WEBHOOK_PORT": str(pages_port),
        "PYTHONPATH": os.pathsep.join(filter(None, (root, kept.get("PYTHONPATH")))),
    }


def _end_with_parent() -> None:
    """Asks Linux to stop the bot when the sandbox is killed."""
    ctypes.CDLL(None).prctl(_ENDS_WITH_PARENT, signal.SIGTERM)


async def _stop(process: Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), _STOP_S)
    except TimeoutError:
        process.kill()
        await process.wait()


async def play(
    folder: Folder, *, port: int, now: datetime, ready: Callable[[str], None], leaving: Callable[[], None]
) -> None:
    """Runs until SIGINT or SIGTERM. Calls `ready` with the URL, and `leaving` before it stops the bot.

    Raises BotEndedError, and OSError for a taken port.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    stage = read_stage()
    world = await world_in(folder, stage, now)
    async with (
        open_sandbox(folder, stage, world, port=port) as server,
        bot_at_work(world, server, folder) as process,
    ):
        ready(server.url)
        await _first_of(stop, process)
        if not stop.is_set():
            raise BotEndedError(_tail(folder.log))
        leaving()


async def _first_of(stop: asyncio.Event, process: Process) -> None:
    waits = [asyncio.create_task(stop.wait()), asyncio.create_task(process.wait())]
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
    await asyncio.gather(*waits, return_exceptions=True)


def _tail(log: Path, lines: int = 12) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])

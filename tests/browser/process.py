"""`partnerbridge sandbox` as a visitor starts it, on a free port with a folder of its own."""

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
_START_S = 120.0  # a few seconds on an idle machine
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")


@asynccontextmanager
async def sandbox(folder: Path, *more: str, encoder: str = "builtin") -> AsyncIterator[str]:
    """The page's address; stopped as by Ctrl+C at the end."""
    process = await begin(folder, "--port", "0", *more, encoder=encoder)
    try:
        yield await address(process)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        await process.communicate()


async def begin(folder: Path, *more: str, encoder: str = "builtin") -> Process:
    command = ("-m", "bot", "sandbox", "--no-browser", "--data", str(folder), *more)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PARTNERBRIDGE_")}
    environment["PARTNERBRIDGE_ENCODER"] = encoder
    return await asyncio.create_subprocess_exec(
        sys.executable, *command, cwd=ROOT, env=environment, stdout=PIPE, stderr=PIPE
    )


async def address(process: Process) -> str:
    """Told once the page can be opened. RuntimeError with the program's words if it ends instead."""
    if process.stdout is None or process.stderr is None:
        raise RuntimeError("started without pipes")
    async with asyncio.timeout(_START_S):
        while line := await process.stdout.readline():
            if found := _ADDRESS.search(line.decode()):
                return found.group()
    raise RuntimeError((await process.stderr.read()).decode())

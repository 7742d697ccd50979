"""The running bot, forked off a process that has imported it: a start takes 0.2 s of CPU instead of 3."""

import asyncio
import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from functools import cache
from pathlib import Path
from queue import SimpleQueue

ROOT = Path(__file__).parents[2]
LEASE = timedelta(seconds=3)
"""Of the rows of a killed process, so that no test has to wait for the usual 20 s."""


class ForkedBot:
    """Used like asyncio's Process."""

    def __init__(self, pid: int, code: "Exit") -> None:
        self.pid = pid
        self._exit = code

    @property
    def returncode(self) -> int | None:
        return self._exit.code

    async def wait(self) -> int:
        await self._exit.told()
        assert self._exit.code is not None
        return self._exit.code

    def send_signal(self, number: int) -> None:
        if self._exit.code is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """SIGKILL: no handler runs, nothing is flushed."""
        self.send_signal(signal.SIGKILL)


class Exit:
    """The exit code, told by another thread."""

    def __init__(self) -> None:
        self.code: int | None = None
        self._lock = threading.Lock()
        self._waiting: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    def tell(self, code: int) -> None:
        with self._lock:
            self.code = code
            for loop, event in self._waiting:
                with suppress(RuntimeError):  # of a loop that is closed, with the test that waited
                    loop.call_soon_threadsafe(event.set)

    async def told(self) -> None:
        event = asyncio.Event()
        with self._lock:
            if self.code is not None:
                return
            self._waiting.append((asyncio.get_running_loop(), event))
        await event.wait()


class Forker:
    """One for all tests of a test process."""

    def __init__(self) -> None:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PARTNERBRIDGE_")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.http.forker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=environment,
            text=True,
        )
        self._started: SimpleQueue[int] = SimpleQueue()
        self._exits: dict[int, Exit] = {}
        threading.Thread(target=self._listen, daemon=True).start()
        atexit.register(self._close)

    def start(self, environment: Mapping[str, str], output: Path, command: str = "run") -> ForkedBot:
        """`python -m bot run`, or another command, which writes to the end of the file."""
        assert self._process.stdin is not None
        self._process.stdin.write(
            json.dumps({"env": dict(environment), "output": str(output), "command": command}) + "\n"
        )
        self._process.stdin.flush()
        pid = self._started.get()
        return ForkedBot(pid, self._exits[pid])

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            word, pid, *code = line.split()
            known = self._exits.setdefault(int(pid), Exit())
            if word == "started":
                self._started.put(int(pid))
            else:
                known.tell(int(code[0]))

    def _close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


@cache
def forker() -> Forker:
    return Forker()

"""Several instances of the bot on one database: one leads, the others stand by."""

import asyncio
import contextlib
import itertools
import signal
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot import http_server
from bot.sandbox.world import World
from tests.http.forked import ForkedBot, forker
from tests.http.process import at_work

ANSWER_S = 120.0  # far more than it takes: the machine may be busy with other tests
STANDS_BY = "this one takes over when it ends"


@dataclass(slots=True)
class Instances:
    """The leader, and a standby. Whoever is killed or hangs is replaced by a new standby."""

    world: World
    settings: Mapping[str, str]
    folder: Path
    leader: ForkedBot | None = None
    standby: ForkedBot | None = None
    hung: list[ForkedBot] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    async def start(self) -> None:
        self.leader = self._fork()[0]
        await at_work(self.world, self.leader)
        await self.add_standby()

    async def add_standby(self) -> None:
        self.standby, output = self._fork()
        await until_told(output, STANDS_BY)

    async def leader_dies(self) -> None:
        """Kills the leader, waits for the other one to take over, and starts a new standby."""
        assert self.leader is not None
        self.leader.kill()
        await self.leader.wait()
        await self._taken_over()
        await self.add_standby()

    async def leader_hangs(self) -> None:
        """Stops the leader as a debugger does. It stays so until `wakes`."""
        assert self.leader is not None
        self.leader.send_signal(signal.SIGSTOP)
        self.hung.append(self.leader)
        await self._taken_over()

    async def wakes(self) -> int:
        """The code with which the instance ends that hung."""
        hung = self.hung.pop()
        hung.send_signal(signal.SIGCONT)
        async with asyncio.timeout(ANSWER_S):
            return await hung.wait()

    async def _taken_over(self) -> None:
        assert self.standby is not None
        await at_work(self.world, self.standby)
        self.leader, self.standby = self.standby, None

    def outputs(self) -> str:
        return "".join(path.read_text() for path in sorted(self.folder.glob("instance*.txt")))

    def end(self) -> None:
        for process in (self.leader, self.standby, *self.hung):
            if process is not None:
                process.kill()
        sys.stdout.write(self.outputs())  # shown with a test that fails

    def _fork(self) -> tuple[ForkedBot, Path]:
        output = self.folder / f"instance{next(self._numbers)}.txt"
        return forker().start(self.settings, output), output


def told(output: Path, words: str) -> bool:
    return output.exists() and words in output.read_text()


async def until_told(output: Path, words: str) -> None:
    """Until a process has written these words."""
    async with asyncio.timeout(ANSWER_S):
        while not told(output, words):  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.02)


@contextlib.asynccontextmanager
async def instances(world: World, settings: Mapping[str, str], folder: Path) -> AsyncIterator[Instances]:
    several = Instances(world, settings, folder)
    try:
        await several.start()
        yield several
    finally:
        several.end()


@contextlib.asynccontextmanager
async def proxy(*ports: int) -> AsyncIterator[str]:
    """Yields the address of a proxy that passes posts to each of these ports in turn, and skips one that is closed."""
    turns = itertools.cycle(range(len(ports)))
    async with httpx.AsyncClient(timeout=30, trust_env=False) as client:

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            request = Request(scope, receive)
            body, first = await request.body(), next(turns)
            for number in range(len(ports)):
                port = ports[(first + number) % len(ports)]
                with contextlib.suppress(httpx.ConnectError):
                    answer = await client.post(
                        f"http://127.0.0.1:{port}{request.url.path}", content=body, headers=dict(request.headers)
                    )
                    await Response(status_code=answer.status_code)(scope, receive, send)
                    return
            await Response(status_code=502)(scope, receive, send)

        async with http_server.serving(app) as server:
            yield server.url

"""The databases of a chaotic day: each can be away or full for a while, for real."""

import asyncio
import contextlib
import resource
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from tests.postgres import PostgresServer

_FULL: Final = 4096
"""Bytes that a file may have while the disk is full: less than every file that the bot writes."""


class Engine(Protocol):
    """`away` and `full` last for so many seconds and leave the database as it was."""

    name: str
    url: str

    def full(self, processes: Collection[int]) -> contextlib.AbstractAsyncContextManager[None]: ...

    def away(self) -> contextlib.AbstractAsyncContextManager[bool]: ...


@dataclass(slots=True)
class SqliteFile:
    path: Path
    name: str = "sqlite"

    @property
    def url(self) -> str:
        return f"sqlite+aiosqlite:///{self.path}"

    @asynccontextmanager
    async def away(self) -> AsyncIterator[bool]:
        """A file has no server that could be away."""
        yield False

    @asynccontextmanager
    async def full(self, processes: Collection[int]) -> AsyncIterator[None]:
        """The processes can write to no file beyond its first page: each write fails with EFBIG."""
        with contextlib.ExitStack() as stack:
            for process in processes:
                stack.enter_context(_limited(process))
            yield


@dataclass(slots=True)
class Server:
    """A PostgreSQL of its own."""

    server: PostgresServer
    url: str
    name: str = "postgresql"
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    @asynccontextmanager
    async def away(self) -> AsyncIterator[bool]:
        """A fast stop: every connection ends, and open transactions are rolled back."""
        async with self._one_at_a_time:
            await asyncio.to_thread(self.server.stop)
            try:
                yield True
            finally:
                await asyncio.to_thread(self.server.start)

    @asynccontextmanager
    async def full(self, processes: Collection[int]) -> AsyncIterator[None]:
        """The server refuses to write, as hosted ones do when their disk is nearly full."""
        async with self._one_at_a_time:
            await self.server.let_write(False)
            try:
                yield
            finally:
                await self.server.let_write(True)


@contextmanager
def _limited(process: int) -> Iterator[None]:
    with contextlib.suppress(ProcessLookupError):
        before = resource.prlimit(process, resource.RLIMIT_FSIZE)
        resource.prlimit(process, resource.RLIMIT_FSIZE, (_FULL, before[1]))
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError, UnboundLocalError):
            resource.prlimit(process, resource.RLIMIT_FSIZE, before)

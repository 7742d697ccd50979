"""The one place that opens connections, begins transactions and commits them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

_BUSY_TIMEOUT_MS = 15_000  # longer than any transaction here; another process may be migrating
_TIDY_TIMEOUT_MS = 250  # everybody who writes waits meanwhile
_WRITES = "partnerbridge_writes"
_MIGRATION_LOCK = 7_041_964_502  # any number that no other program takes on the same database


class BrokenReferencesError(Exception):
    """A change of tables left rows that refer to nothing; it was taken back. Names the tables."""


class Database:
    """Sessions on SQLite (embedded: one file) or PostgreSQL (a server), by the address."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(url, pool_size) if self.is_sqlite else _server_engine(url, pool_size)
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        # SQLite has one writer at a time. Waiting here is fair; waiting in its busy handler is a poll.
        self._one_writer = asyncio.Lock() if self.is_sqlite else None

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session that sees one state of the database and is rolled back at its end."""
        async with self._sessions() as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """A session that is committed at its end, or rolled back if an exception leaves it."""
        if self._one_writer is None:
            async with self._sessions.begin() as session:
                yield session
            return
        async with self._one_writer, self._sessions() as session:
            await session.connection(execution_options={_WRITES: True})
            yield session
            await session.commit()

    @asynccontextmanager
    async def rebuilding(self) -> AsyncIterator[AsyncConnection]:
        """A connection that may change tables: alone, in one transaction, with what refers to what checked at its end.

        SQLite changes most of a table by making a new one and dropping the old, and a drop deletes what refers to it.
        """
        async with self.engine.connect() as connection:
            if not self.is_sqlite:
                async with connection.begin():
                    await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
                    yield connection
                return
            await connection.run_sync(_set_references, "OFF")  # does nothing inside a transaction
            try:
                await connection.execution_options(**{_WRITES: True})
                async with connection.begin():
                    yield connection
                    broken = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).all()
                    if broken:
                        raise BrokenReferencesError(sorted({str(row[0]) for row in broken}))
            finally:
                await connection.run_sync(_set_references, "ON")

    async def tidy(self) -> bool:
        """Takes what was overwritten or deleted out of SQLite's journal as well; a server does so by itself.

        False where others were reading: then it is for the next time.
        """
        if self._one_writer is None:
            return True
        async with self._one_writer, self.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.exec_driver_sql(f"PRAGMA busy_timeout = {_TIDY_TIMEOUT_MS}")
            try:
                result = await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                return bool(result.one()[0] == 0)
            finally:
                await connection.exec_driver_sql(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")

    async def dispose(self) -> None:
        await self.engine.dispose()


def _set_references(connection: Connection, state: str) -> None:
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA foreign_keys = {state}")
    cursor.close()


def _server_engine(url: str, pool_size: int) -> AsyncEngine:
    return create_async_engine(url, pool_size=pool_size, max_overflow=pool_size, pool_pre_ping=True)


def _sqlite_engine(url: str, pool_size: int) -> AsyncEngine:
    engine = create_async_engine(url, pool_size=pool_size, max_overflow=pool_size)

    @event.listens_for(engine.sync_engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        # The driver would begin transactions late and by itself; the `begin` event below does it instead.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute("PRAGMA foreign_keys = ON")
        # What is deleted is overwritten: people who are forgotten leave nothing in the file.
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        # A transaction that reads first and writes later fails at once if another wrote meanwhile, whatever the
        # timeout: a writer takes the lock when it begins.
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine

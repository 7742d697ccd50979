"""Begins, commits and rolls back transactions. No other module does."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Executable, Row, event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncSession,
    AsyncSessionTransaction,
    async_sessionmaker,
)
from sqlalchemy.orm import Session
from sqlalchemy.util.concurrency import greenlet_spawn

from storage.engines import ALONE, BUSY_TIMEOUT_MS, WRITES, end_forgotten_transactions, server_engine, sqlite_engine
from storage.pooler import PoolerDetector
from storage.statements import ONE_SNAPSHOT

AnyRow = Row[*tuple[Any, ...]]

_TIDY_TIMEOUT_MS = 250  # short, since all writers wait meanwhile
_MOST_KEPT = 500  # rows of one reading session; a page needs about twenty
_MIGRATION_LOCK = 7_041_964_502  # arbitrary key of our advisory lock on PostgreSQL


class BrokenReferencesError(Exception):
    """A migration left rows that refer to deleted rows, and was rolled back. Names the tables."""


class Database:
    """Opens sessions on SQLite (one file) or PostgreSQL (a server), depending on the URL."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        address = make_url(url)
        self.is_sqlite = address.get_backend_name() == "sqlite"
        self.file = Path(address.database) if self.is_sqlite and address.database else None
        """The SQLite file; None on PostgreSQL."""
        self.engine = sqlite_engine(url, pool_size) if self.is_sqlite else server_engine(url, pool_size)
        self._pooler = None if self.is_sqlite else PoolerDetector(self.engine)
        if self._pooler is not None:
            end_forgotten_transactions(self.engine, self._pooler)
        alone = {ALONE: True} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self._reading_sessions = async_sessionmaker(
            self.engine, expire_on_commit=False, sync_session_class=_ReadingSession
        )
        self._writing_sessions = async_sessionmaker(
            self.engine.execution_options(**{WRITES: True}), expire_on_commit=False
        )
        alone_engine = self.engine.execution_options(**alone)
        self._single_sessions = async_sessionmaker(alone_engine, expire_on_commit=False)
        self._alone_engine = alone_engine.sync_engine
        # SQLite has one writer at a time. This lock is fair; SQLite's own busy handler only polls.
        self._one_writer = asyncio.Lock() if self.is_sqlite else None

    @property
    def has_pooler(self) -> bool:
        """True if PostgreSQL was reached through a connection pooler. Known after the first connection."""
        return self._pooler is not None and bool(self._pooler.found)

    @property
    def connections(self) -> tuple[int, int]:
        """The number of connections that are in use, and that are idle."""
        pool: Any = self.engine.pool
        return pool.checkedout(), pool.checkedin()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Yields a session on one snapshot of the database; rolled back at its end."""
        async with self._reading_sessions() as session:
            session.info[ONE_SNAPSHOT] = True
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """Yields a session that is committed at its end, or rolled back if an exception leaves it."""
        if self._one_writer is None:
            async with self._sessions.begin() as session:
                yield session
            return
        async with self._one_writer, self._writing_sessions.begin() as session:
            yield session

    @asynccontextmanager
    async def reading_once(self) -> AsyncIterator[AsyncSession]:
        """Yields a session for one SELECT without a transaction, which takes a third of the round trips."""
        async with self._single_sessions() as session:
            yield session

    @asynccontextmanager
    async def writing_once(self) -> AsyncIterator[AsyncSession]:
        """Yields a session for one statement, which commits itself. A later exception in the block does not undo it."""
        if self._one_writer is None:
            async with self.reading_once() as session:
                yield session
            return
        async with self._one_writer, self.reading_once() as session:
            yield session

    async def fetch(self, statement: Executable, parameters: Mapping[str, Any]) -> Sequence[AnyRow]:
        """Runs one SELECT without a transaction and returns its rows.

        Takes half of the processor time of a session, so hot pages use it. It loads columns: `select(Person)` returns
        the columns of a person, and no object.
        """
        return await greenlet_spawn(self._run_alone, statement, parameters)

    async def change(self, statement: Executable, parameters: Mapping[str, Any]) -> Sequence[AnyRow]:
        """Runs one INSERT, UPDATE or DELETE, which commits itself, and returns the rows of its RETURNING."""
        if self._one_writer is None:
            return await self.fetch(statement, parameters)
        async with self._one_writer:
            return await self.fetch(statement, parameters)

    def _run_alone(self, statement: Executable, parameters: Mapping[str, Any]) -> Sequence[AnyRow]:
        """Runs in one greenlet. SQLAlchemy's asyncio classes switch to a new one for each call."""
        with self._alone_engine.connect() as connection:
            return connection.execute(statement, parameters).all()

    @asynccontextmanager
    async def rebuilding(self) -> AsyncIterator[AsyncConnection]:
        """Yields an exclusive connection for migrations, in one transaction. Checks foreign keys at its end.

        SQLite changes a table by copying it and dropping the old one. With foreign keys enforced, that drop would
        delete the rows that refer to the table, so enforcement is off meanwhile. Raises BrokenReferencesError.
        """
        async with self.engine.connect() as connection:
            if not self.is_sqlite:
                async with connection.begin():
                    await connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
                    await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
                    yield connection
                return
            await connection.run_sync(_set_references, "OFF")  # SQLite ignores this inside a transaction
            try:
                await connection.execution_options(**{WRITES: True})
                async with connection.begin():
                    # waits here for another process, and not inside alembic
                    await connection.exec_driver_sql("SELECT 1")
                    yield connection
                    broken = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).all()
                    if broken:
                        raise BrokenReferencesError(sorted({str(row[0]) for row in broken}))
            finally:
                await connection.run_sync(_set_references, "ON")

    async def tidy(self) -> bool:
        """Empties SQLite's write-ahead log, because deleted data stays readable there. PostgreSQL needs no such step.

        Returns False if a reader prevented it; call it again later.
        """
        if self._one_writer is None:
            return True
        async with self._one_writer, self.engine.connect() as connection:
            await connection.execution_options(**{ALONE: True})
            await connection.exec_driver_sql(f"PRAGMA busy_timeout = {_TIDY_TIMEOUT_MS}")
            try:
                result = await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                return bool(result.one()[0] == 0)
            finally:
                await connection.exec_driver_sql(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")

    async def dispose(self) -> None:
        await self.engine.dispose()


class _ReadingSession(Session):
    """Asks for no row a second time. A plain session forgets a row as soon as nobody holds it."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.kept: list[object] = []


@event.listens_for(_ReadingSession, "loaded_as_persistent")
def _keep(session: _ReadingSession, row: object) -> None:
    if len(session.kept) < _MOST_KEPT:
        session.kept.append(row)


def savepoint(session: AsyncSession) -> AsyncSessionTransaction:
    """Wraps a block whose changes are undone if an exception leaves it. The outer transaction continues."""
    return session.begin_nested()


def _set_references(connection: Connection, state: str) -> None:
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA foreign_keys = {state}")
    cursor.close()

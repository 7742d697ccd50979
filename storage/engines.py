"""Opens SQLAlchemy engines with the settings that each kind of database needs.

Errors never show parameters (`hide_parameters`): parameters contain people's texts, and errors go to the log.
"""

from typing import Any, Final

from sqlalchemy import Connection, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.pooler import PoolerDetector
from storage.sqlite_driver import OneVisitDriver

WRITES: Final = "partnerbridge_writes"
"""Execution option of SQLite: the transaction takes the writers' lock when it begins."""
ALONE: Final = "partnerbridge_alone"
"""Execution option of SQLite: each statement commits itself."""
BUSY_TIMEOUT_MS: Final = 15_000  # longer than any transaction, also than a migration by another process
_LONGEST_PAUSE_S = 10  # within a transaction; ours pause for milliseconds


def server_engine(url: str, pool_size: int) -> AsyncEngine:
    # The connection used last is used next: it has its statements prepared and its pages cached.
    engine = create_async_engine(
        url, pool_size=pool_size, max_overflow=pool_size, pool_use_lifo=True, hide_parameters=True
    )

    @event.listens_for(engine.sync_engine, "checkout")
    def _replace_closed(connection: Any, _record: Any, _proxy: Any) -> None:
        # The driver knows when the server closed a connection. `pool_pre_ping` would cost two round trips.
        if connection.driver_connection.is_closed():
            raise DisconnectionError

    return engine


def end_forgotten_transactions(engine: AsyncEngine, pooler: PoolerDetector) -> None:
    """Ends the transactions of a process that hangs, as others would wait for its locks. A pooler allows no setting."""

    @event.listens_for(engine.sync_engine, "connect")
    def _limit(connection: Any, _record: Any) -> None:
        if not pooler.found:
            statement = f"SET idle_in_transaction_session_timeout = '{_LONGEST_PAUSE_S}s'"
            connection.run_async(lambda driver: driver.execute(statement))


def sqlite_engine(url: str, pool_size: int) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_use_lifo=True,
        hide_parameters=True,
        module=OneVisitDriver(),
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        # The driver would begin transactions late. The `begin` event below begins them instead.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute("PRAGMA foreign_keys = ON")
        # Overwrites deleted data, so that the file keeps nothing about deleted people.
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer takes the lock when it begins. A transaction that reads first and writes later would fail at once,
        # without waiting for the timeout, if another one wrote in between.
        options = connection.get_execution_options()
        if not options.get(ALONE):
            driver_connection: Any = connection.connection.dbapi_connection
            driver_connection.begin_with_next("BEGIN IMMEDIATE" if options.get(WRITES) else "BEGIN")

    return engine

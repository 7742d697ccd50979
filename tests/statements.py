"""Makes the SQL of tests cheaper: statements are compiled once for all tests, and no test waits for the disk. The
statements of chats also run without a change of thread. No test fails because the machine is busy.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import aiosqlite
import pytest
from sqlalchemy import Engine, event
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import LRUCache

from storage import database, engines
from storage.database import Database

_STATEMENTS: Final[LRUCache[Any, Any]] = LRUCache(3000)


def keep_compiled_statements() -> None:
    """For all engines that are created from now on, as a running program keeps them from chat to chat.

    SQLAlchemy keeps them per engine, and every test has an engine of its own: compiling took a sixth of a chat's time.
    """
    for dialect in (SQLiteDialect_aiosqlite, PGDialect_asyncpg):
        # A statement is kept for its dialect. All test databases of one kind have the same version and options.
        dialect.__eq__ = lambda self, other: type(self) is type(other)
        dialect.__hash__ = lambda self: hash(type(self))
        dialect.engine_created = _share_statements


def never_wait_for_the_disk() -> None:
    """For all SQLite databases of this process from now on: nothing of a test has to outlive a power cut.

    Each database would wait several times, the last time when it is closed. The processes that tests start do wait.
    """
    opened = engines.sqlite_engine

    def without_waiting(url: str, pool_size: int) -> AsyncEngine:
        engine = opened(url, pool_size)
        event.listen(engine.sync_engine, "connect", _write_without_waiting)
        return engine

    database.sqlite_engine = without_waiting


def wait_long_for_paused_transactions() -> None:
    """For all PostgreSQL databases of this process from now on. On a busy machine, the first test to mask a text may
    take longer to load what that needs than the server would otherwise leave its transaction open.
    """
    engines._LONGEST_PAUSE_S = 200  # type: ignore[misc]


def _write_without_waiting(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous = OFF")
    cursor.close()


def _share_statements(engine: Engine) -> None:
    engine._compiled_cache = _STATEMENTS


@contextmanager
def written_down(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """The statements that are executed inside the block, with their parameters."""
    found: list[tuple[str, Any]] = []

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        found.append((statement, parameters))

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


@contextmanager
def statements_at_once() -> Iterator[None]:
    """Inside, SQLite works in the thread of the loop: to hand a statement to another thread and back takes longer than
    the statement. Tests of the database itself, and of the running process, use the threads.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(aiosqlite.Connection, "_execute", _at_once)
        yield


async def _at_once(self: aiosqlite.Connection, function: Callable[..., Any], *args: Any, **more: Any) -> Any:
    if self._connection is None:
        raise ValueError("no active connection")
    return function(*args, **more)

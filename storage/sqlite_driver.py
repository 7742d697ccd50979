"""A faster aiosqlite adapter: each statement visits the connection's thread once.

SQLAlchemy's own adapter visits the thread four times per statement (open a cursor, execute, fetch, close) and three
times for BEGIN. A visit costs more than most of our statements. So BEGIN is sent with the first statement, and a
session without a transaction does not visit the thread to end one. Neither library supports this, so both are pinned,
and `tests/storage` runs on this adapter.
"""

# ruff: noqa: SLF001

import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)
from sqlalchemy.util import EMPTY_DICT
from sqlalchemy.util.concurrency import await_


class _Done(NamedTuple):
    """The attributes that SQLAlchemy reads from a cursor after a statement."""

    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    __slots__ = ()

    _awaitable_cursor_close = False

    def __init__(self, adapt_connection: Any) -> None:
        self._adapt_connection: Any = adapt_connection
        self._connection = adapt_connection._connection
        self._soft_closed_memoized = EMPTY_DICT
        self._rows = deque()
        self._cursor: Any = _Done()

    def close(self) -> None:
        self._rows.clear()

    async def _execute_async(self, operation: Any, parameters: Any) -> None:
        await self._visit(lambda connection: connection.execute(operation, parameters or ()))

    async def _executemany_async(self, operation: Any, seq_of_parameters: Any) -> None:
        await self._visit(lambda connection: connection.executemany(operation, seq_of_parameters))

    async def _visit(self, execute: Callable[[sqlite3.Connection], sqlite3.Cursor]) -> None:
        adapted = self._adapt_connection
        begin = adapted.take_begin()

        def carry_out(connection: sqlite3.Connection) -> tuple[_Done, Sequence[Any]]:
            try:
                if begin:
                    connection.execute(begin).close()
                cursor = execute(connection)
                try:
                    rows = cursor.fetchall() if cursor.description else ()
                    return _Done(cursor.description, cursor.rowcount, cursor.lastrowid), rows
                finally:
                    cursor.close()
            finally:
                adapted.in_transaction = connection.in_transaction

        async with adapted._execute_mutex:
            driver: Any = self._connection
            self._cursor, rows = await driver._execute(carry_out, driver._conn)
            self._rows = deque(rows)


class OneVisitConnection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ("_begin", "in_transaction")

    _cursor_cls = _Cursor

    def __init__(self, dbapi: Any, connection: Any) -> None:
        super().__init__(dbapi, connection)
        self._begin = ""
        self.in_transaction = False
        """True if there is something to commit or to roll back."""

    def begin_with_next(self, begin: str) -> None:
        """Sends BEGIN together with the first statement. SQLite takes the snapshot at the first statement anyway."""
        self._begin = begin

    def take_begin(self) -> str:
        """Returns the statement that begins the transaction, for its first statement, and "" for all others."""
        begin, self._begin = self._begin, ""
        self.in_transaction = self.in_transaction or bool(begin)  # set before the await, which may be cancelled
        return begin

    def rollback(self) -> None:
        if self._close_transaction():
            super().rollback()

    def commit(self) -> None:
        if self._close_transaction():
            super().commit()

    def _close_transaction(self) -> bool:
        ends, self._begin, self.in_transaction = self.in_transaction, "", False
        return ends


class OneVisitDriver(AsyncAdapt_aiosqlite_dbapi):
    """The module for `create_async_engine(..., module=OneVisitDriver())`."""

    def __init__(self) -> None:
        super().__init__(aiosqlite, sqlite3)

    def connect(self, *args: Any, **kwargs: Any) -> OneVisitConnection:
        connection = aiosqlite.connect(*args, **kwargs)
        connection._thread.daemon = True
        return OneVisitConnection(self, await_(connection))

"""Keeps compiled SQL from one test's database to the next, as a running program keeps it from chat to chat.

SQLAlchemy keeps it per engine, and every test has an engine of its own: compiling took a sixth of a chat's time.
"""

from typing import Any, Final

from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.util import LRUCache

_STATEMENTS: Final[LRUCache[Any, Any]] = LRUCache(3000)


def keep_compiled_statements() -> None:
    """For all engines that are created from now on."""
    for dialect in (SQLiteDialect_aiosqlite, PGDialect_asyncpg):
        # A statement is kept for its dialect. All test databases of one kind have the same version and options.
        dialect.__eq__ = lambda self, other: type(self) is type(other)
        dialect.__hash__ = lambda self: hash(type(self))
        dialect.engine_created = _share_statements


def _share_statements(engine: Engine) -> None:
    engine._compiled_cache = _STATEMENTS

"""INSERT … ON CONFLICT for both databases: SQLAlchemy has one `insert` function for each."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncSession

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql


def insert_of(session: AsyncSession) -> "Callable[[Any], postgresql.Insert | sqlite.Insert]":
    """The `insert` of the session's database, with `on_conflict_do_nothing` and `on_conflict_do_update`."""
    if session.get_bind().dialect.name != "postgresql":
        return sqlite.insert

    from sqlalchemy.dialects import postgresql

    return postgresql.insert

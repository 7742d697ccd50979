"""INSERT … ON CONFLICT, which both databases have and SQLAlchemy spells once for each."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession


def insert_of(session: AsyncSession) -> Callable[[Any], postgresql.Insert | sqlite.Insert]:
    """The `insert` of this session's database: its statements have `on_conflict_do_nothing` and `…_do_update`."""
    return postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert

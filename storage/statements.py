"""Upserts for both databases, statements that report whether they changed a row, conditions without an index, and fixed
values.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from sqlalchemy import (
    BindParameter,
    ClauseElement,
    ColumnElement,
    Delete,
    Insert,
    Update,
    bindparam,
    case,
    inspect,
    literal_column,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.visitors import replacement_traverse

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

    from storage.models import Base

Statement = TypeVar("Statement", bound=ClauseElement)


ONE_SNAPSHOT: Final = "one_snapshot"
"""In the `info` of sessions that only read, from one snapshot."""


def unindexed(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Returns the condition in a form that uses no index.

    A database without statistics, such as PostgreSQL in its first minute, may take the index of a status, and so read
    all published listings rather than those of one company.
    """
    return case((condition, True), else_=False)


def insert_of(session: AsyncSession) -> "Callable[[Any], postgresql.Insert | sqlite.Insert]":
    """Returns `insert` of the session's database, which has `on_conflict_do_nothing` and `on_conflict_do_update`."""
    if not is_postgres(session):
        return sqlite.insert

    from sqlalchemy.dialects import postgresql

    return postgresql.insert


def is_postgres(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def may_have_changed(session: AsyncSession) -> bool:
    """Returns False if the session reads one snapshot, so that what it has read is still what the database has."""
    return ONE_SNAPSHOT not in session.info


async def insert_new(session: AsyncSession, table: "type[Base]", **values: Any) -> bool:
    """Inserts a row. Returns False, without an error, if a row with the same unique values exists."""
    query = _insert(insert_of(session), table, frozenset(values))
    return (await session.execute(query, values)).first() is not None


@cache
def _insert(insert: "Callable[[Any], postgresql.Insert | sqlite.Insert]", table: Any, columns: frozenset[str]) -> Any:
    """Built once for each set of columns: that takes longer than running it."""
    mapped = inspect(table).columns
    named = {column: bindparam(column, type_=mapped[column].type) for column in sorted(columns)}
    return insert(table.__table__).values(named).on_conflict_do_nothing().returning(literal_column("1"))


async def changes_rows(session: AsyncSession, statement: Insert | Update | Delete) -> bool:
    """Runs a guarded statement. Returns True if it inserted, updated or deleted a row."""
    return await count_changed(session, statement) > 0


async def count_changed(session: AsyncSession, statement: Insert | Update | Delete) -> int:
    """Runs a statement and returns the number of rows that it inserted, updated or deleted."""
    # Some drivers report no row count, so RETURNING counts.
    return len((await session.execute(statement.returning(literal_column("1")))).all())


def with_fixed_values(statement: Statement) -> Statement:
    """Returns the statement with its codes and numbers written into its text, instead of passed at every execution.

    A code that is used twenty times is passed twenty times, and SQLite may plan a statement of many parameters anew at
    every execution, since their values decide which partial index it can use. That takes longer than running it.
    """
    return cast(Statement, replacement_traverse(statement, {}, _written_in))


def _written_in(element: ClauseElement, **_: Any) -> ColumnElement[Any] | None:
    if not isinstance(element, BindParameter) or element.required:
        return None
    value = element.value
    if isinstance(value, StrEnum) and value.isidentifier():
        return literal_column(f"'{value.value}'", element.type)
    return literal_column(str(value), element.type) if type(value) is int else None

"""People and companies that are already in the database of every test on SQLite, and whom no test is about.

A query or an UPDATE that lost a condition finds them. Without them, most tests would still pass: their own rows are all
there is. Two habits keep the product from doing anything with these rows:

- **Open** rows, which could still be answered, changed or sent, are due in the year 2300.
- **Overdue** rows, all of whose times are in 2020, have ended, or are exempt by one column of their own.

So each condition of a query is the only one that keeps some row out. Without `id = ?` the open rows are changed;
without `status = 'open'` the ended ones are; without `due_at <= now` the open ones again. At the end of each test,
`difference` finds what changed.

Keys that the database numbers are negative here, so that the rows of a test still get the ids 1, 2, 3, and so that
queries that return any row return one of these first.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Select, func, select, text

from storage.database import Database
from storage.models import Base
from tests.neighbours.rows_companies import companies_rows, people_rows
from tests.neighbours.rows_fair import announcements_rows, fair_rows, imports_rows
from tests.neighbours.rows_instances import instances_rows
from tests.neighbours.rows_introductions import introductions_rows, recommendations_rows
from tests.neighbours.rows_listings import listings_rows, suggestions_rows
from tests.neighbours.rows_mail import mail_rows
from tests.neighbours.rows_meetings import meetings_rows
from tests.neighbours.rows_moderation import moderation_rows, verification_rows

_ROWS: Final = (
    people_rows,
    companies_rows,
    listings_rows,
    suggestions_rows,
    introductions_rows,
    fair_rows,
    recommendations_rows,
    announcements_rows,
    imports_rows,
    moderation_rows,
    verification_rows,
    mail_rows,
    meetings_rows,
    instances_rows,
)

_DERIVED: Final = {"masked_title", "masked_summary"}
"""The sweep of the matchmaker masks the texts of the neighbours too."""


async def move_in(url: str) -> None:
    """Adds the neighbours to a migrated database without rows."""
    database = Database(url)
    async with database.writing() as session:
        await session.execute(text("PRAGMA defer_foreign_keys = ON"))
        session.add_all(row for rows in _ROWS for row in rows())
    await database.dispose()


def select_own(*entities: Any) -> Select[Any]:
    """SELECT of the rows that are not the neighbours'."""
    return _select_own(entities)


@cache
def _select_own(entities: tuple[Any, ...]) -> Select[Any]:
    """Kept, because to find the tables of a statement takes as long as to run it."""
    statement = select(*entities)
    return statement.where(*(_is_own(table) for table in statement.get_final_froms()))


def count_own(model: type[Base], *conditions: ColumnElement[bool]) -> Select[Any]:
    return select(func.count()).select_from(model).where(is_own(model), *conditions)


def is_own(model: type[Base]) -> ColumnElement[bool]:
    """True where the row is not a neighbour's."""
    return _is_own(model.__table__)


def _is_own(table: FromClause) -> ColumnElement[bool]:
    column = _key(table)
    while column.foreign_keys:  # a neighbour's listing may have got its vectors during the test
        column = next(iter(column.foreign_keys)).column
    return _key(table).not_in(_keys()[column.table])


def _key(table: FromClause) -> ColumnElement[Any]:
    return next(iter(table.primary_key))


@cache
def _keys() -> Mapping[FromClause, set[Any]]:
    """The first column of the primary key of every neighbour's row, by table."""
    found: defaultdict[FromClause, set[Any]] = defaultdict(set)
    for row in (row for rows in _ROWS for row in rows()):
        found[row.__table__].add(getattr(row, _key(row.__table__).key))
    return found


def difference(path: Path, template: Path) -> list[str]:
    """Returns the tables of a SQLite file in which a row of the template was changed or deleted."""
    with closing(sqlite3.connect(path)) as connection:
        return [table for table, query, rows in _rows_of(template) if not rows <= set(connection.execute(query))]


@cache
def _rows_of(template: Path) -> list[tuple[str, str, set[Any]]]:
    """Each table, the query of its rows, and the template's rows. Read once: to attach the template takes longer."""
    found = []
    with closing(sqlite3.connect(template)) as connection:
        for table in Base.metadata.sorted_tables:
            columns = ", ".join(f'"{column.name}"' for column in table.columns if column.name not in _DERIVED)
            query = f'SELECT {columns} FROM "{table.name}"'  # noqa: S608
            found.append((table.name, query, set(connection.execute(query))))
    return found

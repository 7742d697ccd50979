"""What a page of one person costs does not grow with everybody else's rows: each large table is read by an index."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncSession

from storage import advisers
from storage.database import Database
from storage.ids import CompanyId, PersonId
from storage.introductions import shelves
from storage.listings import listings
from storage.people import callers, preferences
from storage.suggestions import open_suggestions
from storage.vocabulary import Shelf
from tests.factories import NOW

LARGE = {"introduction", "listing", "suggestion", "delivery", "person", "company", "membership", "channel"}
ME, MINE = PersonId(7_100_000_001), CompanyId(1)

ALONE: dict[str, Callable[[Database], Awaitable[object]]] = {
    "the caller": lambda database: callers.find(database, ME, NOW),
    "/introductions": lambda database: shelves.first_page(database, ME, 5),
    "/introductions of one company": lambda database: shelves.first_page(database, ME, 5, MINE),
}
PAGES: dict[str, Callable[[AsyncSession], Awaitable[object]]] = {
    "a shelf": lambda s: shelves.page(s, ME, Shelf.ENDED, offset=0, limit=5),
    "counts of shelves": lambda s: shelves.count_by_shelf(s, ME),
    "/matches": lambda s: open_suggestions.open_at(s, ME, NOW, 0),
    "new matches": lambda s: open_suggestions.count_open(s, ME, NOW, unseen=True),
    "/mine": lambda s: listings.of_person(s, ME, limit=6),
    "/clients": lambda s: advisers.clients(s, ME, expires_before=NOW),
    "new matches of each client": lambda s: open_suggestions.count_unseen_by_company(s, ME, NOW),
    "who hears of a company": lambda s: preferences.listeners(s, MINE),
}


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


async def plan(session: AsyncSession, statement: str, parameters: Any) -> list[str]:
    """The lines of the plan. On PostgreSQL as if tables were large, since small ones are read as a whole."""
    connection = await session.connection()
    if connection.dialect.name == "sqlite":
        rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return [str(row[-1]) for row in rows]
    await session.execute(text("SET LOCAL enable_seqscan = off"))
    rows = await connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
    return [str(row[0]).strip(" ->") for row in rows]


def whole_tables(lines: list[str]) -> set[str]:
    """The large tables that a plan reads from the first row to the last."""
    found = set()
    for line in lines:
        words = line.split()
        if words[:1] == ["SCAN"] and "USING" not in words:
            found.add(words[1])
        if words[:3] == ["Seq", "Scan", "on"]:
            found.add(words[3])
    return found & LARGE


@pytest.mark.parametrize("page", [*ALONE, *PAGES])
async def test_a_page_reads_no_large_table_as_a_whole(database: Database, page: str) -> None:
    with written_down(database) as statements:
        if page in ALONE:
            await ALONE[page](database)
        else:
            async with database.writing() as session:
                await PAGES[page](session)
    assert statements
    for statement, parameters in statements:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            async with database.reading() as session:
                lines = await plan(session, statement, parameters)
            assert whole_tables(lines) == set(), "\n".join(lines)

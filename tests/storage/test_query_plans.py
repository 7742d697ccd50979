"""What a page of one person costs does not grow with everybody else's rows: each large table is read by an index."""

import re
from collections.abc import Awaitable, Callable
from typing import Any, Final

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from storage import advisers
from storage.database import Database
from storage.ids import CompanyId, ListingId, PersonId, SuggestionId
from storage.introductions import introductions, lists, load
from storage.listings import later_questions, listings
from storage.mail import waiting_introductions
from storage.people import callers, preferences
from storage.recommendations import recommendations
from storage.suggestions import match_facts, open_suggestions, rematching, search
from storage.vocabulary import OPEN_INTRODUCTIONS, IntroductionTab, Kind
from tests.factories import NOW
from tests.statements import written_down

LARGE: Final = {"introduction", "listing", "suggestion", "delivery", "person", "company", "membership", "channel"}
ME, MINE, OWN = PersonId(7_100_000_001), CompanyId(1), ListingId(1)

ALONE: dict[str, Callable[[Database], Awaitable[object]]] = {
    "the caller": lambda database: callers.find(database, ME, NOW),
    "/introductions": lambda database: lists.first_page(database, ME, 5),
    "/introductions of one company": lambda database: lists.first_page(database, ME, 5, MINE),
}
PAGES: dict[str, Callable[[AsyncSession], Awaitable[object]]] = {
    "a tab": lambda s: lists.page(s, ME, IntroductionTab.ENDED, offset=0, limit=5),
    "counts of tabs": lambda s: lists.count_by_tab(s, ME),
    "/matches": lambda s: open_suggestions.open_at(s, ME, NOW, 0),
    "new matches": lambda s: open_suggestions.count_open(s, ME, NOW, unseen=True),
    "/mine": lambda s: listings.of_person(s, ME, limit=6),
    "/clients": lambda s: advisers.clients(s, ME, expires_before=NOW),
    "new matches of each client": lambda s: open_suggestions.count_unseen_by_company(s, ME, NOW),
    "who hears of a company": lambda s: preferences.listeners(s, MINE),
    "requests to a company": lambda s: load.count_requests(s, MINE),
    "matches that a question helps": lambda s: later_questions.count_matches_that_say(s, OWN, "stage"),
    "matches of own listings": lambda s: listings.count_suggestions(s, [OWN]),
    "requests that a mail asks about": lambda s: waiting_introductions.for_company(s, MINE, NOW),
    "requests to a company by mail": lambda s: waiting_introductions.open_to(s, MINE),
    "who hears of new matches": lambda s: listings.representatives_of(s, [OWN], NOW, not_of=MINE, held=False),
    "a search": lambda s: search.visible_to(s, ME, [OWN], NOW),
    "own listings of a kind": lambda s: search.own_published(s, ME, Kind.NEED, NOW),
    "introductions of companies": lambda s: introductions.of_companies(s, [MINE], OPEN_INTRODUCTIONS),
    "open introductions of a listing": lambda s: introductions.open_of_listing(s, OWN),
    "last accepted introductions": lambda s: lists.latest_connected(s, ME, 5),
    "texts to match": lambda s: match_facts.of(s, [OWN]),
    "listings just matched": lambda s: rematching.mark_matched(s, {OWN: 1}, NOW),
    "a card": lambda s: open_suggestions.open_one(s, ME, SuggestionId(1), NOW),
    "clients with new matches": lambda s: open_suggestions.counts_of_held(s, ME, NOW, 5),
    "listings of clients": lambda s: recommendations.open_listings_of(s, [MINE], NOW),
}
HOT: Final = {"/matches", "new matches", "a card", "requests to a company"}
"""Read so often that they are fast also on a PostgreSQL that has no statistics yet."""


async def plan(session: AsyncSession, statement: str, parameters: Any) -> list[str]:
    """The lines of the plan. On PostgreSQL as if tables were large, since small ones are read as a whole."""
    connection = await session.connection()
    if connection.dialect.name == "sqlite":
        rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return [str(row[-1]) for row in rows]
    await session.execute(text("SET LOCAL enable_seqscan = off"))
    rows = await connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
    return [str(row[0]).strip(" ->") for row in rows]


def whole_tables(statement: str, lines: list[str]) -> set[str]:
    """The large tables of which a plan reads all rows, or all of one status, such as every published listing."""
    tables = {alias: table for table, alias in re.findall(r"(\w+) AS (\w+)", statement) if table in LARGE}
    found = set()
    for line in lines:
        words = line.split()
        if words[:1] == ["SCAN"] and "USING" not in words:
            found.add(words[1])
        if words[:1] == ["SEARCH"] and re.search(r"\(status=\?( AND \w+[<>]\?)?\)", line):
            found.add(words[1])
        if words[:3] == ["Seq", "Scan", "on"]:
            found.add(words[3])
    return {tables.get(name, name) for name in found} & LARGE


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
            assert whole_tables(statement, lines) == set(), "\n".join(lines)
            if page in HOT:
                assert not [line for line in lines if re.search(r"ix_(listing|introduction)_status_", line)]

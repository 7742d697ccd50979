"""Screens new and renamed people and companies, and all of them after a list was loaded."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.screening.index import Likeness, NameIndex
from bot.usecases.screening.listed_names import ListedEntry
from storage.database import Database
from storage.ids import CompanyId, PersonId
from storage.introductions import introductions
from storage.moderation import reviews
from storage.screening import hits, lists
from storage.screening.hits import NameWithCountries
from storage.screening.lists import ListedName
from storage.vocabulary import OPEN_INTRODUCTIONS, HoldReason, ReviewKind

_Version = tuple[tuple[str, datetime], ...]
_Names = tuple[dict[CompanyId, NameWithCountries], dict[PersonId, NameWithCountries]]


class Screener:
    """Screens in runs. Reads the lists from the database, so that it sees lists loaded by another process."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._version: _Version = ()
        self._index = NameIndex(())
        self._done: _Names = ({}, {})

    async def run(self) -> int:
        """Runs once and returns the number of new hits."""
        async with self._database.reading() as session:
            version = tuple((one.name, one.loaded_at) for one in await lists.lists(session))
            if version != self._version:
                listed = [listed_of(name, one) async for name, one in lists.listed_names(session)]
            screened = await hits.names_to_screen(session)
        if version != self._version:
            self._index, self._version, self._done = await asyncio.to_thread(NameIndex, listed), version, ({}, {})
        found = await asyncio.to_thread(self._new_hits, screened)
        new = 0
        for one in found:
            async with self._database.writing() as session:
                new += await self._store(session, *one)
        self._done = screened
        return new

    def _new_hits(self, screened: _Names) -> list[tuple[CompanyId | None, PersonId | None, Likeness]]:
        (companies, people), (known_companies, known_people) = screened, self._done
        found: list[tuple[CompanyId | None, PersonId | None, Likeness]] = []
        for company_id, company in companies.items():
            if known_companies.get(company_id) != company:
                found += [(company_id, None, hit) for hit in self._similar(company, is_person=False)]
        for person_id, person in people.items():
            if known_people.get(person_id) != person:
                found += [(None, person_id, hit) for hit in self._similar(person, is_person=True)]
        return found

    def _similar(self, named: NameWithCountries, *, is_person: bool) -> list[Likeness]:
        name, countries = named
        return self._index.alike(name, is_person=is_person, countries=countries)

    async def _store(
        self, session: AsyncSession, company_id: CompanyId | None, person_id: PersonId | None, like: Likeness
    ) -> int:
        """Stores a new hit, queues it for a moderator and holds open introductions. Returns the number of new hits."""
        now = self._clock()
        number = await hits.add_hit(
            session,
            now,
            company_id=company_id,
            person_id=person_id,
            list_name=like.listed.list_name,
            entity=like.listed.entity,
            listed_name=like.listed.name,
            score=like.score,
        )
        if number is None:
            return 0
        await reviews.put(session, ReviewKind.SCREENING, number, now)
        hit = await hits.find_hit(session, number)
        concerned = [] if hit is None else await hits.companies_of_hit(session, hit)
        for introduction in await introductions.of_companies(session, concerned, OPEN_INTRODUCTIONS):
            await hits.hold(session, introduction.id, HoldReason.SCREENING, now)
        return 1


def listed_of(list_name: str, one: ListedName) -> ListedEntry:
    return ListedEntry(
        list_name=list_name,
        entity=one.entity,
        name=one.name,
        is_person=one.is_person,
        countries=one.countries,
        born=one.born,
    )

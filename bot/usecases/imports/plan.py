"""What taking a table over would do, row by row, before anything is done."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching.companies import same_company
from bot.usecases.events.access import own_event
from bot.usecases.imports.columns import Layout, understand
from bot.usecases.imports.listings import Wish, is_there, wishes
from bot.usecases.imports.reading import read_tables
from bot.usecases.imports.rows import Reading, read_rows
from bot.usecases.moderation.roles import Actor
from storage import imports
from storage.events import exhibitors
from storage.ids import CompanyId, EventId
from storage.listings import listings
from storage.models import Company, Listing
from storage.people import companies
from storage.vocabulary import MembershipStatus, Relation, RowOutcome

_SAME: Final = 0.97
"""At one event two names this like each other are one company; below that somebody has to look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one row comes to. `company_id` is the company that is here already."""

    reading: Reading
    outcome: RowOutcome
    company_id: CompanyId | None = None
    of_row: int | None = None
    """The earlier row that a duplicate repeats."""
    wishes: tuple[Wish, ...] = ()
    """The listings that it would make: not what the company has already, nor of companies that others speak for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a company is at the event, as people call it."""

    hall: str | None
    booth: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    layout: Layout
    steps: Sequence[Step]

    @property
    def counts(self) -> Counter[RowOutcome]:
        return Counter(step.outcome for step in self.steps)

    @property
    def takes(self) -> int:
        """How many rows would change something."""
        return sum(self.counts[each] for each in (RowOutcome.CREATED, RowOutcome.ADDED, RowOutcome.UPDATED))

    @property
    def wishes(self) -> list[Wish]:
        """All listings that would be made."""
        return [wish for step in self.steps for wish in step.wishes]


def read(content: bytes, default_country: str | None) -> tuple[Layout, list[Reading]]:
    """Pure and perhaps slow: for another thread. Raises an error of `errors`."""
    layout = understand(read_tables(content))
    return layout, read_rows(layout, default_country)


async def plan(
    session: AsyncSession, actor: Actor, event_id: EventId, layout: Layout, readings: Sequence[Reading]
) -> Plan:
    """Raises NotAllowedError for whoever does not run the event."""
    await own_event(session, actor, event_id)
    booths = await exhibitors.on_the_list(session, event_id)
    there = {each.company.id: Place(hall=each.hall, booth=each.booth) for each in booths}
    known = [each.company for each in booths]
    shelves: dict[tuple[str, str], _Shelf] = {}
    steps = []
    for reading in readings:
        if reading.problem is not None:
            steps.append(Step(reading=reading, outcome=RowOutcome.SKIPPED))
            continue
        shelf = shelves.get((reading.country, reading.key))
        if shelf is not None:
            new = shelf.take(reading)
            steps.append(Step(reading=reading, outcome=RowOutcome.DUPLICATE, of_row=shelf.row, wishes=new))
            continue
        company = await _known(session, reading, known)
        shelf = await _shelf(session, actor, company, reading.number)
        shelves[reading.country, reading.key] = shelf
        new = shelf.take(reading)
        outcome = RowOutcome.CREATED
        if company is not None:
            outcome = await _outcome(session, actor, company, reading, there)
            outcome = RowOutcome.UPDATED if new and outcome is RowOutcome.SAME else outcome
        number = None if company is None else company.id
        steps.append(Step(reading=reading, outcome=outcome, company_id=number, wishes=new))
    return Plan(layout=layout, steps=steps)


@dataclass(slots=True, kw_only=True)
class _Shelf:
    """What a company has, and what earlier rows of this table add to it. `row` is the first of them."""

    row: int
    open: bool
    """The importer speaks for the company, or will."""
    there: list[Listing | Wish]

    def take(self, reading: Reading) -> tuple[Wish, ...]:
        """What of the row is new."""
        new: list[Wish] = []
        for wish in wishes(reading) if self.open else ():
            if not is_there(wish, self.there):
                new.append(wish)
                self.there.append(wish)
        return tuple(new)


async def _shelf(session: AsyncSession, actor: Actor, company: Company | None, row: int) -> _Shelf:
    if company is None:
        return _Shelf(row=row, open=True, there=[])
    mine = await represents(session, actor, company.id)
    there = list(await listings.of_company(session, company.id)) if mine else []
    return _Shelf(row=row, open=mine, there=[*there])


async def _known(session: AsyncSession, reading: Reading, there: Sequence[Company]) -> Company | None:
    """The company that a row means: first among those at the event, also when it is spelt a little differently."""
    at_home = [company for company in there if company.country == reading.country]
    for company in at_home:
        if company.name_key == reading.key:
            return company
    for company in at_home:
        if same_company(company.name, reading.name) >= _SAME:
            return company
    return next(iter(await imports.companies_named(session, reading.country, reading.key)), None)


async def _outcome(
    session: AsyncSession, actor: Actor, company: Company, reading: Reading, there: Mapping[CompanyId, Place]
) -> RowOutcome:
    place = there.get(company.id)
    if place is None:
        return RowOutcome.ADDED
    moved = (reading.hall not in {None, place.hall}) or (reading.booth not in {None, place.booth})
    better = await represents(session, actor, company.id) and changes_of(company, reading)
    return RowOutcome.UPDATED if moved or better else RowOutcome.SAME


async def represents(session: AsyncSession, actor: Actor, company_id: CompanyId) -> bool:
    """Only of a company that they themselves act for does an organizer change what is known."""
    membership = await companies.membership(session, actor.id, company_id)
    return (
        membership is not None
        and membership.status is MembershipStatus.ACTIVE
        and membership.relation is Relation.ADVISER
    )


def changes_of(company: Company, reading: Reading) -> dict[str, str]:
    """What the row knows better; what it leaves empty stays."""
    said = {
        "name": reading.name,
        "city": reading.city,
        "website": reading.website,
        "about": reading.about,
    }
    return {field: value for field, value in said.items() if value and value != getattr(company, field)}

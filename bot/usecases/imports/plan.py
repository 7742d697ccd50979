"""What taking a table over would do, row by row, before anything is done."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching.companies import same_company
from bot.usecases.events.access import own_event
from bot.usecases.imports.columns import Layout, understand
from bot.usecases.imports.reading import read_tables
from bot.usecases.imports.rows import Reading, read_rows
from bot.usecases.roles import Actor
from storage import companies, events, imports
from storage.ids import CompanyId, EventId
from storage.models import Company
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


def read(content: bytes, default_country: str | None) -> tuple[Layout, list[Reading]]:
    """Pure and perhaps slow: for another thread. Raises an error of `errors`."""
    layout = understand(read_tables(content))
    return layout, read_rows(layout, default_country)


async def plan(
    session: AsyncSession, actor: Actor, event_id: EventId, layout: Layout, readings: Sequence[Reading]
) -> Plan:
    """Raises NotAllowedError for whoever does not run the event."""
    await own_event(session, actor, event_id)
    booths = await events.exhibitors(session, event_id)
    there = {each.company.id: Place(hall=each.hall, booth=each.booth) for each in booths}
    known = [each.company for each in booths]
    seen: dict[tuple[str, str], int] = {}
    steps = []
    for reading in readings:
        if reading.problem is not None:
            steps.append(Step(reading=reading, outcome=RowOutcome.SKIPPED))
            continue
        earlier = seen.setdefault((reading.country, reading.key), reading.number)
        if earlier != reading.number:
            steps.append(Step(reading=reading, outcome=RowOutcome.DUPLICATE, of_row=earlier))
            continue
        company = await _known(session, reading, known)
        if company is None:
            steps.append(Step(reading=reading, outcome=RowOutcome.CREATED))
            continue
        outcome = await _outcome(session, actor, company, reading, there)
        steps.append(Step(reading=reading, outcome=outcome, company_id=company.id))
    return Plan(layout=layout, steps=steps)


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

"""Decides what an import will do with each row, before anything is stored."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching.normalise import fold
from bot.usecases.events.access import own_event
from bot.usecases.imports.doubles import Choices, Double, earlier_choices, merged, probable_doubles
from bot.usecases.imports.exhibitor_list import ExhibitorList, repeated_rows
from bot.usecases.imports.known_companies import KnownCompanies, KnownCompany
from bot.usecases.imports.listings import ImportedListing, KnownListing, listings_of_row
from bot.usecases.imports.rows import ExhibitorRow
from bot.usecases.moderation.roles import Actor
from storage import imports
from storage.ids import CompanyId, EventId
from storage.imports import ExhibitorFacts, Spelling
from storage.listings import origins
from storage.models import Listing
from storage.vocabulary import RowOutcome

_NewerText = tuple[Listing, ImportedListing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The planned result for one row."""

    position: int
    """The row's position in the list, from 0."""
    row: ExhibitorRow
    outcome: RowOutcome
    company: KnownCompany | None = None
    """The registered company that the row means."""
    repeats: int | None = None
    """Position of the earlier row with the same company."""
    new_listings: tuple[ImportedListing, ...] = ()
    """Listings that the company does not have yet; none for a company that other people represent."""
    newer_drafts: tuple[_NewerText, ...] = ()
    """Unchanged drafts, with the new text of this list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The result of comparing the names in a list and the companies of its event."""

    exhibitors: ExhibitorList
    """The list, with the same name key in all rows of one company (see `doubles`)."""
    repeats: Mapping[int, int]
    """The result of `repeated_rows`."""
    at_event: KnownCompanies
    """The event's companies at that time, which rows may mean with another spelling."""
    doubles: Sequence[Double] = ()
    """Rows that probably repeat an earlier row or a company of the event. The organizer decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventNames:
    """The companies of an event, and their names in earlier lists."""

    companies: Sequence[ExhibitorFacts]
    spellings: Sequence[Spelling]


async def load_names(session: AsyncSession, event_id: EventId) -> EventNames:
    return EventNames(
        companies=await imports.companies_at(session, event_id), spellings=await imports.spellings(session, event_id)
    )


def compare(found: ExhibitorList, names: EventNames, choices: Choices) -> Comparison:
    """Compares the names. Slow for thousands of rows: call it in a thread, before any transaction."""
    stored = {f"{company.country}:{company.key}" for company in names.companies}
    earlier = {name: same for name, same in earlier_choices(names.spellings).items() if name not in stored}
    decided = {**earlier, **choices}
    exhibitors, at_event = merged(found, decided), _index_of(names.companies)
    return Comparison(
        exhibitors=exhibitors,
        repeats=repeated_rows(exhibitors.rows),
        at_event=at_event,
        doubles=probable_doubles(exhibitors.rows, at_event, decided),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    comparison: Comparison
    steps: Sequence[Step]

    @property
    def exhibitors(self) -> ExhibitorList:
        return self.comparison.exhibitors

    @property
    def counts(self) -> Counter[RowOutcome]:
        return Counter(step.outcome for step in self.steps)

    @property
    def new_listings(self) -> list[ImportedListing]:
        return [listing for step in self.steps for listing in step.new_listings]

    @property
    def texts(self) -> list[ImportedListing]:
        """Returns all listings whose text will be stored: new ones, and new texts for drafts."""
        return [*self.new_listings, *(newer for step in self.steps for _, newer in step.newer_drafts)]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownState:
    """The stored data of the companies that a list may mean."""

    facts: Sequence[ExhibitorFacts]
    advised: frozenset[CompanyId]
    """Companies that the importer speaks for as their adviser."""
    listings: Mapping[CompanyId, Sequence[KnownListing]]
    """Listings of the companies that the importer speaks for."""


async def load_known(
    session: AsyncSession,
    actor: Actor,
    event_id: EventId,
    rows: Sequence[ExhibitorRow],
    at_event: KnownCompanies,
) -> KnownState:
    """Loads the stored data of the companies that the rows may mean. For `at_event` see `Comparison`.

    Raises NotAllowedError if the actor does not run the event.
    """
    await own_event(session, actor, event_id)
    taken = [row for row in rows if row.problem is None]
    facts = await imports.companies_named(session, event_id, {row.key for row in taken})
    near = {company.id for row in taken for company in at_event.near(row.country, row.key)}
    facts += await imports.companies_with(session, event_id, near)
    advised = await imports.advised_by(session, actor.id, {each.id for each in facts})
    wanted = advised if any(row.needs or row.offers or row.about for row in taken) else frozenset()
    listed = await imports.listings_of(session, wanted)
    known = await origins.of(session, {one.id for some in listed.values() for one in some})
    return KnownState(
        facts=facts,
        advised=advised,
        listings={
            company_id: [KnownListing(listing=one, origin=known.get(one.id)) for one in some]
            for company_id, some in listed.items()
        },
    )


def _index_of(facts: Iterable[ExhibitorFacts], advised: Collection[CompanyId] = ()) -> KnownCompanies:
    unique = {each.id: each for each in facts}
    return KnownCompanies(
        KnownCompany(**each._asdict(), is_advised=number in advised) for number, each in unique.items()
    )


@dataclass(slots=True, kw_only=True)
class RowState:
    """The listings that a company has, and those that earlier rows of the list add."""

    is_open: bool
    """True if the importer speaks for the company, or will after the import."""
    known: Sequence[KnownListing] = ()
    added: list[ImportedListing] = field(default_factory=list)

    def add(self, row: ExhibitorRow) -> tuple[tuple[ImportedListing, ...], tuple[_NewerText, ...]]:
        """Returns the listings of the row that are new, and (draft, new text) for drafts that it changes."""
        new: list[ImportedListing] = []
        newer: list[_NewerText] = []
        for listing in listings_of_row(row) if self.is_open else ():
            known = next((one for one in self.known if one.is_same(listing)), None)
            if known is not None:
                if known.is_outdated(listing):
                    newer.append((known.listing, listing))
            elif not any(_repeats(listing, one) for one in self.added):
                new.append(listing)
                self.added.append(listing)
        return tuple(new), tuple(newer)


def _repeats(listing: ImportedListing, earlier: ImportedListing) -> bool:
    """Returns True if an earlier row of the same company contains the listing."""
    if listing.guessed and earlier.guessed:
        return True
    return listing.kind is earlier.kind and fold(listing.title) == fold(earlier.title)


def decide(
    rows: Sequence[ExhibitorRow], known: KnownState, repeats: Mapping[int, int], *, start: int = 0
) -> list[Step]:
    """Decides the result of each row. For thousands of rows, call it in a thread.

    `repeats` (by position) is for the whole list. `start` is the position of the first of these rows.
    """
    companies = _index_of(known.facts, known.advised)
    states: dict[tuple[str, str], RowState] = {}
    steps = []
    for position, row in enumerate(rows, start):
        if row.problem is not None:
            steps.append(Step(position=position, row=row, outcome=RowOutcome.SKIPPED))
            continue
        company = companies.find(row.country, row.name, row.key)
        state = states.get((row.country, row.key))
        if state is None:
            is_open = company is None or company.is_advised
            there = known.listings.get(company.id, ()) if company is not None and is_open else ()
            state = states[row.country, row.key] = RowState(is_open=is_open, known=there)
        new, newer = state.add(row)
        earlier = repeats.get(position)
        has_new = bool(new or newer)
        outcome = RowOutcome.DUPLICATE if earlier is not None else _outcome(company, row, has_new=has_new)
        steps.append(
            Step(
                position=position,
                row=row,
                outcome=outcome,
                company=company,
                repeats=earlier,
                new_listings=new,
                newer_drafts=newer,
            )
        )
    return steps


def _outcome(company: KnownCompany | None, row: ExhibitorRow, *, has_new: bool) -> RowOutcome:
    if company is None:
        return RowOutcome.CREATED
    if not company.is_at_event:
        return RowOutcome.ADDED
    is_moved = row.hall not in {None, company.hall} or row.booth not in {None, company.booth}
    is_better = company.is_advised and bool(changes_of(company, row))
    return RowOutcome.UPDATED if is_moved or is_better or has_new else RowOutcome.SAME


def changes_of(company: KnownCompany, row: ExhibitorRow) -> dict[str, str]:
    """Returns the company's columns that the row changes. Empty cells change nothing."""
    name = None if row.is_other_spelling else row.name
    said = {"name": name, "city": row.city, "website": row.website, "about": row.short_about}
    return {column: value for column, value in said.items() if value and value != getattr(company, column)}

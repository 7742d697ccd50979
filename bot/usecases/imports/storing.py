"""Stores an import: a short list at once, a long one in batches, each in a separate transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotAllowedError
from bot.usecases.events.access import own_event
from bot.usecases.imports.exhibitor_list import ExhibitorList
from bot.usecases.imports.listings import NO_DEFAULTS, DraftOptions, ImportedListing, add_drafts, revise_draft
from bot.usecases.imports.plan import Comparison, Step, changes_of, decide, load_known
from bot.usecases.imports.rows import ExhibitorRow
from bot.usecases.moderation.roles import Actor
from bot.usecases.people.company_changes import change_company
from bot.usecases.people.registration import NewCompany, register_many
from storage import imports
from storage.events import events, exhibitors
from storage.ids import CompanyId, EventId, HallId, ImportId, ListingId
from storage.listings import origins
from storage.models import Import, ImportRow, ListingOrigin
from storage.vocabulary import ChannelKind, CompanyKind, Relation, RowOutcome

AT_ONCE: Final = 200
"""Maximum number of rows that are stored while the organizer waits. Takes two tenths of a second on SQLite."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewImport:
    """The organizer's file and choices. `options` is stored for the background job."""

    event_id: EventId
    file_id: str
    file_name: str
    options: Mapping[str, Any]


async def start_import(
    session: AsyncSession, actor: Actor, new: NewImport, found: ExhibitorList, now: datetime
) -> ImportId:
    """Stores the import without its rows. Raises NotAllowedError if the actor does not run the event."""
    await own_event(session, actor, new.event_id)
    headings: dict[str, str] = {}
    for layout in found.layouts:
        headings = {column.value: heading for column, heading in layout.headings.items()} | headings
    started = Import(
        event_id=new.event_id,
        person_id=actor.id,
        file_id=new.file_id,
        file_name=new.file_name[:200],
        options=dict(new.options),
        columns=headings,
        row_count=len(found.rows),
        created_at=now,
        finished_at=None,
    )
    return (await imports.add(session, started)).id


async def import_at_once(
    session: AsyncSession,
    actor: Actor,
    new: NewImport,
    comparison: Comparison,
    *,
    now: datetime,
    draft_options: DraftOptions = NO_DEFAULTS,
) -> ImportId:
    """Stores the import and all its rows in this transaction.

    The actor represents new companies until their own people claim them.
    """
    number = await start_import(session, actor, new, comparison.exhibitors, now)
    size = len(comparison.exhibitors.rows)
    await import_batch(
        session, actor, number, new.event_id, comparison, start=0, size=size, now=now, draft_options=draft_options
    )
    await imports.finish(session, number, now)
    return number


async def import_batch(
    session: AsyncSession,
    actor: Actor,
    import_id: ImportId,
    event_id: EventId,
    comparison: Comparison,
    *,
    start: int,
    size: int,
    now: datetime,
    draft_options: DraftOptions = NO_DEFAULTS,
) -> int:
    """Stores the next rows from position `start` and returns their number.

    Outcomes are decided again, because other people may have registered companies since the preview.
    """
    found = comparison.exhibitors
    rows = found.rows[start : start + size]
    known = await load_known(session, actor, event_id, rows, comparison.at_event)
    steps = decide(rows, known, comparison.repeats, start=start)
    created = await _create(session, actor, steps, now)
    places = await _places(session, event_id, steps, created)
    await exhibitors.put_many(session, event_id, places, now)
    companies = [
        created.get((step.row.country, step.row.key)) if step.company is None else step.company.id for step in steps
    ]
    new = [
        (company_id, listing)
        for step, company_id in zip(steps, companies, strict=True)
        if company_id is not None
        for listing in step.new_listings
    ]
    added = iter(await add_drafts(session, actor.id, new, draft_options, now))
    several = len(found.layouts) > 1
    stored: list[ImportRow] = []
    made: list[ListingOrigin] = []
    for step, company_id in zip(steps, companies, strict=True):
        listings = [] if company_id is None else list(islice(added, len(step.new_listings)))
        for draft, newer in step.newer_drafts:
            await revise_draft(session, actor.id, draft, newer, draft_options, now)
        made += [
            _origin(import_id, listing_id, new) for listing_id, new in zip(listings, step.new_listings, strict=False)
        ]
        before = await _update(session, step, now)
        stored.append(_import_row(import_id, step, company_id, before, listings, names_sheet=several))
    await imports.add_rows(session, stored)
    await origins.add_many(session, made)
    return len(stored)


def _import_row(
    import_id: ImportId,
    step: Step,
    company_id: CompanyId | None,
    before: dict[str, Any] | None,
    listings: list[ListingId],
    *,
    names_sheet: bool,
) -> ImportRow:
    row = step.row
    return ImportRow(
        import_id=import_id,
        number=step.position + 1,
        sheet=row.sheet[:100] if names_sheet else None,
        sheet_row=row.number,
        outcome=step.outcome,
        reason=row.problem,
        name=row.name[:200],
        company_id=company_id,
        before=before,
        listings=listings or None,
    )


def _origin(import_id: ImportId, listing_id: ListingId, new: ImportedListing) -> ListingOrigin:
    return ListingOrigin(listing_id=listing_id, import_id=import_id, title=new.title[:150], guessed=new.guessed)


async def _create(
    session: AsyncSession, actor: Actor, steps: Sequence[Step], now: datetime
) -> dict[tuple[str, str], CompanyId]:
    """Registers the new companies. Returns (country, name key) → id."""
    rows = [step.row for step in steps if step.outcome is RowOutcome.CREATED]
    numbers = await register_many(session, actor.id, [_new_company(row) for row in rows], now)
    return {(row.country, row.key): number for number, row in zip(numbers, rows, strict=True)}


async def _places(
    session: AsyncSession, event_id: EventId, steps: Sequence[Step], created: Mapping[tuple[str, str], CompanyId]
) -> list[tuple[CompanyId, HallId | None, str | None]]:
    """Returns (company, hall, booth) for each row. Values that a row leaves empty stay."""
    halls = {name: await events.put_hall(session, event_id, name) for name in _hall_names(steps)}
    places = []
    for step in steps:
        row, known = step.row, step.company
        hall_id = None if row.hall is None else halls[row.hall]
        if step.outcome is RowOutcome.CREATED:
            places.append((created[row.country, row.key], hall_id, row.booth))
        elif step.outcome in {RowOutcome.ADDED, RowOutcome.UPDATED} and known is not None:
            places.append((known.id, hall_id or known.hall_id, row.booth or known.booth))
    return places


def _hall_names(steps: Sequence[Step]) -> list[str]:
    placed = {RowOutcome.CREATED, RowOutcome.ADDED, RowOutcome.UPDATED}
    return sorted({step.row.hall for step in steps if step.row.hall is not None and step.outcome in placed})


async def _update(session: AsyncSession, step: Step, now: datetime) -> dict[str, Any] | None:
    """Updates the company from the row, and returns the earlier values for an undo."""
    known = step.company
    if step.outcome is not RowOutcome.UPDATED or known is None:
        return None
    changes = changes_of(known, step.row) if known.is_advised else {}
    former = dict(await change_company(session, known.id, changes, now))
    return {"company": former, "hall_id": known.hall_id, "booth": known.booth}


def _new_company(row: ExhibitorRow) -> NewCompany:
    channels = [(ChannelKind.EMAIL, row.email), *((ChannelKind.PHONE, phone) for phone in row.phones[:1])]
    return NewCompany(
        kind=CompanyKind.COMPANY,
        name=row.name,
        country=row.country,
        city=row.city,
        website=row.website,
        size=None,
        about=row.short_about,
        relation=Relation.ORGANIZER,
        role=None,
        channels=tuple((kind, value) for kind, value in channels if value),
    )


async def own_import(session: AsyncSession, actor: Actor, import_id: ImportId) -> Import:
    """Returns the import. Raises NotAllowedError if the actor does not run the event."""
    found = await imports.find(session, import_id)
    if found is None:
        raise NotAllowedError
    await own_event(session, actor, found.event_id)
    return found

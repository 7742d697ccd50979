"""Stores an import: a short list at once, a long one in batches, each in a transaction of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotAllowedError
from bot.usecases.events.access import own_event
from bot.usecases.imports.exhibitor_list import ExhibitorList, repeated_rows
from bot.usecases.imports.known_companies import KnownCompanies
from bot.usecases.imports.listings import AS_IT_COMES, Publishing, publish
from bot.usecases.imports.plan import Step, changes_of, decide, load_known
from bot.usecases.imports.rows import ExhibitorRow
from bot.usecases.moderation.roles import Actor
from bot.usecases.people.company_changes import change_company
from bot.usecases.people.registration import NewCompany, register_many
from storage import imports
from storage.events import events, exhibitors
from storage.ids import CompanyId, EventId, HallId, ImportId
from storage.models import Import, ImportRow
from storage.vocabulary import ChannelKind, CompanyKind, Relation, RowOutcome

AT_ONCE: Final = 200
"""Rows that are stored while the organizer waits; about a second on SQLite."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewImport:
    """What the organizer sent and chose. `options` is kept for the background."""

    event_id: EventId
    file_id: str
    file_name: str
    options: Mapping[str, Any]


async def start_import(
    session: AsyncSession, actor: Actor, new: NewImport, found: ExhibitorList, now: datetime
) -> ImportId:
    """Stores the import without its rows. Raises NotAllowedError for somebody who does not run the event."""
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
    found: ExhibitorList,
    *,
    now: datetime,
    how: Publishing = AS_IT_COMES,
) -> ImportId:
    """Stores the import and all its rows in this transaction.

    New companies are represented by the actor until somebody of theirs claims them.
    """
    number = await start_import(session, actor, new, found, now)
    await import_batch(session, actor, number, new.event_id, found, start=0, size=len(found.rows), now=now, how=how)
    await imports.finish(session, number, now)
    return number


async def import_batch(
    session: AsyncSession,
    actor: Actor,
    import_id: ImportId,
    event_id: EventId,
    found: ExhibitorList,
    *,
    start: int,
    size: int,
    now: datetime,
    how: Publishing = AS_IT_COMES,
    repeats: Mapping[int, int] | None = None,
    snapshot: KnownCompanies | None = None,
) -> int:
    """Stores the next rows from position `start` and returns how many.

    What they come to is decided anew, because others may have registered companies since the preview. `repeats` are
    the repeated rows of the whole list; for `snapshot` see `load_known`.
    """
    rows = found.rows[start : start + size]
    known = await load_known(session, actor, event_id, rows, snapshot)
    steps = decide(rows, known, repeated_rows(found.rows) if repeats is None else repeats, start=start)
    created = await _create(session, actor, event_id, steps, now)
    several = len(found.layouts) > 1
    stored: list[ImportRow] = []
    halls: dict[str, HallId] = {}
    for step in steps:
        row = await _store(session, event_id, step, halls, now)
        row.import_id = import_id
        row.sheet = step.row.sheet[:100] if several else None
        row.company_id = row.company_id or created.get((step.row.country, step.row.key))
        if row.company_id is not None and step.new_listings:
            row.listings = [
                await publish(session, actor.id, row.company_id, one, how, now) for one in step.new_listings
            ]
        stored.append(row)
    await imports.add_rows(session, stored)
    return len(stored)


async def _create(
    session: AsyncSession, actor: Actor, event_id: EventId, steps: Sequence[Step], now: datetime
) -> dict[tuple[str, str], CompanyId]:
    """Registers the new companies and puts them on the event's list; returns them by country and name key."""
    rows = [step.row for step in steps if step.outcome is RowOutcome.CREATED]
    numbers = await register_many(session, actor.id, [_new_company(row) for row in rows], now)
    halls: dict[str, HallId] = {}
    places = [
        (number, await _hall(session, event_id, row.hall, halls), row.booth)
        for number, row in zip(numbers, rows, strict=True)
    ]
    await exhibitors.add_new(session, event_id, places, now)
    return {(row.country, row.key): number for number, row in zip(numbers, rows, strict=True)}


async def _store(
    session: AsyncSession, event_id: EventId, step: Step, halls: dict[str, HallId], now: datetime
) -> ImportRow:
    row, before = step.row, None
    company_id = None if step.company is None else step.company.id
    match step.outcome:
        case RowOutcome.ADDED if company_id is not None:
            await _place(session, event_id, company_id, row, halls, now)
        case RowOutcome.UPDATED:
            before = await _update(session, event_id, step, halls, now)
    return ImportRow(
        number=step.position + 1,
        sheet_row=row.number,
        outcome=step.outcome,
        reason=row.problem,
        name=row.name[:200],
        company_id=company_id,
        before=before,
    )


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
        relation=Relation.ADVISER,
        role=None,
        channels=tuple((kind, value) for kind, value in channels if value),
    )


async def _place(
    session: AsyncSession,
    event_id: EventId,
    company_id: CompanyId,
    row: ExhibitorRow,
    halls: dict[str, HallId],
    now: datetime,
) -> None:
    hall_id = await _hall(session, event_id, row.hall, halls)
    await exhibitors.put(session, event_id, company_id, hall_id=hall_id, booth=row.booth, now=now)


async def _hall(session: AsyncSession, event_id: EventId, name: str | None, halls: dict[str, HallId]) -> HallId | None:
    if name is None:
        return None
    if name not in halls:
        halls[name] = await events.put_hall(session, event_id, name)
    return halls[name]


async def _update(
    session: AsyncSession, event_id: EventId, step: Step, halls: dict[str, HallId], now: datetime
) -> dict[str, Any]:
    """Returns what was there before."""
    row, known = step.row, step.company
    before: dict[str, Any] = {"company": {}}
    if known is None:
        return before
    exhibitor = await exhibitors.find(session, event_id, known.id)
    if exhibitor is not None:
        before |= {"hall_id": exhibitor.hall_id, "booth": exhibitor.booth}
        hall_id = await _hall(session, event_id, row.hall, halls) or exhibitor.hall_id
        booth = row.booth or exhibitor.booth
        await exhibitors.put(session, event_id, known.id, hall_id=hall_id, booth=booth, now=now)
    if known.is_advised:
        before["company"] = await change_company(session, known.id, changes_of(known, row), now)
    return before


async def import_report(session: AsyncSession, actor: Actor, import_id: ImportId) -> tuple[Import, Sequence[ImportRow]]:
    """Every row and what became of it. Raises NotAllowedError."""
    return await own_import(session, actor, import_id), await imports.rows(session, import_id)


async def own_import(session: AsyncSession, actor: Actor, import_id: ImportId) -> Import:
    """Raises NotAllowedError for somebody who does not run the event."""
    found = await imports.find(session, import_id)
    if found is None:
        raise NotAllowedError
    await own_event(session, actor, found.event_id)
    return found

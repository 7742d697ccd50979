"""Taking a table over, and undoing it: in one transaction each, so that half of it never happens."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotAllowedError
from bot.usecases.events.access import own_event
from bot.usecases.imports.errors import UndoneError
from bot.usecases.imports.listings import AS_IT_COMES, Publishing, publish
from bot.usecases.imports.plan import Plan, Step, changes_of, plan, represents
from bot.usecases.imports.rows import Reading
from bot.usecases.moderation.roles import Actor
from bot.usecases.people.company_changes import change_company
from bot.usecases.people.registration import NewCompany, register
from storage import imports
from storage.events import events, exhibitors
from storage.ids import CompanyId, EventId, HallId, ImportId, ListingId
from storage.listings.changes import delete_untouched_imports
from storage.models import Import, ImportRow
from storage.people import companies
from storage.vocabulary import ChannelKind, CompanyKind, Relation, RowOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What an undo took back, and what it left because somebody has made it their own meanwhile."""

    removed: int
    restored: int
    kept: int
    listings: tuple[ListingId, ...]
    """Taken back too: the matcher has to forget them."""


async def take_over(
    session: AsyncSession,
    actor: Actor,
    event_id: EventId,
    shown: Plan,
    *,
    file_name: str,
    now: datetime,
    how: Publishing = AS_IT_COMES,
) -> ImportId:
    """Does what the plan says, as things stand now: it is made anew, because it may have been looked at for an hour.

    New companies are represented by the actor until somebody of theirs claims them.
    """
    fresh = await plan(session, actor, event_id, shown.layout, [step.reading for step in shown.steps])
    rows: dict[int, ImportRow] = {}
    for step in fresh.steps:
        row = await _take(session, actor, event_id, step, now)
        if step.of_row is not None and step.wishes:
            row.company_id = rows[step.of_row].company_id
        if row.company_id is not None and step.wishes:
            row.listings = [await publish(session, actor.id, row.company_id, wish, how, now) for wish in step.wishes]
        rows[step.reading.number] = row
    taken = Import(
        event_id=event_id,
        person_id=actor.id,
        file_name=file_name[:200],
        columns={column.value: heading for column, heading in fresh.layout.headings.items()},
        created_at=now,
    )
    return (await imports.add(session, taken, rows.values())).id


async def _take(session: AsyncSession, actor: Actor, event_id: EventId, step: Step, now: datetime) -> ImportRow:
    reading, company_id, before = step.reading, step.company_id, None
    match step.outcome:
        case RowOutcome.CREATED:
            company_id = await register(session, actor.id, _new_company(reading), now)
            await _place(session, event_id, company_id, reading, now)
        case RowOutcome.ADDED if company_id is not None:
            await _place(session, event_id, company_id, reading, now)
        case RowOutcome.UPDATED if company_id is not None:
            before = await _update(session, actor, event_id, company_id, reading, now)
    return ImportRow(
        number=reading.number,
        outcome=step.outcome,
        reason=reading.problem,
        name=reading.name[:200],
        company_id=company_id,
        before=before,
    )


def _new_company(reading: Reading) -> NewCompany:
    channels = [(ChannelKind.EMAIL, reading.email), (ChannelKind.PHONE, reading.phone)]
    return NewCompany(
        kind=CompanyKind.COMPANY,
        name=reading.name,
        country=reading.country,
        city=reading.city,
        website=reading.website,
        size=None,
        about=reading.about,
        relation=Relation.ADVISER,
        role=None,
        channels=tuple((kind, value) for kind, value in channels if value),
    )


async def _place(
    session: AsyncSession, event_id: EventId, company_id: CompanyId, reading: Reading, now: datetime
) -> None:
    hall_id = None if reading.hall is None else await events.put_hall(session, event_id, reading.hall)
    await exhibitors.put(session, event_id, company_id, hall_id=hall_id, booth=reading.booth, now=now)


async def _update(
    session: AsyncSession,
    actor: Actor,
    event_id: EventId,
    company_id: CompanyId,
    reading: Reading,
    now: datetime,
) -> dict[str, Any]:
    """Gives what was there before."""
    exhibitor = await exhibitors.find(session, event_id, company_id)
    company = await companies.find(session, company_id)
    before: dict[str, Any] = {"company": {}}
    if exhibitor is not None:
        before |= {"hall_id": exhibitor.hall_id, "booth": exhibitor.booth}
        hall_id = exhibitor.hall_id if reading.hall is None else await events.put_hall(session, event_id, reading.hall)
        booth = reading.booth or exhibitor.booth
        await exhibitors.put(session, event_id, company_id, hall_id=hall_id, booth=booth, now=now)
    if company is not None and await represents(session, actor, company_id):
        before["company"] = await change_company(session, company_id, changes_of(company, reading), now)
    return before


async def undo(session: AsyncSession, actor: Actor, import_id: ImportId, now: datetime) -> Undone:
    """Takes back what the import did and nobody has touched since. Raises NotAllowedError, UndoneError."""
    taken = await _own(session, actor, import_id)
    if not await imports.mark_undone(session, import_id, now):
        raise UndoneError
    done: Counter[str] = Counter()
    rows = await imports.rows(session, import_id)
    gone = await _take_back(session, taken, rows, now)
    for row in rows:
        if row.company_id is not None:
            done[await _undo_row(session, taken, row, now)] += 1
    return Undone(removed=done["removed"], restored=done["restored"], kept=done["kept"], listings=tuple(gone))


async def _take_back(session: AsyncSession, taken: Import, rows: Sequence[ImportRow], now: datetime) -> list[ListingId]:
    """Deletes the listings that nobody has changed or is being introduced by, of companies still represented."""
    gone: list[ListingId] = []
    for row in rows:
        if row.company_id is None or taken.person_id is None or not row.listings:
            continue
        if await represents(session, Actor(id=taken.person_id, admins=()), row.company_id):
            numbers = [ListingId(number) for number in row.listings]
            gone += await delete_untouched_imports(session, numbers, taken.person_id, now)
    return gone


async def _undo_row(session: AsyncSession, taken: Import, row: ImportRow, now: datetime) -> str:
    company_id = row.company_id
    if company_id is None:
        return ""
    match row.outcome:
        case RowOutcome.CREATED:
            if taken.person_id is not None and await imports.is_untouched(session, company_id, taken.person_id):
                await imports.delete_company(session, company_id)
                return "removed"
            return "kept"
        case RowOutcome.ADDED:
            return "removed" if await exhibitors.remove(session, taken.event_id, company_id) else ""
        case RowOutcome.UPDATED if row.before is not None:
            await _restore(session, taken.event_id, company_id, row.before, now)
            return "restored"
    return ""


async def _restore(
    session: AsyncSession, event_id: EventId, company_id: CompanyId, before: dict[str, Any], now: datetime
) -> None:
    if before["company"] and await companies.find(session, company_id) is not None:
        await change_company(session, company_id, before["company"], now)
    if "booth" in before:
        known = {hall.id for hall in await events.halls(session, event_id)}
        hall_id = HallId(before["hall_id"]) if before["hall_id"] in known else None
        await exhibitors.put(session, event_id, company_id, hall_id=hall_id, booth=before["booth"], now=now)


async def _own(session: AsyncSession, actor: Actor, import_id: ImportId) -> Import:
    taken = await imports.find(session, import_id)
    if taken is None:
        raise NotAllowedError
    await own_event(session, actor, taken.event_id)
    return taken


async def report(session: AsyncSession, actor: Actor, import_id: ImportId) -> tuple[Import, Sequence[ImportRow]]:
    """Every row and what became of it. Raises NotAllowedError."""
    return await _own(session, actor, import_id), await imports.rows(session, import_id)

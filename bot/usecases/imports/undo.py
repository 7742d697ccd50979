"""Undoes an import, except for companies and listings that people have changed since."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.imports.errors import TooOldToUndoError, UndoneError
from bot.usecases.imports.storing import own_import
from bot.usecases.moderation.roles import Actor
from bot.usecases.people.company_changes import change_company
from storage import imports
from storage.events import events, exhibitors
from storage.ids import CompanyId, EventId, HallId, ImportId, ListingId
from storage.listings.changes import delete_untouched_imports
from storage.models import Import, ImportRow
from storage.people import companies
from storage.vocabulary import RowOutcome

_IN_ONE_QUERY: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoResult:
    """The result of an undo: what it removed and restored, and what it kept because people have changed it."""

    removed: int
    restored: int
    kept: int
    listings: tuple[ListingId, ...]
    """Removed listings, which the matcher must drop."""


async def undo_import(session: AsyncSession, actor: Actor, import_id: ImportId, now: datetime) -> UndoResult:
    """Undoes the import, and stops one in the background.

    Raises NotAllowedError, UndoneError, TooOldToUndoError.
    """
    done = await own_import(session, actor, import_id)
    rows = await imports.rows(session, import_id)
    if done.undone_at is None and done.finished_at is not None and done.row_count and not rows:
        raise TooOldToUndoError
    if not await imports.mark_undone(session, import_id, now):
        raise UndoneError
    listings = await _delete_listings(session, done, rows, now)
    counts: Counter[str] = Counter()
    for row in rows:
        if row.company_id is not None:
            counts[await _undo_row(session, done, row.company_id, row, now)] += 1
    return UndoResult(
        removed=counts["removed"], restored=counts["restored"], kept=counts["kept"], listings=tuple(listings)
    )


async def _delete_listings(
    session: AsyncSession, done: Import, rows: Sequence[ImportRow], now: datetime
) -> list[ListingId]:
    """Deletes listings that nobody has changed or been introduced by, of companies that are still represented."""
    if done.person_id is None:
        return []
    listed = {row.company_id for row in rows if row.company_id is not None and row.listings}
    advised = await imports.advised_by(session, done.person_id, listed)
    numbers = [ListingId(number) for row in rows if row.company_id in advised for number in row.listings or ()]
    deleted: list[ListingId] = []
    for start in range(0, len(numbers), _IN_ONE_QUERY):
        some = numbers[start : start + _IN_ONE_QUERY]
        deleted += await delete_untouched_imports(session, some, done.person_id, now)
    return deleted


async def _undo_row(session: AsyncSession, done: Import, company_id: CompanyId, row: ImportRow, now: datetime) -> str:
    match row.outcome:
        case RowOutcome.CREATED:
            if done.person_id is not None and await imports.is_untouched(session, company_id, done.person_id):
                await imports.delete_company(session, company_id)
                return "removed"
            return "kept"
        case RowOutcome.ADDED:
            return "removed" if await exhibitors.remove(session, done.event_id, company_id) else ""
        case RowOutcome.UPDATED if row.before is not None:
            await _restore(session, done.event_id, company_id, row.before, now)
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

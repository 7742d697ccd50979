"""Undoes an import, except for companies and listings that people have changed since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

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
    created = _companies(rows, RowOutcome.CREATED)
    deleted = frozenset() if done.person_id is None else await imports.untouched(session, created, done.person_id)
    await imports.delete_companies(session, deleted)
    removed = await exhibitors.remove_many(session, done.event_id, _companies(rows, RowOutcome.ADDED))
    return UndoResult(
        removed=len(deleted) + removed,
        restored=await _restore(session, done.event_id, [row for row in rows if row.company_id not in deleted], now),
        kept=len(created) - len(deleted),
        listings=tuple(listings),
    )


def _companies(rows: Sequence[ImportRow], outcome: RowOutcome) -> set[CompanyId]:
    return {row.company_id for row in rows if row.company_id is not None and row.outcome is outcome}


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


async def _restore(session: AsyncSession, event_id: EventId, rows: Sequence[ImportRow], now: datetime) -> int:
    """Restores the companies and places that the import changed, and returns the number of its rows."""
    changed = [(row.company_id, row.before) for row in rows if row.company_id is not None and row.before is not None]
    for company_id, before in changed:
        if before["company"]:
            await change_company(session, company_id, before["company"], now)
    halls = {hall.id for hall in await events.halls(session, event_id)}
    places = [
        (company_id, HallId(before["hall_id"]) if before["hall_id"] in halls else None, before["booth"])
        for company_id, before in changed
        if "booth" in before
    ]
    await exhibitors.put_many(session, event_id, places, now)
    return len(changed)

"""A kind hint, once for each listing that nobody has fitted for two weeks: what it lacks that the matcher reads."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.gist import gist_of
from bot.usecases.due_job import DueJob
from bot.usecases.listings.later_questions import open_fields
from bot.usecases.people.settings import notification_settings, out_of_quiet_hours, suggestions_at
from storage import outbox
from storage.database import Database
from storage.ids import ListingId, PersonId
from storage.listings import hints, listings
from storage.models import Listing
from storage.vocabulary import Topic

WAITS: Final = timedelta(days=14)
SHORT: Final = 200
"""Characters. A shorter description rarely says what it is, what is special, and for whom."""
AMOUNT: Final = "amount"
SUMMARY: Final = "summary"
_BATCH: Final = 50


def lacks(listing: Listing) -> list[str]:
    """Returns what is missing: columns of the listing, `SUMMARY` for a short one, `AMOUNT` without any amount."""
    found = [field for field in open_fields(listing) if field != "ipr"]  # the matcher does not compare protection
    if len(listing.summary) < SHORT:
        found.append(SUMMARY)
    if not gist_of(f"{listing.title}\n{listing.summary}", listing.language).quantities:
        found.append(AMOUNT)
    return found


def due_job(database: Database, clock: Callable[[], datetime], *, wake: Callable[[], None]) -> DueJob:
    """Returns the job that queues the hints."""
    return DueJob(database=database, clock=clock, is_due=_is_any_due, queue=queue_due, wake=wake)


async def _is_any_due(session: AsyncSession, now: datetime) -> bool:
    return bool(await hints.without_anybody(session, now, now - WAITS, 1))


async def queue_due(session: AsyncSession, now: datetime) -> int:
    """Queues hints, and returns the number of listings. A person gets at most one a day; others come on later days."""
    done = 0
    for listing in await hints.without_anybody(session, now, now - WAITS, _BATCH):
        people = await listings.representatives_of(session, [listing.id], now, not_of=None, held=False)
        told = [await _tell(session, person_id, listing.id, now) for person_id in sorted(people)]
        if not people or any(told):
            done += await hints.mark_hinted(session, listing.id, now)
    return done


async def _tell(session: AsyncSession, person_id: PersonId, listing_id: ListingId, now: datetime) -> bool:
    """Returns False if the person has a hint of today. Those who want no messages about matches get none."""
    habits = await notification_settings(session, person_id)
    due = suggestions_at(now, habits)
    if due is None:
        return True
    return await outbox.queue_message(
        session,
        person_id,
        Topic.LISTING_HINT,
        payload={"listing_id": listing_id},
        dedupe_key=f"{Topic.LISTING_HINT}:{person_id}:{due.date()}",
        now=now,
        not_before=out_of_quiet_hours(due, habits),
    )

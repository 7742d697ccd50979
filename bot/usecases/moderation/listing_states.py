"""Changes the status of listings, and queues the review item or notice that must follow."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyDoneError
from storage import outbox
from storage.ids import ListingId
from storage.listings import changes
from storage.listings.transitions import ListingAction
from storage.models import Listing
from storage.moderation import reviews
from storage.people import memberships
from storage.vocabulary import ListingStatus, ReviewKind, Topic


async def change(
    session: AsyncSession,
    action: ListingAction,
    listing_id: ListingId,
    now: datetime,
    *,
    cleared: bool | None = None,
    read: int | None = None,
    **values: object,
) -> Listing:
    """Changes and returns the listing. `read` is the revision that `cleared` refers to.

    Raises AlreadyDoneError if the listing's status does not allow the action, or its text was edited since `read`.
    """
    listing = await changes.change_one(session, action, listing_id, now, cleared=cleared, read=read, **values)
    if listing is None:
        raise AlreadyDoneError
    await follow_up(session, [listing], now)
    return listing


async def follow_up(session: AsyncSession, changed: Sequence[Listing], now: datetime) -> None:
    """Queues listings in review for the moderators, and tells the people of expired ones."""
    in_review = [listing.id for listing in changed if listing.status is ListingStatus.REVIEW]
    await reviews.put_many(session, ReviewKind.LISTING, in_review, now)
    for listing in changed:
        if listing.status is ListingStatus.EXPIRED:
            await _tell_expired(session, listing, now)


async def _tell_expired(session: AsyncSession, listing: Listing, now: datetime) -> None:
    for person_id in await memberships.representatives(session, listing.company_id):
        await outbox.queue_message(
            session,
            person_id,
            Topic.LISTING_EXPIRED,
            payload={"listing_id": listing.id},
            dedupe_key=f"{Topic.LISTING_EXPIRED}:{listing.id}:{person_id}:{int(listing.expires_at.timestamp())}",
            now=now,
        )

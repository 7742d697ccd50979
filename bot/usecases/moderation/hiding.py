"""Hides the listings of banned people and companies, and shows them again after the ban."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.introductions.departures import end_open_introductions
from bot.usecases.moderation import listing_states
from storage.ids import ListingId
from storage.introductions import introductions
from storage.listings import changes
from storage.models import Listing, Sanction
from storage.vocabulary import OPEN_INTRODUCTIONS, DeclineReason, Kind


async def hide(session: AsyncSession, sanction: Sanction, now: datetime) -> tuple[ListingId, ...]:
    """Holds and returns the listings that a ban leaves without a representative. Call it after storing a sanction.

    Ends their open introductions. The other side only reads that the introduction was withdrawn or declined.
    """
    held = await changes.hold_of_banned(session, person_id=sanction.person_id, company_id=sanction.company_id, now=now)
    await end_open(session, held, now)
    return tuple(listing.id for listing in held)


async def show_again(session: AsyncSession, sanction: Sanction, now: datetime) -> tuple[ListingId, ...]:
    """Releases the listings that only this ban held, and returns them. Call it after lifting a sanction."""
    released = await changes.release(session, person_id=sanction.person_id, company_id=sanction.company_id, now=now)
    await listing_states.follow_up(session, released, now)
    return tuple(listing.id for listing in released)


async def end_open(session: AsyncSession, those: Sequence[Listing], now: datetime) -> None:
    """Ends the open introductions of these listings."""
    ids = {listing.id for listing in those}
    for company_id in {listing.company_id for listing in those}:
        open_ = await introductions.of_companies(session, [company_id], OPEN_INTRODUCTIONS)
        affected = [one for one in open_ if ids & {one.listing_of(side) for side in Kind}]
        await end_open_introductions(session, affected, of=company_id, reason=DeclineReason.LISTING_GONE, now=now)

"""Listings leave the view when those behind them are banned, and come back when the ban is lifted."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.introductions.departures import end_all
from bot.usecases.moderation import listing_states
from storage.ids import CompanyId, ListingId, PersonId
from storage.introductions import introductions
from storage.listings import changes
from storage.models import Listing
from storage.vocabulary import DeclineReason, Kind


async def hide(
    session: AsyncSession, *, person_id: PersonId | None, company_id: CompanyId | None, now: datetime
) -> tuple[ListingId, ...]:
    """Call after storing a ban: holds the listings that it hits and ends their open introductions.

    The other sides only read that the introduction was withdrawn or declined. Returns the listings that the matcher
    has to forget.
    """
    held = await changes.hold_of_banned(session, person_id=person_id, company_id=company_id, now=now)
    await end_open(session, held, now)
    return tuple(listing.id for listing in held)


async def show_again(
    session: AsyncSession, *, person_id: PersonId | None, company_id: CompanyId | None, now: datetime
) -> tuple[ListingId, ...]:
    """Call after lifting a ban: releases the listings that nothing else holds, and returns them for the matcher."""
    released = await changes.release(session, person_id=person_id, company_id=company_id, now=now)
    await listing_states.follow_up(session, released, now)
    return tuple(listing.id for listing in released)


async def end_open(session: AsyncSession, those: Sequence[Listing], now: datetime) -> None:
    """Ends the open introductions of these listings."""
    ids = {listing.id for listing in those}
    for company_id in {listing.company_id for listing in those}:
        live = await introductions.live_of_company(session, company_id)
        affected = [one for one in live if one.status.is_open and ids & {one.listing_of(side) for side in Kind}]
        await end_all(session, affected, of=company_id, reason=DeclineReason.LISTING_GONE, now=now)

"""What is taken from view with those behind it, and comes back with them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.introductions.departures import end_all
from storage.ids import CompanyId, ListingId, PersonId
from storage.introductions import introductions
from storage.listings import held as held_listings
from storage.models import Listing
from storage.vocabulary import DeclineReason, Kind


async def hide(
    session: AsyncSession, *, person_id: PersonId | None, company_id: CompanyId | None, now: datetime
) -> tuple[ListingId, ...]:
    """After a ban was written: the listings nobody may stand for go from view, and what is open around them ends.

    The other sides read that it was withdrawn or declined, and no more. The matcher is to forget what is given back.
    """
    held = await held_listings.hold_banned(session, person_id=person_id, company_id=company_id, now=now)
    await end_open(session, held, now)
    return tuple(listing.id for listing in held)


async def show_again(
    session: AsyncSession, *, person_id: PersonId | None, company_id: CompanyId | None, now: datetime
) -> tuple[ListingId, ...]:
    """After a ban was lifted: gives what is to be looked at by the matcher again."""
    back = await held_listings.release(session, person_id=person_id, company_id=company_id, now=now)
    return tuple(listing.id for listing in back)


async def end_open(session: AsyncSession, those: Sequence[Listing], now: datetime) -> None:
    """Ends the open introductions in which these listings stand."""
    ids = {listing.id for listing in those}
    for company_id in {listing.company_id for listing in those}:
        live = await introductions.live_of_company(session, company_id)
        theirs = [one for one in live if one.status.is_open and ids & {one.listing_of(side) for side in Kind}]
        await end_all(session, theirs, of=company_id, reason=DeclineReason.LISTING_GONE, now=now)

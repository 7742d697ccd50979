"""The next best match of a listing whose introduction led nowhere."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.introductions.access import own_side
from bot.usecases.listings import cards
from bot.usecases.listings.cards import Page
from storage.ids import IntroductionId, ListingId, PersonId


async def next_best(
    session: AsyncSession, person_id: PersonId, introduction_id: IntroductionId, now: datetime
) -> tuple[ListingId, Page] | None:
    """Returns the person's listing and its best match of another company. None if the listing was deleted."""
    own = await own_side(session, person_id, introduction_id)
    listing_id = own.introduction.listing_of(own.side)
    if listing_id is None:
        return None
    theirs = own.introduction.company_of(own.side.counterpart)
    return listing_id, await cards.next_best(session, person_id, now, listing_id=listing_id, not_of=theirs)

"""Keeping the matcher in step with listings that went away with their company."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.context import Services
from storage.ids import ListingId, PersonId
from storage.listings import listings


async def listings_of(session: AsyncSession, person_id: PersonId) -> Sequence[ListingId]:
    """Read before the company goes, in the same transaction: what may go with it."""
    return [listing.id for listing in await listings.of_person(session, person_id)]


async def forget_gone(services: Services, those: Sequence[ListingId]) -> None:
    """Nobody is matched any more with those of the listings that are not there now."""
    async with services.database.reading() as session:
        gone = [listing_id for listing_id in those if await listings.find(session, listing_id) is None]
    for listing_id in gone:
        await services.matchmaker.forget(listing_id)

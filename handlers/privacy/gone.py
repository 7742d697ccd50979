"""Removes listings from the matcher that were deleted with their company."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.context import Services
from storage.ids import ListingId, PersonId
from storage.listings import listings


async def listings_of(session: AsyncSession, person_id: PersonId) -> Sequence[ListingId]:
    """Returns the listings that may be deleted. Call it in the same transaction, before the deletion."""
    return [listing.id for listing in await listings.of_person(session, person_id)]


async def forget_gone(services: Services, those: Sequence[ListingId]) -> None:
    """Removes those of the listings that no longer exist from the matcher."""
    async with services.database.reading() as session:
        gone = [listing_id for listing_id in those if await listings.find(session, listing_id) is None]
    for listing_id in gone:
        await services.matchmaker.forget(listing_id)

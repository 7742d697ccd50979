"""Updates the matcher and wakes the outbox after a moderator's decision."""

from collections.abc import Iterable

from bot.context import Services
from storage.ids import ListingId
from storage.listings import listings
from storage.vocabulary import ListingStatus


async def follow(services: Services, those: Iterable[ListingId]) -> None:
    """Call after the commit: puts published listings into the matcher and takes others out."""
    for listing_id in those:
        async with services.database.reading() as session:
            listing = await listings.find(session, listing_id)
        if listing is not None and listing.status is ListingStatus.PUBLISHED:
            await services.matchmaker.consider(listing_id)
        else:
            await services.matchmaker.forget(listing_id)
    services.outbox.wake()

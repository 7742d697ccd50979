"""Updates the index of the matcher after listings have changed."""

from collections.abc import Iterable

from bot.context import Services
from storage.ids import ListingId
from storage.listings import listings
from storage.vocabulary import ListingStatus


async def update_index(services: Services, changed: Iterable[ListingId]) -> None:
    """Adds published listings to the index, removes others, and wakes the outbox. Call it after the commit."""
    for listing_id in changed:
        async with services.database.reading() as session:
            listing = await listings.find(session, listing_id)
        if listing is not None and listing.status is ListingStatus.PUBLISHED:
            await services.matchmaker.consider(listing_id)
        else:
            await services.matchmaker.forget(listing_id)
    services.outbox.wake()

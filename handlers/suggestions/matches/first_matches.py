"""The best matches of a listing, shown right after it was published or changed."""

from bot.context import Caller, Services
from bot.usecases.listings import cards
from handlers.suggestions.matches import views
from handlers.ui.screen import View
from storage.ids import ListingId


async def of_listing(services: Services, caller: Caller, listing_id: ListingId) -> View:
    async with services.database.writing() as session:
        page = await cards.page(session, caller.id, services.clock(), listing_id=listing_id, index=0)
    return views.match(caller.t, page, listing_id, heading=views.found(caller.t, page.total) if page.total else "")

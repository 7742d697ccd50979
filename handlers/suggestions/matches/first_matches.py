"""Loading a page of matches, and the best matches of a listing right after it was published or changed."""

from bot.context import Caller, Services
from bot.usecases.listings import cards
from handlers.suggestions.matches import views
from handlers.ui.screen import View
from storage.ids import ListingId
from storage.suggestions import suggestions


async def of_listing(services: Services, caller: Caller, listing_id: ListingId) -> View:
    page = await load_page(services, caller, listing_id, 0)
    return views.match(caller.t, page, listing_id, heading=views.found(caller.t, page.total) if page.total else "")


async def load_page(services: Services, caller: Caller, listing_id: ListingId | None, index: int) -> cards.Page:
    """Loads the card at `index` among the matches of one listing, or of all; marks it seen the first time."""
    now = services.clock()
    async with services.database.reading() as session:
        page = await cards.page(session, caller.id, now, listing_id=listing_id, index=index)
        if page.card is None or await suggestions.is_seen(session, caller.id, page.card.suggestion_id):
            return page
    async with services.database.writing() as session:
        await suggestions.mark_seen(session, caller.id, [page.card.suggestion_id], now)
    return page

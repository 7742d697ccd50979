"""/mine: the person's listings and their actions."""

from collections.abc import Awaitable, Callable
from functools import partial

from telegram import Update

from bot.context import Context
from bot.usecases.listings import abroad
from bot.usecases.listings import lifecycle as usecase
from handlers.listings import views
from handlers.listings.buttons import ListingAct, ListingPress, MyListingsPage
from handlers.suggestions.steps import best_match_of
from handlers.ui.gate import members_only
from handlers.ui.match_index import update_index
from handlers.ui.pages import Page
from handlers.ui.screen import acknowledge, redraw, replace, reply, respond, strip_buttons
from handlers.ui.view import View
from storage.ids import ListingId
from storage.listings import listings
from storage.models import Listing
from storage.vocabulary import ListingStatus

_RENEWAL_MONTHS = 6
_HIDING = {ListingAct.PAUSE: usecase.pause, ListingAct.CLOSE: usecase.close, ListingAct.DELETE: usecase.delete}
_SHOWING: dict[ListingAct, Callable[..., Awaitable[Listing]]] = {
    ListingAct.RESUME: usecase.resume,
    ListingAct.RENEW: partial(usecase.renew, months=_RENEWAL_MONTHS),
    ListingAct.UNDELETE: usecase.undelete,
}


@members_only
async def show(update: Update, context: Context) -> None:
    await respond(update, await _list(context, 0))


@members_only
async def turn_page(update: Update, context: Context, press: MyListingsPage) -> None:
    await redraw(update, await _list(context, press.page))


@members_only
async def act(update: Update, context: Context, press: ListingPress) -> None:
    """Handles the buttons of one listing, except editing, which opens a form."""
    match press.act:
        case ListingAct.LIST:
            await redraw(update, await _list(context, 0))
        case ListingAct.OPEN:
            await respond(update, await _one(context, press.listing))
        case ListingAct.MATCHES:
            await respond(update, await best_match_of(context.services, context.caller, press.listing))
        case ListingAct.ABROAD:
            await _show_abroad(update, context, press.listing)
        case _:
            await _change_status(update, context, press)


async def _show_abroad(update: Update, context: Context, listing_id: ListingId) -> None:
    """Publishes a private listing. The press is the consent to be shown abroad."""
    services = context.services
    async with services.database.writing() as session:
        done = await abroad.show(session, context.caller.id, listing_id, services.settings.review, services.clock())
    await acknowledge(update, context.t("Done."))
    await strip_buttons(update)
    if done.handed_in:
        await reply(update, views.in_review(context.t))
        return
    await reply(update, views.published(context.t))
    await services.matchmaker.consider(listing_id)
    await reply(update, await best_match_of(services, context.caller, listing_id))


async def _change_status(update: Update, context: Context, press: ListingPress) -> None:
    services, now = context.services, context.services.clock()
    async with services.database.writing() as session:
        if press.act in _SHOWING:
            review = services.settings.review
            listing = await _SHOWING[press.act](session, context.caller.id, press.listing, now=now, review=review)
        else:
            listing = await _HIDING[press.act](session, context.caller.id, press.listing, now)
    await update_index(services, [listing.id])
    await acknowledge(update, context.t("Done."))
    if listing.status is ListingStatus.DELETED:
        await strip_buttons(update)
        await reply(update, views.deleted(context.t, listing))
        return
    await replace(update, await _one(context, listing.id))


async def _list(context: Context, index: int) -> View:
    caller, company_id = context.caller, context.caller.acting_for
    async with context.services.database.reading() as session:
        total = await listings.count_of_person(session, caller.id, company_id)
        page = Page(total=total, size=views.PER_PAGE, asked=index)
        found = await listings.of_person(session, caller.id, company_id=company_id, offset=page.offset, limit=page.size)
        matches = await listings.count_suggestions(session, [listing.id for listing in found])
    names = caller.companies if len(caller.companies) > 1 else {}
    return views.mine(caller.t, found, matches, page, names=names, acting_name=caller.acting_name)


async def _one(context: Context, listing_id: ListingId) -> View:
    async with context.services.database.reading() as session:
        listing = await usecase.own(session, context.caller.id, listing_id)
        matches = await listings.count_suggestions(session, [listing.id])
    return views.listing(context.t, listing, matches.get(listing.id, 0))

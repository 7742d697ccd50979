"""Pages through matches and answers them."""

from telegram import Update

from bot.context import Caller, Context, Services
from bot.errors import NoLongerThereError
from bot.usecases.listings import cards
from bot.usecases.suggestions import verdicts
from handlers.suggestions import views
from handlers.suggestions.buttons import ALL, ClosestPress, DismissalReasonPress, MatchAct, MatchPage, MatchPress
from handlers.ui.gate import members_only
from handlers.ui.screen import acknowledge, redraw, replace, respond
from handlers.ui.view import View
from storage.ids import ListingId
from storage.introductions import lists
from storage.listings import listings
from storage.suggestions import open_suggestions, suggestions
from storage.vocabulary import DismissalReason, IntroductionTab, ListingStatus

_MOST_LISTINGS = 5  # listings matched at one press; each takes a moment


@members_only
async def matches(update: Update, context: Context) -> None:
    """/matches: shows the best match of all the person's listings."""
    await respond(update, await _page(context, ALL, 0))


@members_only
async def turn_page(update: Update, context: Context, press: MatchPage) -> None:
    await redraw(update, await _page(context, press.listing, press.index))


@members_only
async def show_closest(update: Update, context: Context, press: ClosestPress) -> None:
    """Shows the best candidates, even if none is good enough for a suggestion."""
    await acknowledge(update)
    async with context.services.database.reading() as session:
        mine = await listings.of_person(session, context.caller.id)
    published = [one.id for one in mine if one.status is ListingStatus.PUBLISHED and press.listing in {ALL, one.id}]
    for listing_id in published[:_MOST_LISTINGS]:
        await context.services.matchmaker.best_few(listing_id)
    page = await _cards(context, press.listing, 0)
    own = _own_name(context.caller, page)
    shown = views.match(context.t, page, press.listing, own=own) if page.card else views.nothing_close(context.t)
    await replace(update, shown)


async def open_one(update: Update, context: Context, press: MatchPress) -> None:
    """Shows one match in a message of its own. Raises NoLongerThereError."""
    now = context.services.clock()
    async with context.services.database.reading() as session:
        found = await open_suggestions.open_one(session, context.caller.id, press.suggestion, now)
        if found is None:
            raise NoLongerThereError
        page = cards.Page(card=await cards.card(session, found), index=0, total=1)
    await respond(update, views.match(context.t, page, ALL, own=_own_name(context.caller, page)))


@members_only
async def answer(update: Update, context: Context, press: MatchPress) -> None:
    """Postpones a match, dismisses it, undoes that, or opens it."""
    if press.act is MatchAct.OPEN:
        await open_one(update, context, press)
        return
    now = context.services.clock()
    async with context.services.database.writing() as session:
        match press.act:
            case MatchAct.LATER:
                await verdicts.postpone(session, context.caller.id, press.suggestion, now)
            case MatchAct.DISMISS:
                await verdicts.dismiss(session, context.caller.id, press.suggestion, now)
            case MatchAct.UNDO:
                await verdicts.restore(session, context.caller.id, press.suggestion)
    if press.act is MatchAct.DISMISS:
        await redraw(update, views.dismissal_reasons(context.t, press.suggestion, press.listing))
        return
    note = context.t("Snoozed for a week.") if press.act is MatchAct.LATER else context.t("It is back.")
    await redraw(update, await _page(context, press.listing, 0), note)


@members_only
async def give_reason(update: Update, context: Context, press: DismissalReasonPress) -> None:
    async with context.services.database.writing() as session:
        await verdicts.give_reason(session, context.caller.id, press.suggestion, press.reason)
        told = None
        if press.reason is DismissalReason.WRONG_COUNTRY:
            told = await verdicts.refused_by_listing(session, context.caller.id, press.suggestion)
    await acknowledge(update, context.t("Thank you, noted."))
    hint = views.refused_by_listing(context.t, *told, press.listing) if told else None
    await replace(update, hint or await _page(context, press.listing, 0))


async def _page(context: Context, listing: int, index: int) -> View:
    page = await _cards(context, listing, index)
    if page.card is not None:
        return views.match(context.t, page, listing, own=_own_name(context.caller, page))
    async with context.services.database.reading() as session:
        mine = await listings.of_person(session, context.caller.id)
        counts = await lists.count_by_tab(session, context.caller.id, context.caller.acting_for)
    is_published = any(one.status is ListingStatus.PUBLISHED for one in mine)
    return views.no_matches(context.t, listing, is_published=is_published, my_turn=counts[IntroductionTab.MY_TURN])


async def _cards(context: Context, listing: int, index: int) -> cards.Page:
    listing_id = ListingId(listing) if listing != ALL else None
    return await load_page(context.services, context.caller, listing_id, index)


async def best_match_of(services: Services, caller: Caller, listing_id: ListingId, *, or_closest: bool = False) -> View:
    """Shows the best match of a listing. `or_closest`: also one that is not good enough for a suggestion."""
    page = await load_page(services, caller, listing_id, 0)
    if or_closest and not page.total:
        await services.matchmaker.best_few(listing_id)
        page = await load_page(services, caller, listing_id, 0)
    if not page.total and services.matchmaker.still_reading:
        return views.still_reading(caller.t)
    heading = views.found(caller.t, page.total) if page.total else ""
    return views.match(caller.t, page, listing_id, heading=heading, own=_own_name(caller, page))


def _own_name(caller: Caller, page: cards.Page) -> str:
    """Returns the name of the own company of a card, for a caller who speaks for several."""
    return "" if page.card is None else caller.own_name(page.card.mine.company_id)


async def load_page(services: Services, caller: Caller, listing_id: ListingId | None, index: int) -> cards.Page:
    """Loads the card at `index` among the matches of one listing or of all, and marks it as seen."""
    now = services.clock()
    async with services.database.reading_once() as session:
        company_id = caller.acting_for if listing_id is None else None
        page = await cards.page(session, caller.id, now, listing_id=listing_id, company_id=company_id, index=index)
    if page.card is not None and not page.is_seen:
        async with services.database.writing_once() as session:
            await suggestions.mark_seen(session, caller.id, [page.card.suggestion_id], now)
    return page

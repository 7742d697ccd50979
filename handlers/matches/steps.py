"""Looking through suggestions and saying what one makes of them."""

from telegram import Update

from bot.context import Context
from bot.usecases import cards, suggestions
from handlers.access import members_only
from handlers.matches import views
from handlers.matches.buttons import ALL, MatchAct, MatchPage, MatchPress, WhyPress
from handlers.navigation import steps as navigation
from handlers.screen import View, acknowledge, replace, reply
from storage.ids import ListingId


@members_only
async def matches(update: Update, context: Context) -> None:
    """/matches: the best of all one's listings."""
    await acknowledge(update)
    await reply(update, await _page(context, ALL, 0))


@members_only
async def turn(update: Update, context: Context) -> None:
    query = update.callback_query
    press = MatchPage.unpack(query.data if query else None)
    if press is None:
        await navigation.old_button(update, context)
        return
    await acknowledge(update)
    await replace(update, await _page(context, press.listing, press.index))


@members_only
async def judge(update: Update, context: Context) -> None:
    """Later, not for us, and undo."""
    query, now = update.callback_query, context.services.clock()
    press = MatchPress.unpack(query.data if query else None)
    if press is None or press.act is MatchAct.INTRODUCE:
        await navigation.old_button(update, context)
        return
    async with context.services.database.writing() as session:
        match press.act:
            case MatchAct.LATER:
                await suggestions.put_off(session, context.caller.id, press.suggestion, now)
            case MatchAct.DISMISS:
                await suggestions.dismiss(session, context.caller.id, press.suggestion, now)
            case MatchAct.UNDO:
                await suggestions.bring_back(session, context.caller.id, press.suggestion)
    if press.act is MatchAct.DISMISS:
        await acknowledge(update)
        await replace(update, views.why(context.t, press.suggestion, press.listing))
        return
    note = context.t("Put off. It comes back in a week.") if press.act is MatchAct.LATER else context.t("It is back.")
    await acknowledge(update, note)
    await replace(update, await _page(context, press.listing, 0))


@members_only
async def give_reason(update: Update, context: Context) -> None:
    query = update.callback_query
    press = WhyPress.unpack(query.data if query else None)
    if press is None:
        await navigation.old_button(update, context)
        return
    async with context.services.database.writing() as session:
        await suggestions.give_reason(session, context.caller.id, press.suggestion, press.reason)
    await acknowledge(update, context.t("Thank you, noted."))
    await replace(update, await _page(context, press.listing, 0))


async def _page(context: Context, listing: int, index: int) -> View:
    async with context.services.database.writing() as session:
        page = await cards.page(
            session,
            context.caller.id,
            context.services.clock(),
            listing_id=ListingId(listing) if listing != ALL else None,
            index=index,
        )
    return views.match(context.t, page, listing)

"""Records what came of an introduction, and shows what follows from it."""

from telegram import Update

from bot.context import Context
from bot.errors import DomainError
from bot.usecases import introductions
from bot.usecases.follow_up import results
from bot.usecases.follow_up.next_best import next_best
from bot.usecases.listings.cards import Page
from handlers.follow_up import views
from handlers.follow_up.buttons import QuoteAct, QuotePress, WorthPress
from handlers.introductions.buttons import OutcomePress
from handlers.introductions.cards import refusal
from handlers.suggestions.buttons import ALL
from handlers.ui.gate import members_only
from handlers.ui.screen import redraw
from handlers.ui.view import View
from storage.ids import IntroductionId
from storage.suggestions import suggestions
from storage.vocabulary import Outcome


@members_only
async def record(update: Update, context: Context, press: OutcomePress) -> None:
    """Records an outcome, whether the bot asked for it or not."""
    now, number = context.services.clock(), press.introduction
    try:
        async with context.services.database.writing() as session:
            told = await introductions.record_outcome(
                session, context.caller.id, number, press.day or None, press.outcome, now
            )
    except DomainError as error:
        async with context.services.database.reading() as session:
            view = await refusal(session, context.caller, error, number, now=now)
    else:
        context.services.outbox.wake()
        view = await _after(context, number, press.outcome, told=told)
    await redraw(update, view)


async def _after(context: Context, number: IntroductionId, outcome: Outcome, *, told: bool) -> View:
    match outcome:
        case Outcome.NEVER_ANSWERED:
            return await _next_best(context, number, told=told)
        case Outcome.NOT_INTERESTED:
            return views.no_longer(context.t)
    return views.worth_question(context.t, number) if outcome in results.GOOD else views.thanks(context.t)


async def _next_best(context: Context, number: IntroductionId, *, told: bool) -> View:
    """Shows the next best match of the same listing, which then counts as seen."""
    caller, now = context.caller, context.services.clock()
    async with context.services.database.reading() as session:
        found = await next_best(session, caller.id, number, now)
    listing_id, page = found if found is not None else (ALL, Page(card=None, index=0, total=0))
    if page.card is None:
        return views.never_answered(context.t, told=told)
    async with context.services.database.writing_once() as session:
        await suggestions.mark_seen(session, caller.id, [page.card.suggestion_id], now)
    return views.never_answered(context.t, page, listing_id, told=told)


@members_only
async def tell_worth(update: Update, context: Context, press: WorthPress) -> None:
    number, now = press.introduction, context.services.clock()
    async with context.services.database.writing() as session:
        await results.tell_worth(session, context.caller.id, number, press.worth, now)
    await redraw(update, views.quote_question(context.t, number), context.t("Thank you, noted."))


@members_only
async def quote(update: Update, context: Context, press: QuotePress) -> None:
    """Asks for a sentence, or takes one back."""
    if press.act is QuoteAct.ASK:
        async with context.services.database.reading() as session:
            await introductions.my_introduction(session, context.caller.id, press.introduction)
        await redraw(update, views.quote_question(context.t, press.introduction))
        return
    async with context.services.database.writing() as session:
        await results.take_quote_back(session, context.caller.id, press.introduction)
    await redraw(update, views.taken_back(context.t))

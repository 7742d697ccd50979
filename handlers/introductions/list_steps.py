"""/introductions, and the answers to what came of them."""

from telegram import Update

from bot.context import Context
from bot.errors import DomainError
from bot.usecases import introductions, recommendations
from handlers.introductions import answer_views, list_views, refusal
from handlers.introductions.buttons import OutcomePress, ShelfPress
from handlers.ui.gate import members_only
from handlers.ui.screen import acknowledge, replace, reply


@members_only
async def show(update: Update, context: Context) -> None:
    await acknowledge(update)
    async with context.services.database.reading() as session:
        everything = await introductions.my_introductions(session, context.caller.id)
        asked = await recommendations.invitations(session, context.caller.id)
    shelf = list_views.first_shelf(everything)
    await reply(update, list_views.introductions(context.t, everything, shelf, 0, asked))


@members_only
async def turn(update: Update, context: Context, press: ShelfPress) -> None:
    await acknowledge(update)
    async with context.services.database.reading() as session:
        everything = await introductions.my_introductions(session, context.caller.id)
    await replace(update, list_views.introductions(context.t, everything, press.shelf, press.page))


@members_only
async def record(update: Update, context: Context, press: OutcomePress) -> None:
    """What came of it, asked or unasked."""
    now = context.services.clock()
    view = answer_views.thanks(context.t)
    try:
        async with context.services.database.writing() as session:
            await introductions.record_outcome(
                session, context.caller.id, press.introduction, press.day or None, press.outcome, now
            )
    except DomainError as error:
        async with context.services.database.reading() as session:
            view = await refusal.view(session, context.caller, error, press.introduction)
    await acknowledge(update)
    await replace(update, view)

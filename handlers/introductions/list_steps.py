"""/introductions, and recording what came of one."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update

from bot.context import Context
from bot.errors import DomainError
from bot.usecases import introductions, recommendations
from bot.usecases.introductions import Seen
from handlers.introductions import answer_views, list_views, refusal
from handlers.introductions.buttons import OutcomePress, ShelfPress
from handlers.introductions.list_views import ShownShelf
from handlers.ui.gate import members_only
from handlers.ui.pages import Page
from handlers.ui.screen import acknowledge, replace, reply
from storage.vocabulary import Shelf


@members_only
async def show(update: Update, context: Context) -> None:
    """Shows what organizers recommend, and the shelf on which something waits for the person."""
    await acknowledge(update)
    async with context.services.database.reading() as session:
        shown = await _shown(session, context, None, 0)
        asked = await recommendations.invitations(session, context.caller.id, limit=list_views.PER_PAGE)
    await reply(update, list_views.introductions(context.t, shown, asked))


@members_only
async def turn(update: Update, context: Context, press: ShelfPress) -> None:
    await acknowledge(update)
    async with context.services.database.reading() as session:
        shown = await _shown(session, context, press.shelf, press.page)
    await replace(update, list_views.introductions(context.t, shown))


async def _shown(session: AsyncSession, context: Context, shelf: Shelf | None, index: int) -> ShownShelf:
    """Loads one page; without a shelf, of the person's turn if anything waits there, else of all."""
    counts = await introductions.count_introductions(session, context.caller.id)
    shelf = shelf or (Shelf.MY_TURN if counts[Shelf.MY_TURN] else Shelf.ALL)
    page = Page(total=counts[shelf], size=list_views.PER_PAGE, asked=index)
    here: Sequence[Seen] = ()
    if counts[shelf]:
        here = await introductions.my_introductions(
            session, context.caller.id, shelf=shelf, offset=page.offset, limit=page.size
        )
    return ShownShelf(shelf=shelf, counts=counts, page=page, here=here)


@members_only
async def record(update: Update, context: Context, press: OutcomePress) -> None:
    """Records what came of an introduction, whether the bot asked or not."""
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

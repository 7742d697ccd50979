"""An exhibitor's own page at an event."""

from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update

from bot.context import Context
from bot.usecases.events import booth_pages
from bot.usecases.file_names import event_file
from handlers.events import booth_page_views
from handlers.events.acting import read
from handlers.events.buttons import EventPress
from handlers.ui.gate import members_only
from handlers.ui.screen import redraw, respond
from handlers.ui.view import Upload, View


async def show(update: Update, context: Context, press: EventPress) -> None:
    async def page(session: AsyncSession) -> View:
        event, found = await booth_pages.booth_pages(session, context.caller.id, press.event)
        return booth_page_views.booth_pages(context.t, event, found)

    await redraw(update, await read(context, page))


@members_only
async def send_contacts(update: Update, context: Context, press: EventPress) -> None:
    """Sends the contacts of the companies to which both sides said yes."""

    async def file(session: AsyncSession) -> View:
        event, found = await booth_pages.met_companies(session, context.caller.id, press.event)
        text = context.t.n("{count} company that you met.", "{count} companies that you met.", len(found))
        name = f"{event_file(event, 'contacts')}.xlsx"
        content = partial(booth_page_views.contacts, context.t, found, ZoneInfo(event.zone))
        return View(text=text, attachment=Upload(content=content, name=name))

    await respond(update, await read(context, file))

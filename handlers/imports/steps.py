"""Buttons of an import: remarks before it, progress, report and undo after it."""

from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update

from bot.context import Context, Services
from bot.errors import NoLongerThereError
from bot.usecases.events import access
from bot.usecases.imports import storing
from bot.usecases.imports.undo import undo_import
from handlers.events.acting import read
from handlers.events.buttons import EventPress
from handlers.forms.context import field_context
from handlers.forms.opening import open_form
from handlers.imports import remark_views, result_views
from handlers.imports.buttons import ImportAct, ImportPress
from handlers.imports.fields import COUNTRY, EVENT, FILE, read_list
from handlers.imports.form import FORM, NAME
from handlers.ui.screen import acknowledge, redraw, respond
from handlers.ui.view import View
from storage import imports
from storage.ids import EventId
from storage.listings import origins
from storage.people import drafts

_LISTED: Final = 10


async def begin(update: Update, context: Context, press: EventPress) -> str | int:
    """Opens the dialog that imports a list."""
    async with context.services.database.reading() as session:
        await access.own_event(session, context.actor, press.event)
    await acknowledge(update)
    return await open_form(update, context, FORM, {EVENT: press.event})


async def act(update: Update, context: Context, press: ImportPress) -> None:
    match press.act:
        case ImportAct.REMARKS:
            view = await _remarks(context)
        case ImportAct.UNDO_NOW:
            view = await _undo(context, press)
        case _:
            view = await _view(context, press)
    await respond(update, view)


async def _remarks(context: Context) -> View:
    """Shows the remarks about the list in the open dialog.

    Raises NoLongerThereError if the dialog is closed, and FileUnavailableError.
    """
    async with context.services.database.reading() as session:
        draft = await drafts.of_form(session, context.caller.id, NAME)
        if draft is None or FILE not in draft.data:
            raise NoLongerThereError
        event = await access.own_event(session, context.actor, EventId(draft.data[EVENT]))
    ctx = field_context(context, draft.data)
    found = await read_list(ctx, draft.data[FILE]["file_id"], draft.data.get(COUNTRY))
    text = context.t("Every remark on your list, by row and column.")
    return View(text=text, attachment=remark_views.remarks_file(context.t, event, draft.data[FILE]["name"], found))


async def _undo(context: Context, press: ImportPress) -> View:
    async with context.services.database.writing() as session:
        done = await storing.own_import(session, context.actor, press.number)
        undone = await undo_import(session, context.actor, press.number, context.services.clock())
    for listing_id in undone.listings:
        await context.services.matchmaker.forget(listing_id)
    return result_views.undone(context.t, done.event_id, undone)


async def lists(update: Update, context: Context, press: EventPress) -> None:
    """Shows the imported lists of an event: the result of each, and how long it can be undone."""
    view = await read(context, lambda s: _lists(s, context, press.event))
    await redraw(update, view)


async def _lists(session: AsyncSession, context: Context, event_id: EventId) -> View:
    event = await access.own_event(session, context.actor, event_id)
    found = (await imports.of_event(session, event_id))[:_LISTED]
    return result_views.lists(context.t, event, found, keep=keep_time(context.services))


def keep_time(services: Services) -> timedelta:
    """Returns how long the rows of an import are kept. It cannot be undone without them."""
    return timedelta(days=services.settings.keep_imports_days)


async def _view(context: Context, press: ImportPress) -> View:
    async with context.services.database.reading() as session:
        found = await storing.own_import(session, context.actor, press.number)
        if press.act is ImportAct.UNDO:
            return result_views.ask_undo(context.t, press.number)
        if press.act is ImportAct.REPORT:
            event = await access.own_event(session, context.actor, found.event_id)
            return result_views.report(
                context.t, event, found.file_name or "", await imports.rows(session, press.number)
            )
        counts = await imports.outcomes(session, press.number)
        if found.finished_at is None:
            return result_views.running(context.t, press.number, sum(counts.values()), found.row_count or 0)
        listings = await imports.listing_count(session, press.number)
        drafts = (await origins.draft_state(session, found.event_id)).drafts
        until = found.created_at + keep_time(context.services)
        return result_views.imported(context.t, found, counts, listings, drafts=drafts, until=until)

"""Sends posters, booth signs and table tents as PDF files."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from telegram import Update

from bot import printing
from bot.context import Context
from bot.printing import BoothSign, EventHeader, Paper
from bot.usecases.events import look
from bot.usecases.events.access import own_event
from bot.usecases.events.printing import languages_of, linked_booths
from bot.usecases.file_names import event_file
from handlers.events import print_views
from handlers.events.acting import read
from handlers.events.buttons import Printed, PrintPress
from handlers.ui.presses import OldPressError
from handlers.ui.screen import acknowledge, redraw, reply
from handlers.ui.view import Upload, View
from storage.ids import EventId

_BOOTHS: Final[dict[Printed, tuple[str, Callable[[EventHeader, list[BoothSign]], bytes]]]] = {
    Printed.A5: ("booths-A5", lambda event, signs: printing.booth_signs(event, signs, Paper.A5)),
    Printed.TWO_A5: ("booths-2xA5", lambda event, signs: printing.booth_signs(event, signs, Paper.TWO_A5)),
    Printed.FOUR_A6: ("booths-4xA6", lambda event, signs: printing.booth_signs(event, signs, Paper.FOUR_A6)),
    Printed.TENTS: ("table-tents", printing.table_tents),
}
"""The end of the file's name, and what draws it."""


async def press(update: Update, context: Context, press: PrintPress) -> None:
    if press.what is Printed.MENU:
        await redraw(update, await _menu(context, press.event, named=press.named))
        return
    made = await (_poster(context, press.event) if press.what is Printed.POSTER else _booths(context, press))
    if made is None:
        raise OldPressError
    await acknowledge(update, context.t("It takes a moment."))
    await reply(update, made)


async def _menu(context: Context, event_id: EventId, *, named: bool) -> View:
    return await read(context, lambda s: print_views.load_menu(s, context.t, context.actor, event_id, named=named))


async def _poster(context: Context, event_id: EventId) -> View:
    async with context.services.database.reading() as session:
        event = await own_event(session, context.actor, event_id)
        shown = await look.of_event(session, event_id)
    languages = languages_of(event, context.t.language)
    texts: dict[str, Any] = print_views.poster_texts(event, languages, context.bot.username)
    draw = partial(printing.poster, print_views.header(event, shown, languages), **texts)
    text = context.t("The poster. Print it on A3, or smaller.")
    return View(text=text, attachment=Upload(content=draw, name=f"{event_file(event, 'poster')}.pdf"))


async def _booths(context: Context, press: PrintPress) -> View | None:
    """Returns None if no company has a booth any more."""
    services, t = context.services, context.t
    async with services.database.writing() as session:
        booths = await linked_booths(
            session, context.actor, press.event, named=press.named, draw=services.draw, now=services.clock()
        )
        event = await own_event(session, context.actor, press.event)
        shown = await look.of_event(session, press.event)
    if not booths:
        return None
    languages = languages_of(event, t.language)
    header = print_views.header(event, shown, languages)
    signs = [print_views.booth_sign(one, languages, context.bot.username, named=press.named) for one in booths]
    ending, draw = _BOOTHS[press.what]
    text = t.n("The sign of {count} booth.", "The signs of {count} booths.", len(signs))
    upload = Upload(content=partial(draw, header, signs), name=f"{event_file(event, ending)}.pdf")
    return View(text=text, attachment=upload)

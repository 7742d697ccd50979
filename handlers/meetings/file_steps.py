"""Files for organizers: the board as a picture and as a workbook, signs for the tables, and badges."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Final

from telegram import Update

from bot.context import Context
from bot.errors import DomainError
from bot.i18n.translator import Translator, translator_for
from bot.matching.country_names import country_name
from bot.printing.badges import Badge, BadgePaper, badges
from bot.printing.tables import TableSign, folded_table_signs
from bot.usecases.events import look
from bot.usecases.events.access import own_event
from bot.usecases.events.codes import EVENT, deep_link
from bot.usecases.events.printing import languages_of
from bot.usecases.file_names import event_file
from bot.usecases.meetings import overview_of_event
from bot.usecases.meetings.agenda import Board
from bot.usecases.meetings.board_workbook import write_board
from handlers.events.print_views import header
from handlers.events.views import back
from handlers.events.when import day_name
from handlers.meetings import arrivals
from handlers.meetings.buttons import MeetingsAct, MeetingsPress
from handlers.ui.screen import acknowledge, reply
from handlers.ui.view import Upload, View
from handlers.ui.welcome_views import refused
from storage.meetings import setups
from storage.models import Event
from storage.vocabulary import FileKind

FILES: Final = (MeetingsAct.BOARD, MeetingsAct.BOARD_FILE, MeetingsAct.SIGNS, MeetingsAct.BADGES)


async def send(update: Update, context: Context, press: MeetingsPress) -> None:
    await acknowledge(update)
    try:
        views = await _MAKERS[press.act](context, press)
    except DomainError as error:
        views = [refused(context.caller, error, back(context.t, press.event))]
    for view in views:
        await reply(update, view)


async def _board(context: Context, press: MeetingsPress) -> Sequence[View]:
    """Returns the board in its present state."""
    services, t = context.services, context.t
    async with services.database.reading() as session:
        event = await own_event(session, context.actor, press.event)
        found = await overview_of_event.board(session, context.actor, press.event, t.language, services.clock())
    if not found.cells:
        return [View(text=t("No meeting is booked yet."))]
    if press.act is MeetingsAct.BOARD_FILE:
        return [_workbook(context, event, found)]
    return await _pictures(context, found)


def _workbook(context: Context, event: Event, found: Board) -> View:
    text = context.t("📄 All meetings, by day and as a list. Press again for the latest state.")
    content = partial(write_board, context.t, found)
    return View(text=text, attachment=Upload(content=content, name=f"{event_file(event, 'meetings')}.xlsx"))


async def _pictures(context: Context, found: Board) -> Sequence[View]:
    from bot.charts.meeting_board import draw_board

    drawn = await asyncio.to_thread(draw_board, context.t, found)
    return [
        View(
            text=day_name(context.t, one.day),
            attachment=Upload(content=one.png, name=f"meetings-{one.day}.png", kind=FileKind.PHOTO),
        )
        for one in drawn
    ]


async def _signs(context: Context, press: MeetingsPress) -> Sequence[View]:
    """Returns a sign with a QR code for each table, to fold in the middle."""
    event_id, t = press.event, context.t
    async with context.services.database.reading() as session:
        event = await own_event(session, context.actor, event_id)
        shown, places = await look.of_event(session, event_id), await setups.places(session, event_id)
    languages = languages_of(event, t.language)
    words = tuple(dict.fromkeys(_scan_me(translator_for(one)) for one in languages))
    signs = [
        TableSign(
            name=place.name,
            hall=hall or "",
            link=deep_link(context.bot.username, arrivals.PARAMETER, place.code),
            invitation=words,
        )
        for place, hall in places
        if not place.video and place.company_id is None
    ]
    draw = partial(folded_table_signs, header(event, shown, languages), signs)
    text = t.n("The sign of {count} table.", "The signs of {count} tables.", len(signs))
    return [View(text=text, attachment=Upload(content=draw, name=f"{event_file(event, 'tables')}.pdf"))]


def _scan_me(t: Translator) -> str:
    return t("Scan this when you sit down")


async def _badges(context: Context, press: MeetingsPress) -> Sequence[View]:
    """Returns a badge for everybody who said that they come, or meets somebody at a table."""
    event_id, t = press.event, context.t
    async with context.services.database.reading() as session:
        event = await own_event(session, context.actor, event_id)
        shown = await look.of_event(session, event_id)
        people = await overview_of_event.people_there(session, context.actor, event_id)
    if not people:
        nothing = t("Nobody has a meeting yet, or has said under “When I have time” that they come.")
        return [View(text=nothing)]
    languages = languages_of(event, t.language)
    made = [
        Badge(
            name=name,
            company=company,
            country=country_name(country, languages[0]),
            role="",
            link=deep_link(context.bot.username, EVENT, event.code),
        )
        for name, company, country in people
    ]
    draw = partial(badges, header(event, shown, languages), made, BadgePaper.EIGHT_A7)
    text = t.n("The badge of {count} person.", "The badges of {count} people.", len(made))
    return [View(text=text, attachment=Upload(content=draw, name=f"{event_file(event, 'badges')}.pdf"))]


_MAKERS: Final[Mapping[MeetingsAct, Callable[[Context, MeetingsPress], Awaitable[Sequence[View]]]]] = {
    MeetingsAct.BOARD: _board,
    MeetingsAct.BOARD_FILE: _board,
    MeetingsAct.SIGNS: _signs,
    MeetingsAct.BADGES: _badges,
}

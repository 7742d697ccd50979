"""Files for organizers: the board as a picture and as a workbook."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Final

from telegram import Update

from bot.context import Context
from bot.errors import DomainError
from bot.usecases.events.access import own_event
from bot.usecases.file_names import event_file
from bot.usecases.meetings.agenda import Board
from bot.usecases.meetings.board_workbook import write_board
from bot.usecases.meetings.overview_of_event import board
from handlers.events.when import day_name
from handlers.meetings.buttons import MeetingsAct, MeetingsPress
from handlers.ui.notes import error_view
from handlers.ui.screen import Upload, View, acknowledge, reply
from storage.models import Event
from storage.vocabulary import FileKind

FILES: Final = (MeetingsAct.BOARD, MeetingsAct.BOARD_FILE)


async def send(update: Update, context: Context, press: MeetingsPress) -> None:
    """Sends the board in its present state."""
    await acknowledge(update)
    for view in await _views(context, press):
        await reply(update, view)


async def _views(context: Context, press: MeetingsPress) -> Sequence[View]:
    services, t = context.services, context.t
    try:
        async with services.database.reading() as session:
            event = await own_event(session, context.actor, press.event)
            found = await board(session, context.actor, press.event, t.language, services.clock())
    except DomainError as error:
        return [error_view(t, error)]
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

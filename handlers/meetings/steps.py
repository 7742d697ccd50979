"""Buttons of meetings that open no dialog: answer, cancel, be late, look, and say how it went."""

import asyncio
import html
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update

from bot.context import Context
from bot.errors import AlreadyDoneError, DomainError
from bot.usecases.events.joining import require_participant
from bot.usecases.file_names import event_file
from bot.usecases.meetings import asking, availability, changing, overview
from bot.usecases.meetings.calendar_file import write_agenda, write_meeting
from bot.usecases.meetings.overview import ShownMeeting, shown_meeting
from bot.usecases.people.settings import notification_settings
from handlers.introductions.cards import contact_card
from handlers.meetings import list_views, views
from handlers.meetings.buttons import (
    FreedTimePress,
    MeetingAct,
    MeetingPress,
    MeetingsPress,
    TimePress,
)
from handlers.ui.buttons import Place
from handlers.ui.gate import members_only
from handlers.ui.notes import error_text
from handlers.ui.presses import OldPressError
from handlers.ui.screen import acknowledge, redraw, reply, respond
from handlers.ui.view import Upload, View, row
from handlers.ui.welcome_views import go, refused
from storage.ids import EventId, MeetingId
from storage.models import Meeting
from storage.vocabulary import FileKind

Change = Callable[[AsyncSession], Awaitable[Meeting]]


@members_only
async def show(update: Update, context: Context) -> None:
    """Handles /meetings: shows the meetings of the next event, or asks which event."""
    async with context.services.database.reading() as session:
        found = await overview.events_to_meet_at(session, context.caller.id, context.services.clock())
    if len(found) == 1:
        await respond(update, await _mine(context, found[0].id))
    else:
        await respond(update, list_views.choose_event(context.t, found) if found else list_views.no_events(context.t))


@members_only
async def mine(update: Update, context: Context, press: MeetingsPress) -> None:
    await redraw(update, await _mine(context, press.event))


async def _mine(context: Context, event_id: EventId) -> View:
    try:
        async with context.services.database.reading() as session:
            found = await availability.my_availability(session, context.caller.id, event_id)
            meetings = await overview.my_meetings(session, context.caller.id, event_id)
            habits = await notification_settings(session, context.caller.id)
    except DomainError as error:
        return refused(context.caller, error, row(go(context.t, Place.EVENTS)))
    return list_views.mine(context.t, found.event, meetings, habits.zone, answered=found.answered)


@members_only
async def send_calendar(update: Update, context: Context, press: MeetingsPress) -> None:
    """Sends all meetings as a calendar file."""
    async with context.services.database.reading() as session:
        event = await require_participant(session, context.caller.id, press.event)
        agenda = await overview.agenda(session, context.caller.id, press.event, context.t.language)
    content = partial(write_agenda, agenda, context.services.clock())
    text = context.t("📆 Open this file to add your meetings to your calendar. Open a newer one to update them.")
    name = f"{event_file(event, 'meetings')}.ics"
    await respond(update, View(text=text, attachment=Upload(content=content, name=name)))


@members_only
async def send_picture(update: Update, context: Context, press: MeetingsPress) -> None:
    """Sends all meetings as pictures, a few days on each."""
    from bot.charts.meetings import draw_agenda

    await acknowledge(update)
    async with context.services.database.reading() as session:
        await require_participant(session, context.caller.id, press.event)
        agenda = await overview.agenda(session, context.caller.id, press.event, context.t.language)
    text = context.t("📅 <b>Your meetings at {event}</b>", event=html.escape(agenda.event_name))
    for picture in await asyncio.to_thread(draw_agenda, context.t, agenda):
        attachment = Upload(content=picture, name="meetings.png", kind=FileKind.PHOTO)
        await reply(update, View(text=text, attachment=attachment))


@members_only
async def press(update: Update, context: Context, pressed: MeetingPress) -> None:
    """Handles the buttons of one meeting."""
    act, number = pressed.act, pressed.meeting
    if act in _CHANGES:
        await _change(update, context, number, partial(_CHANGES[act], context, number))
    elif act in _SAID:
        await _say(update, context, number, *_SAID[act])
    elif act is MeetingAct.LATE:
        await _run_late(update, context, number)
    elif act is MeetingAct.CALENDAR:
        await respond(update, await _calendar(context, number))
    elif act in {MeetingAct.OPEN, MeetingAct.CANCEL}:
        shown, t = await _shown(context, number), context.t
        view = (
            views.ask_to_cancel(t, shown)
            if act is MeetingAct.CANCEL
            else views.card(t, shown, context.services.clock())
        )
        await redraw(update, view)
    else:
        raise OldPressError


@members_only
async def pick_time(update: Update, context: Context, pressed: TimePress) -> None:
    """Books a suggested time. If that accepted the introduction, the contacts follow."""
    caller, now = context.caller, context.services.clock()
    before = await _shown(context, pressed.meeting)

    async def pick(session: AsyncSession) -> Meeting:
        return await asking.pick_time(session, caller.id, pressed.meeting, pressed.slot, now=now)

    if await _change(update, context, pressed.meeting, pick) and before.introduction.is_open:
        async with context.services.database.reading() as session:
            view = await contact_card(session, caller.id, caller.t, before.introduction.id, now=now)
        await reply(update, view)


@members_only
async def take_freed_time(update: Update, context: Context, pressed: FreedTimePress) -> None:
    async def take(session: AsyncSession) -> Meeting:
        now = context.services.clock()
        return await asking.take_free_time(session, context.caller.id, pressed.meeting, pressed.slot, now=now)

    await _change(update, context, pressed.meeting, take)


async def _change(update: Update, context: Context, number: MeetingId, change: Change) -> bool:
    """Applies a change, commits, and redraws the card. Returns False if the change was refused."""
    note = ""
    try:
        async with context.services.database.writing() as session:
            await change(session)
    except DomainError as error:
        note = f"ℹ️ {error_text(context.t, error)}"
    context.services.outbox.wake()
    try:
        view = _card(context, await _shown(context, number), note=note)
    except DomainError as error:
        view = refused(context.caller, error, row(go(context.t, Place.MEETINGS)))
    await redraw(update, view)
    return not note


async def _leave_to_plan(context: Context, number: MeetingId, session: AsyncSession) -> Meeting:
    return await asking.leave_to_plan(session, context.caller.id, number, now=context.services.clock())


async def _decline(context: Context, number: MeetingId, session: AsyncSession) -> Meeting:
    return await asking.decline(session, context.caller.id, number, now=context.services.clock())


async def _take_back(context: Context, number: MeetingId, session: AsyncSession) -> Meeting:
    return await asking.take_back(session, context.caller.id, number, now=context.services.clock())


async def _cancel(context: Context, number: MeetingId, session: AsyncSession) -> Meeting:
    return await changing.cancel(session, context.caller.id, number, now=context.services.clock())


_CHANGES: Final[Mapping[MeetingAct, Callable[[Context, MeetingId, AsyncSession], Awaitable[Meeting]]]] = {
    MeetingAct.LEAVE_TO_PLAN: _leave_to_plan,
    MeetingAct.DECLINE: _decline,
    MeetingAct.TAKE_BACK: _take_back,
    MeetingAct.CANCEL_NOW: _cancel,
}
_SAID: Final[Mapping[MeetingAct, tuple[bool, bool | None]]] = {
    MeetingAct.AGAIN: (True, True),
    MeetingAct.NOT_AGAIN: (True, False),
    MeetingAct.NOT_MET: (False, None),
}
"""Whether the two met, and whether to meet again."""


async def _say(update: Update, context: Context, number: MeetingId, met: bool, again: bool | None) -> None:
    now = context.services.clock()
    try:
        async with context.services.database.writing() as session:
            await changing.tell_how_it_went(session, context.caller.id, number, met=met, again=again, now=now)
        view = views.thanks(context.t, await _shown(context, number), met=met)
    except AlreadyDoneError as error:
        view = _card(context, await _shown(context, number), note=f"ℹ️ {error_text(context.t, error)}")
    await redraw(update, view)


async def _run_late(update: Update, context: Context, number: MeetingId) -> None:
    try:
        async with context.services.database.writing() as session:
            await changing.run_late(session, context.caller.id, number, now=context.services.clock())
        note = context.t("🏃 I told them that you are running late.")
    except AlreadyDoneError as error:
        note = f"ℹ️ {error_text(context.t, error)}"
    context.services.outbox.wake()
    await redraw(update, _card(context, await _shown(context, number), note=note))


async def _calendar(context: Context, number: MeetingId) -> View:
    shown = await _shown(context, number)
    meeting = overview.agenda_meeting(shown)
    if meeting is None:
        raise OldPressError
    name = context.t("📆 Open this file to add the meeting to your calendar.")
    content = partial(write_meeting, views.plain_name(context.t, shown.event), meeting, context.services.clock())
    return View(text=name, attachment=Upload(content=content, name="meeting.ics"))


async def _shown(context: Context, number: MeetingId) -> ShownMeeting:
    async with context.services.database.reading() as session:
        return await shown_meeting(session, context.caller.id, number)


def _card(context: Context, shown: ShownMeeting, *, note: str = "") -> View:
    return views.card(context.t, shown, context.services.clock(), note=note)

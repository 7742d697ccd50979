"""Notices about meetings."""

from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from bot.errors import DomainError
from bot.i18n.translator import mark
from bot.usecases.meetings.overview import ShownMeeting, my_meetings, shown_meeting
from bot.usecases.people.settings import notification_settings
from handlers.meetings import list_views, views
from handlers.meetings.buttons import MeetingsAct, MeetingsPress
from handlers.ui.notice import NoticeContext, Renderer
from handlers.ui.view import Button, View, row
from storage.events import events
from storage.ids import EventId, MeetingId, SlotId
from storage.meetings import plans, setups
from storage.vocabulary import MeetingStatus, Topic

_NOTES: Final = {
    Topic.MEETING_BOOKED: mark("✅ They chose a time. Your meeting is booked."),
    Topic.MEETING_WANTED: mark("👍 They want to meet you too."),
    Topic.MEETING_DECLINED: mark("They said no to your times."),
    Topic.MEETING_WITHDRAWN: mark("They took their request back."),
    Topic.MEETING_EXPIRED: mark("Nobody answered in time."),
    Topic.MEETING_CANCELLED: mark("It cannot take place. Others can have the time now."),
    Topic.MEETING_BY_COLLEAGUE: mark("👥 Your colleague has changed this meeting."),
    Topic.MEETING_SOON: mark("⏰ It begins soon."),
    Topic.MEETING_LATE: mark("🏃 They are running late."),
    Topic.MEETING_WAITING: mark("👋 They are there and wait for you."),
}
"""What happened, over the card. A request needs no note: the card says it."""


async def _about_meeting(ctx: NoticeContext) -> View | None:
    """Shows the meeting with what happened. Returns None if it has changed since."""
    shown = await _current(ctx)
    if shown is None:
        return None
    note = _NOTES.get(Topic(ctx.topic))
    return views.card(ctx.t, shown, ctx.now, note="" if note is None else ctx.t(note))


async def _of_the_day(ctx: NoticeContext) -> View | None:
    """Returns None once the meeting has begun, or is over."""
    shown = await _current(ctx)
    if shown is None or shown.slot is None or shown.slot.starts_at <= ctx.now:
        return None
    return views.card(ctx.t, shown, ctx.now, note=ctx.t(_NOTES[Topic.MEETING_SOON]))


async def _current(ctx: NoticeContext) -> ShownMeeting | None:
    try:
        shown = await shown_meeting(ctx.session, ctx.person_id, MeetingId(ctx.payload["meeting_id"]))
    except DomainError:
        return None
    return shown if shown.revision == ctx.payload["revision"] else None


async def _slot_free(ctx: NoticeContext) -> View | None:
    shown = await _current(ctx)
    slot = await setups.find_slot(ctx.session, SlotId(ctx.payload["slot_id"]))
    if shown is None or shown.status is not MeetingStatus.WANTED or slot is None or slot.starts_at <= ctx.now:
        return None
    return views.slot_free(ctx.t, shown, slot)


async def _over(ctx: NoticeContext) -> View | None:
    shown = await _current(ctx)
    return None if shown is None else views.how_it_went(ctx.t, shown)


async def _day(ctx: NoticeContext) -> View | None:
    """Shows the meetings of a day."""
    day, event_id = date.fromisoformat(ctx.payload["date"]), EventId(ctx.payload["event_id"])
    event = await events.find(ctx.session, event_id)
    if event is None:
        return None
    found = await _booked(ctx, event_id)
    zone = ZoneInfo(event.zone)
    that_day = [one for one in found if one.slot and one.slot.starts_at.astimezone(zone).date() == day]
    if not that_day:
        return None
    habits = await notification_settings(ctx.session, ctx.person_id)
    return list_views.day(ctx.t, event, that_day, habits.zone)


async def _plan(ctx: NoticeContext) -> View | None:
    """Shows somebody's meetings after the organizer published the plan."""
    event_id = EventId(ctx.payload["event_id"])
    event, found = await events.find(ctx.session, event_id), await _booked(ctx, event_id)
    if event is None or not found:
        return None
    habits = await notification_settings(ctx.session, ctx.person_id)
    return list_views.plan(ctx.t, event, found, habits.zone)


async def _booked(ctx: NoticeContext, event_id: EventId) -> list[ShownMeeting]:
    """Returns the booked meetings of the person; none if they have left the event."""
    try:
        return await my_meetings(ctx.session, ctx.person_id, event_id, statuses=[MeetingStatus.CONFIRMED])
    except DomainError:
        return []


async def _plan_made(ctx: NoticeContext) -> View | None:
    draft = await plans.find(ctx.session, EventId(ctx.payload["event_id"]))
    if draft is None or draft.made_at is None or draft.asked_at.isoformat() != ctx.payload["asked_at"]:
        return None
    look = Button(text=ctx.t("🗓 Look at the plan"), press=MeetingsPress(draft.event_id, MeetingsAct.PLAN))
    return View(text=ctx.t("🗓 The plan for your meetings is ready."), rows=(row(look),))


NOTICES: dict[str, Renderer] = {
    **dict.fromkeys((*_NOTES, Topic.MEETING_ASKED), _about_meeting),
    Topic.MEETING_SOON: _of_the_day,
    Topic.MEETING_SLOT_FREE: _slot_free,
    Topic.MEETING_OVER: _over,
    Topic.MEETING_DAY: _day,
    Topic.MEETING_PLAN: _plan,
    Topic.MEETING_PLAN_MADE: _plan_made,
}

"""The form in which an organizer sets up the meetings of an event."""

import html
from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any, Final

from bot.errors import DomainError
from bot.i18n.translator import mark
from bot.usecases.meetings import setup
from bot.usecases.meetings.overview_of_event import event_meetings
from bot.usecases.meetings.setup import Hours, NewPlace, NewSetup, slot_times
from handlers.forms.context import Data, FieldContext, FinishContext, opened_with
from handlers.forms.fields import ChoiceField
from handlers.forms.form import Finished, Form, ends_when_refused
from handlers.forms.views import lines
from handlers.meetings import organizer_views
from handlers.meetings.setup_fields import (
    BOOTHS,
    CHOSEN_BY,
    DAILY_LIMIT,
    DAYS,
    EVENT,
    HOURS,
    LENGTH,
    LIMIT,
    NO,
    PAUSE,
    PLACES,
    UNREAD_ROWS,
    VIDEO,
    YES,
    ZONE,
    HoursField,
    LimitField,
    PlacesField,
)
from handlers.ui.notes import error_text
from storage.ids import EventId
from storage.models import Event, MeetingPlace, MeetingSetup
from storage.vocabulary import TimesChosenBy

_BREAK_MINUTES: Final = 5


async def _preview(ctx: FieldContext) -> str:
    t = ctx.t
    text = [t("<b>Meetings</b>"), "", *lines(FORM.fields, ctx)]
    try:
        times = slot_times(_hours(ctx.data), int(ctx.data[LENGTH]), ctx.data[PAUSE], ctx.data[ZONE])
    except DomainError as error:
        return "\n".join([*text, "", f"⚠️ {error_text(t, error)}"])
    seats = sum(capacity for _, capacity, _ in ctx.data[PLACES])
    room = t(
        "{times} times × {tables} tables: room for {most} meetings.",
        times=t.number(len(times)),
        tables=t.number(seats),
        most=t.number(len(times) * seats),
    )
    return "\n".join([*text, "", room, *_unread_rows(ctx)])


def _unread_rows(ctx: FieldContext) -> list[str]:
    """Returns the rows of the file that were not used, each with the reason."""
    found = ctx.data.get(UNREAD_ROWS) or ()
    lines = [
        ctx.t("• Row {row}: {why} <i>{text}</i>", row=row, why=ctx.t(why), text=html.escape(text))
        for _, row, text, why in found
    ]
    return ["", ctx.t("<b>Not used of the file</b>"), *lines] if lines else []


def _hours(data: Data) -> list[Hours]:
    return [
        (date.fromisoformat(day), time.fromisoformat(first), time.fromisoformat(last))
        for day, first, last in data[HOURS]
    ]


async def _finish(ctx: FinishContext) -> Finished:
    data, event_id = ctx.data, EventId(ctx.data[EVENT])
    new = NewSetup(
        hours=_hours(data),
        slot_minutes=int(data[LENGTH]),
        break_minutes=data[PAUSE],
        places=[NewPlace(name=name, capacity=capacity, hall=hall) for name, capacity, hall in data[PLACES]],
        video=data[VIDEO] == YES,
        chosen_by=TimesChosenBy(data[CHOSEN_BY]),
        booths=data.get(BOOTHS) == YES,
        person_limit=data.get(LIMIT),
        daily_limit=data.get(DAILY_LIMIT),
    )
    await setup.set_up(ctx.session, ctx.actor, event_id, new, draw=ctx.draw, now=ctx.now)
    found = await event_meetings(ctx.session, ctx.actor, event_id)
    return Finished(view=organizer_views.managed(ctx.t, found))


def start_data(
    event: Event, known: MeetingSetup | None, places: Sequence[tuple[MeetingPlace, str | None]]
) -> dict[str, Any]:
    """Returns the data to set up the meetings of an event, with the answers of the present setup."""
    days = [event.starts_on + timedelta(days=more) for more in range((event.ends_on - event.starts_on).days + 1)]
    data: dict[str, Any] = {
        EVENT: event.id,
        ZONE: event.zone,
        DAYS: [day.isoformat() for day in days],
        PAUSE: _BREAK_MINUTES,
    }
    if known is None:
        return data
    answers = {
        HOURS: known.hours,
        LENGTH: str(known.slot_minutes),
        PLACES: [
            [place.name, place.capacity, hall] for place, hall in places if not place.video and place.company_id is None
        ],
        CHOSEN_BY: known.chosen_by.value,
        VIDEO: YES if known.video else NO,
        BOOTHS: YES if any(place.company_id is not None for place, _ in places) else NO,
        LIMIT: known.person_limit,
        DAILY_LIMIT: known.daily_limit,
    }
    return {**data, PAUSE: known.break_minutes, **opened_with(answers)}


FORM = Form(
    name="meeting_setup",
    title=lambda t, _: t("Meetings"),
    fields=(
        HoursField(key=HOURS, label=mark("Hours")),
        ChoiceField(
            key=LENGTH,
            label=mark("Length"),
            question=mark("How long is a meeting? After each, there are five minutes to walk to the next table."),
            options=lambda _: {
                "15": mark("15 minutes"),
                "20": mark("20 minutes"),
                "25": mark("25 minutes"),
                "30": mark("30 minutes"),
                "45": mark("45 minutes"),
            },
            per_row=2,
        ),
        PlacesField(key=PLACES, label=mark("Tables")),
        ChoiceField(
            key=CHOSEN_BY,
            label=mark("Who chooses the times"),
            question=mark(
                "Who chooses the times? People suggest times to each other; your plan finds times for all at once."
            ),
            options=lambda _: {
                TimesChosenBy.BOTH: mark("People, and a plan for the rest"),
                TimesChosenBy.PEOPLE: mark("People choose"),
                TimesChosenBy.PLAN: mark("The plan chooses"),
            },
        ),
        ChoiceField(
            key=VIDEO,
            label=mark("By video"),
            question=mark("May people who are not there meet by video?"),
            options=lambda _: {YES: mark("Yes"), NO: mark("No")},
            per_row=2,
        ),
        ChoiceField(
            key=BOOTHS,
            label=mark("At booths"),
            question=mark("May exhibitors meet people at their own booths? Tables are then for the others."),
            options=lambda _: {YES: mark("Yes"), NO: mark("No")},
            per_row=2,
            optional=True,
            hidden=True,
        ),
        LimitField(
            key=LIMIT,
            label=mark("Meetings a person"),
            question=mark("How many meetings may one person have? Send a number, or skip for no limit."),
            optional=True,
            hidden=True,
        ),
        LimitField(
            key=DAILY_LIMIT,
            label=mark("Meetings a day"),
            question=mark("How many meetings may one person have on one day? Send a number, or skip for no limit."),
            optional=True,
            hidden=True,
        ),
    ),
    sent=HOURS,
    skips_answered=True,
    preview=_preview,
    finish=ends_when_refused(_finish),
    aside=mark("Nothing was changed."),
)

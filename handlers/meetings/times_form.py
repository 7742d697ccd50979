"""The form that suggests up to three times for a meeting."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.errors import DomainError
from bot.i18n.translator import Translator, mark
from bot.reading.availability import read_availability
from bot.reading.moments import read_moment
from bot.usecases.meetings import asking
from bot.usecases.meetings.asking import MOST_TIMES
from bot.usecases.meetings.overview import shown_meeting
from bot.usecases.meetings.pairs import Pair, free_slots, pair_of
from bot.usecases.people.settings import notification_settings
from handlers.events.when import clock, day_name, shown
from handlers.forms.context import Data, FieldContext, FinishContext
from handlers.forms.fields import in_rows
from handlers.forms.form import Accept, Choice, Field, Finished, Form, Outcome, Question, Redraw, Refuse
from handlers.forms.user_input import Act, Pressed, Text, UserInput
from handlers.meetings import views
from handlers.meetings.buttons import MeetPress
from handlers.meetings.when import local_times, slots_by_day, zone_note
from handlers.ui.notes import error_text
from handlers.ui.view import Button, View, row
from storage.ids import EventId, IntroductionId, SlotId
from storage.models import Event, MeetingSlot
from storage.vocabulary import MeetingStatus, TimesChosenBy

INTRODUCTION, EVENT, TIMES = "introduction", "event_id", "times"
_DAY: Final = "_day"
_SHOWN: Final = "_shown"
"""The answer in words, once it is given."""
_ANY: Final = "any"
_PER_ROW: Final = 4
_NEAR: Final = timedelta(minutes=30)
"""A typed time means the nearest slot within this time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesField(Field):
    """Up to three free times, as a list of slot ids; an empty list leaves the time to the plan."""

    async def ask(self, ctx: FieldContext) -> Question:
        t, (pair, slots, own) = ctx.t, await _free(ctx)
        if not slots:
            return Question(text=t("No time is free for both of you. Ask them to write when they could."))
        days = slots_by_day(slots, ZoneInfo(pair.event.zone))
        day = _open_day(days, ctx.data)
        chosen = self._chosen(ctx.data)
        tabs = [Choice(_tab(t, one, is_open=one == day), Act.PAGE, one.isoformat()) for one in days]
        times = [Choice(_label(t, slot, pair.event, chosen), Act.TOGGLE, str(slot.id)) for slot in days[day]]
        rows = (*in_rows(tabs, 3), *in_rows(times, _PER_ROW))
        if chosen:
            rows += ((Choice(t("Send ({count})", count=len(chosen)), Act.DONE),),)
        elif _can_leave_to_plan(pair):
            rows += ((Choice(t("🗓 Any time: let the plan choose"), Act.CHOOSE, _ANY),),)
        picked = [shown(t, slot.starts_at, pair.event.zone) for slot in slots if slot.id in chosen]
        note = zone_note(t, slots[0].starts_at, pair.event, own)
        parts = (self._asked(t, pair), "\n".join(f"✅ {one}" for one in picked), note)
        return Question(text="\n\n".join(part for part in parts if part), choices=rows)

    def _asked(self, t: Translator, pair: Pair) -> str:
        text = t("Choose up to {count} times. They pick one.", count=MOST_TIMES)
        if pair.others:
            text += "\n" + t("You see only times that are free for both.")
        return text

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        pair, slots, _ = await _free(ctx)
        chosen, known = self._chosen(ctx.data), {str(slot.id): slot for slot in slots}
        match user_input:
            case Pressed(Act.DONE, _) if chosen:
                picked = [one for one in chosen if str(one) in known]
                when = [shown(ctx.t, known[str(one)].starts_at, pair.event.zone) for one in picked]
                return Accept({self.key: picked, _SHOWN: ctx.t.joined(when)})
            case Pressed(Act.CHOOSE, value) if value == _ANY and _can_leave_to_plan(pair):
                return Accept({self.key: [], _SHOWN: ctx.t("any time")})
            case Pressed(Act.PAGE, value):
                return Redraw({_DAY: value})
            case Pressed(Act.TOGGLE, value) if value in known:
                return self._toggle(int(value), chosen, ctx.t)
            case Text(text):
                return self._typed(text, slots, pair.event, ctx)
        return Refuse(ctx.t("Choose one of the buttons below."))

    def _toggle(self, slot: int, chosen: list[int], t: Translator) -> Outcome:
        if slot in chosen:
            return Redraw({self.key: [one for one in chosen if one != slot]})
        if len(chosen) >= MOST_TIMES:
            return Refuse(t.n("{count} at most. Untick it first.", "{count} at most. Untick one first.", MOST_TIMES))
        return Redraw({self.key: [*chosen, slot]})

    def _typed(self, text: str, slots: Sequence[MeetingSlot], event: Event, ctx: FieldContext) -> Outcome:
        """Ticks the first free times that typed words mean, such as "Tuesday afternoon" or "11 March 10:00"."""
        zone = ZoneInfo(event.zone)
        days = list(slots_by_day(slots, zone))
        rule, moment = read_availability(text, days=days), read_moment(text, ctx.now.astimezone(zone))
        fitting = [] if rule is None else [slot for slot in slots if rule.allows(*local_times(slot, zone))]
        if moment is not None:
            near = [slot for slot in slots if abs(slot.starts_at - moment) <= _NEAR]
            fitting = sorted(near, key=lambda slot: abs(slot.starts_at - moment))[:1] or fitting
        if not fitting:
            nothing = ctx.t("No free time like that. Press a button, or write for example “Tuesday afternoon”.")
            return Refuse(nothing)
        return Redraw(
            {
                self.key: [slot.id for slot in fitting[:MOST_TIMES]],
                _DAY: fitting[0].starts_at.astimezone(zone).date().isoformat(),
            }
        )

    def answered(self, data: Data) -> bool:
        return _SHOWN in data

    def shown(self, ctx: FieldContext) -> str:
        return str(ctx.data.get(_SHOWN) or "")

    def _chosen(self, data: Data) -> list[int]:
        return list(data.get(self.key) or [])


async def _free(ctx: FieldContext) -> tuple[Pair, list[MeetingSlot], ZoneInfo]:
    """Returns the pair, the times that are free for both, and the reader's time zone."""
    introduction, event = IntroductionId(ctx.data[INTRODUCTION]), EventId(ctx.data[EVENT])
    async with ctx.reading() as session:
        pair = await pair_of(session, ctx.caller.id, introduction, event)
        habits = await notification_settings(session, ctx.caller.id)
        return pair, await free_slots(session, pair, ctx.now), habits.zone


def _can_leave_to_plan(pair: Pair) -> bool:
    booked = pair.meeting is not None and pair.meeting.status is MeetingStatus.CONFIRMED
    return pair.setup.chosen_by is not TimesChosenBy.PEOPLE and not booked


def _open_day(days: Mapping[date, object], data: Data) -> date:
    return next((day for day in days if day.isoformat() == data.get(_DAY)), next(iter(days)))


def _tab(t: Translator, day: date, *, is_open: bool) -> str:
    return f"• {day_name(t, day)} •" if is_open else day_name(t, day)


def _label(t: Translator, slot: MeetingSlot, event: Event, chosen: Sequence[int]) -> str:
    time = clock(t, slot.starts_at, event.zone)
    return f"✅ {time}" if slot.id in chosen else time


async def _finish(ctx: FinishContext) -> Finished:
    introduction, event = IntroductionId(ctx.data[INTRODUCTION]), EventId(ctx.data[EVENT])
    times = [SlotId(one) for one in ctx.data.get(TIMES) or ()]
    try:
        meeting = await asking.suggest_times(ctx.session, ctx.caller.id, introduction, event, times, now=ctx.now)
    except DomainError as error:
        again = Button(text=ctx.t("🕓 Other times"), press=MeetPress(introduction, event))
        return Finished(view=View(text=error_text(ctx.t, error), rows=(row(again),)))
    shown_one = await shown_meeting(ctx.session, ctx.caller.id, meeting.id)
    note = ctx.t("📨 Sent. I tell you as soon as they answer.")
    if shown_one.colleague:
        note = ctx.t("📨 Sent. I tell {name} as soon as they answer.", name=html.escape(shown_one.colleague))
    return Finished(view=views.card(ctx.t, shown_one, ctx.now, note=note))


def start_data(introduction_id: IntroductionId, event_id: EventId) -> dict[str, Any]:
    return {INTRODUCTION: introduction_id, EVENT: event_id}


FORM = Form(
    name="times",
    title=lambda t, _: t("Meet at the fair"),
    fields=(TimesField(key=TIMES, label=mark("Times")),),
    finish=_finish,
    aside=mark("Nothing was sent."),
)

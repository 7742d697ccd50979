"""The form in which people say when they have time for meetings: by half-days, by slots, or in words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.errors import DomainError
from bot.i18n.translator import Translator, mark
from bot.reading.availability import read_availability
from bot.usecases.meetings import availability
from bot.usecases.meetings.availability import Availability, checked_link
from bot.usecases.meetings.overview import my_meetings
from bot.usecases.people.settings import notification_settings
from handlers.events.when import clock, day_name
from handlers.forms.context import Data, FieldContext, FinishContext, opened_with
from handlers.forms.fields import ChoiceField, TextField, in_rows
from handlers.forms.form import Accept, Choice, Field, Finished, Form, Outcome, Question, Redraw, Refuse
from handlers.forms.user_input import Act, Pressed, Text, UserInput
from handlers.meetings import list_views
from handlers.meetings.views import to_meetings
from handlers.meetings.when import local_times, slots_by_day, zone_note
from handlers.ui.view import row
from handlers.ui.welcome_views import refused
from storage.ids import EventId, SlotId
from storage.models import MeetingSlot

EVENT, AWAY, BY_VIDEO, LINK = "event_id", "away", "by_video", "video_link"
_VIDEO: Final = "_video"
"""Set if the event has meetings by video."""
_DAY: Final = "_day"
"""The day whose slots are shown; nothing for all half-days."""
_DONE: Final = "_done"
_THERE, _AT_HOME = "there", "video"
_ALL, _NONE, _BACK = "all", "none", "back"
_NOON: Final = time(13)
_PER_ROW: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeTimesField(Field):
    """Stores the ids of the slots for which the person has no time."""

    async def ask(self, ctx: FieldContext) -> Question:
        t, (found, own) = ctx.t, await _load(ctx)
        zone, away = ZoneInfo(found.event.zone), self._away(ctx.data)
        days = slots_by_day(found.slots, zone)
        opened = next((day for day in days if day.isoformat() == ctx.data.get(_DAY)), None)
        rows = _day_rows(t, found, days[opened], away) if opened else _overview_rows(t, days, zone, away)
        parts = [_asked(t, found, away), zone_note(t, found.slots[0].starts_at, found.event, own)]
        done = Choice(t("Done"), Act.DONE)
        return Question(text="\n\n".join(part for part in parts if part), choices=(*rows, (done,)))

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        found, _ = await _load(ctx)
        away = self._away(ctx.data)
        slots = [slot.id for slot in found.slots]
        match user_input:
            case Pressed(Act.DONE, _):
                return Accept({self.key: sorted(away), _DAY: None, _DONE: True})
            case Pressed(Act.CHOOSE, value) if value in {_ALL, _NONE}:
                return Redraw({self.key: [] if value == _ALL else slots})
            case Pressed(Act.PAGE, value):
                return Redraw({_DAY: None if value == _BACK else value})
            case Pressed(Act.TOGGLE, value):
                return Redraw({self.key: sorted(_toggled(away, _chosen(value, found)))})
            case Text(text):
                return self._typed(text, found, ctx.t)
        return Refuse(ctx.t("Press what fits and then Done, or write for example “only afternoons”."))

    def _typed(self, text: str, found: Availability, t: Translator) -> Outcome:
        zone = ZoneInfo(found.event.zone)
        rule = read_availability(text, days=list(slots_by_day(found.slots, zone)))
        if rule is None:
            return Refuse(t("I did not understand that. Press the buttons, or write for example “only afternoons”."))
        away = [slot.id for slot in found.slots if not rule.allows(*local_times(slot, zone))]
        return Redraw({self.key: away, _DAY: None})

    def answered(self, data: Data) -> bool:
        return bool(data.get(_DONE))

    def shown(self, ctx: FieldContext) -> str:
        away = self._away(ctx.data)
        return ctx.t("all the time") if not away else ctx.t("not always")

    def _away(self, data: Data) -> set[SlotId]:
        return {SlotId(one) for one in data.get(self.key) or ()}


def _asked(t: Translator, found: Availability, away: set[SlotId]) -> str:
    free = sum(slot.id not in away for slot in found.slots)
    text = t("When do you have time to meet people? Press a half-day to switch it, or a day for its single times.")
    if found.booked:
        text += "\n" + t("Booked meetings stay as they are.")
    seen = t("The organizer sees your answer with your name and company, for the plan and for your badge.")
    return "\n\n".join([text, t.n("✅ {count} time is free.", "✅ {count} times are free.", free), f"<i>{seen}</i>"])


def _overview_rows(
    t: Translator, days: Mapping[date, Sequence[MeetingSlot]], zone: ZoneInfo, away: set[SlotId]
) -> tuple[tuple[Choice, ...], ...]:
    """Returns a row a day: the day itself, its morning and its afternoon; then all and none."""
    everything = Choice(t("All the time"), Act.CHOOSE, _ALL), Choice(t("Never"), Act.CHOOSE, _NONE)
    rows: list[tuple[Choice, ...]] = [everything]
    for day, slots in days.items():
        halves = [
            Choice(f"{_sign(half, away)} {name}", Act.TOGGLE, f"{day.isoformat()}/{key}")
            for key, name, half in _halves(t, slots, zone)
        ]
        rows.append((Choice(f"{day_name(t, day)} »", Act.PAGE, day.isoformat()), *halves))
    return tuple(rows)


def _day_rows(
    t: Translator, found: Availability, slots: Sequence[MeetingSlot], away: set[SlotId]
) -> tuple[tuple[Choice, ...], ...]:
    times = [
        Choice(f"{_sign([slot], away)} {clock(t, slot.starts_at, found.event.zone)}", Act.TOGGLE, str(slot.id))
        for slot in slots
    ]
    return (*in_rows(times, _PER_ROW), (Choice(t("« All days"), Act.PAGE, _BACK),))


def _halves(
    t: Translator, slots: Sequence[MeetingSlot], zone: ZoneInfo
) -> list[tuple[str, str, Sequence[MeetingSlot]]]:
    """Returns (key, name, slots) of the halves of a day that have slots."""
    morning = [slot for slot in slots if slot.starts_at.astimezone(zone).time() < _NOON]
    afternoon = [slot for slot in slots if slot not in morning]
    halves = (("m", t("morning"), morning), ("a", t("afternoon"), afternoon))
    return [(key, name, half) for key, name, half in halves if half]


def _sign(slots: Iterable[MeetingSlot], away: set[SlotId]) -> str:
    states = {slot.id in away for slot in slots}
    return "◐" if len(states) > 1 else "▫️" if True in states else "✅"


def _chosen(value: str, found: Availability) -> set[SlotId]:
    """Returns the slots of a button: one slot, or a half-day as "2026-11-11/m"."""
    if value.isdecimal():
        return {slot.id for slot in found.slots if slot.id == int(value)}
    day, _, half = value.partition("/")
    zone = ZoneInfo(found.event.zone)
    of_half: Callable[[datetime], bool] = lambda at: (at.time() < _NOON) == (half == "m")  # noqa: E731
    local = {slot.id: slot.starts_at.astimezone(zone) for slot in found.slots}
    return {slot_id for slot_id, at in local.items() if at.date().isoformat() == day and of_half(at)}


def _toggled(away: set[SlotId], chosen: set[SlotId]) -> set[SlotId]:
    """Frees the chosen slots if any of them is not free; otherwise takes them out."""
    return away - chosen if away & chosen else away | chosen


async def _load(ctx: FieldContext) -> tuple[Availability, ZoneInfo]:
    async with ctx.reading() as session:
        habits = await notification_settings(session, ctx.caller.id)
        return await availability.my_availability(session, ctx.caller.id, EventId(ctx.data[EVENT])), habits.zone


def _checked_link(text: str, _: FieldContext) -> str:
    return checked_link(text)


async def _finish(ctx: FinishContext) -> Finished:
    event_id = EventId(ctx.data[EVENT])
    by_video = ctx.data.get(BY_VIDEO) == _AT_HOME
    try:
        found = await availability.set_availability(
            ctx.session,
            ctx.caller.id,
            event_id,
            away=[SlotId(one) for one in ctx.data.get(AWAY) or ()],
            by_video=by_video,
            video_link=ctx.data.get(LINK),
            now=ctx.now,
        )
        meetings = await my_meetings(ctx.session, ctx.caller.id, event_id)
    except DomainError as error:
        return Finished(view=refused(ctx.caller, error, row(to_meetings(ctx.t, event_id))))
    habits = await notification_settings(ctx.session, ctx.caller.id)
    return Finished(view=list_views.mine(ctx.t, found.event, meetings, habits.zone, answered=True))


def start_data(found: Availability) -> dict[str, Any]:
    answers = {
        AWAY: sorted(found.away),
        BY_VIDEO: _AT_HOME if found.by_video else _THERE if found.answered else None,
        LINK: found.video_link,
    }
    return {EVENT: found.event.id, _VIDEO: found.setup.video or None, **opened_with(answers)}


FORM = Form(
    name="free_times",
    title=lambda t, _: t("When I have time"),
    fields=(
        FreeTimesField(key=AWAY, label=mark("Free times")),
        ChoiceField(
            key=BY_VIDEO,
            label=mark("Where"),
            question=mark("Will you be at the fair?"),
            options=lambda _: {_THERE: mark("Yes, I am there"), _AT_HOME: mark("No, I meet by video")},
            when=lambda data: bool(data.get(_VIDEO)),
        ),
        TextField(
            key=LINK,
            label=mark("Video link"),
            question=mark("A link to your video room? They get it once the meeting is booked. You can add it later."),
            longest=300,
            check=_checked_link,
            optional=True,
            when=lambda data: data.get(BY_VIDEO) == _AT_HOME,
        ),
    ),
    finish=_finish,
    aside=mark("Nothing was changed."),
)

"""Lists of meetings: a person's own, those of tomorrow, those of a published plan; and the choice of an event."""

import html
from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from bot.i18n.translator import Translator
from bot.usecases.meetings.overview import ShownMeeting
from handlers.events.buttons import EventAct, EventPress
from handlers.events.views import name_of
from handlers.meetings.buttons import (
    MeetingAct,
    MeetingPress,
    MeetingsAct,
    MeetingsPress,
    MeetPress,
)
from handlers.meetings.views import TITLE, badge_note, place_text, plain_name, to_meetings, with_whom
from handlers.meetings.when import slot_label, slot_text, zone_note
from handlers.ui.view import Button, Style, View, row, shortened
from storage.ids import IntroductionId
from storage.models import Event
from storage.vocabulary import MeetingStatus

_SHOWN: Final = 20  # meetings in the list


def mine(t: Translator, event: Event, found: Sequence[ShownMeeting], own: ZoneInfo, *, answered: bool) -> View:
    """Shows a person's meetings at an event: booked ones by time, then requests.

    `answered`: the person said when they have time.
    """
    booked = [one for one in found if one.status is MeetingStatus.CONFIRMED]
    waiting = [one for one in found if one.status is not MeetingStatus.CONFIRMED]
    lines = [t("📅 <b>Your meetings at {event}</b>", event=name_of(t, event))]
    lines += [_line(t, one) for one in booked[:_SHOWN]]
    if not found:
        lines.append(t("None yet. Open an introduction under /introductions and press <i>Meet at the fair</i>."))
    if waiting:
        lines.append(t("<b>Not agreed yet</b>") + "\n" + "\n".join(_waiting_line(t, one) for one in waiting[:_SHOWN]))
    if booked and booked[0].slot is not None:
        lines.append(zone_note(t, booked[0].slot.starts_at, event, own))
    buttons = [
        Button(text=_button(t, one), press=MeetingPress(one.id, MeetingAct.OPEN))
        for one in (*booked, *waiting)[:_SHOWN]
    ]
    free = Button(
        text=t("🕓 When I have time"),
        press=MeetingsPress(event.id, MeetingsAct.FREE_TIMES),
        style=None if answered else Style.NEXT,
    )
    files = (
        row(
            Button(text=t("🖼 Picture"), press=MeetingsPress(event.id, MeetingsAct.PICTURE)),
            Button(text=t("📆 Calendar"), press=MeetingsPress(event.id, MeetingsAct.CALENDAR)),
        ),
    )
    back = Button(text=t("« Back"), press=EventPress(event.id, EventAct.SEE))
    rows = (*(row(button) for button in buttons), row(free), *(files if booked else ()), row(back))
    return View(text="\n\n".join(line for line in lines if line), rows=rows)


def day(t: Translator, event: Event, found: Sequence[ShownMeeting], own: ZoneInfo) -> View:
    """Shows the meetings of tomorrow, on the evening before."""
    heading = t("🌙 <b>Your meetings tomorrow at {event}</b>", event=name_of(t, event))
    return _booked_list(t, event, heading, found, own)


def plan(t: Translator, event: Event, found: Sequence[ShownMeeting], own: ZoneInfo) -> View:
    """Shows all booked meetings, after the organizer published a plan."""
    heading = t("🗓 <b>Your meetings at {event} are set</b>", event=name_of(t, event))
    return _booked_list(t, event, heading, found, own)


def _booked_list(t: Translator, event: Event, heading: str, found: Sequence[ShownMeeting], own: ZoneInfo) -> View:
    lines = [heading, *(_line(t, one) for one in found[:_SHOWN])]
    lines += [badge_note(t)] if any(one.on_badge for one in found) else []
    lines += [zone_note(t, found[0].slot.starts_at, event, own)] if found[0].slot is not None else []
    calendar = Button(text=t("📆 Calendar"), press=MeetingsPress(event.id, MeetingsAct.CALENDAR))
    picture = Button(text=t("🖼 Picture"), press=MeetingsPress(event.id, MeetingsAct.PICTURE))
    rows = (row(to_meetings(t, event.id)), row(picture, calendar))
    return View(text="\n\n".join(line for line in lines if line), rows=rows)


def _line(t: Translator, shown: ShownMeeting) -> str:
    sign = "❓" if shown.my_turn else "✅"
    when = "" if shown.slot is None else slot_text(t, shown.slot, shown.event)
    return f"{sign} <b>{when}</b> · {place_text(t, shown)}\n{with_whom(t, shown)}"


def _waiting_line(t: Translator, shown: ShownMeeting) -> str:
    if shown.status is MeetingStatus.WANTED:
        state = t("the plan sets the time")
    else:
        state = t("your turn") if shown.my_turn else t("their turn")
    name = html.escape(shown.company or shortened(shown.introduction.title, TITLE))
    return f"• {name}: {state}"


def _button(t: Translator, shown: ShownMeeting) -> str:
    name = shortened(shown.company or shown.introduction.title, 30)
    if shown.slot is not None and shown.status is MeetingStatus.CONFIRMED:
        return f"{slot_label(t, shown.slot, shown.event)} · {name}"
    return f"❓ {name}" if shown.my_turn else f"⏳ {name}"


def choose_event(t: Translator, events: Sequence[Event]) -> View:
    rows = tuple(row(Button(text=plain_name(t, one), press=MeetingsPress(one.id, MeetingsAct.MINE))) for one in events)
    return View(text=t("At which event?"), rows=rows)


def choose_event_to_meet(t: Translator, events: Sequence[Event], introduction: IntroductionId) -> View:
    rows = tuple(row(Button(text=plain_name(t, one), press=MeetPress(introduction, one.id))) for one in events)
    return View(text=t("At which event?"), rows=rows)


def no_events(t: Translator) -> View:
    return View(text=t("None of your events has meetings to arrange at the moment. See /events."))

"""What people see of one meeting: a request, a booking, the arrival, and the question afterwards."""

import html
from datetime import datetime, timedelta
from typing import Final

from bot.i18n.translator import Translator
from bot.usecases.events.names import in_language
from bot.usecases.meetings.overview import ShownMeeting
from handlers.events.views import name_of
from handlers.introductions.buttons import IntroAct, IntroPress
from handlers.meetings.buttons import (
    FreedTimePress,
    MeetingAct,
    MeetingPress,
    MeetingsAct,
    MeetingsPress,
    TimePress,
)
from handlers.meetings.when import slot_label, slot_text, zone_note
from handlers.people.labels import describe_company
from handlers.ui.view import Button, Rows, Style, View, row, shortened
from storage.ids import EventId
from storage.models import Event, MeetingSlot
from storage.vocabulary import LIVE_MEETINGS, Attendance, MeetingStatus, TimesChosenBy

TITLE: Final = 80  # characters of a listing's title
_NEAR: Final = timedelta(hours=2)


def with_whom(t: Translator, shown: ShownMeeting) -> str:
    """Returns who the other side is: by name if both accepted, else in general terms. HTML."""
    title = html.escape(shortened(shown.introduction.title, TITLE))
    if shown.company:
        name = f"<b>{html.escape(shown.company)}</b>"
        who = f"{html.escape(shown.person)}, {name}" if shown.person else name
    else:
        other = shown.introduction.counterpart
        who = (
            t("A company that has left")
            if other is None
            else describe_company(t, other.kind, other.country, size=other.size, verified=other.verified)
        )
    lines = [who, f"<i>{title}</i>" if title else "", _who_goes(t, shown)]
    return "\n".join(line for line in lines if line)


def _who_goes(t: Translator, shown: ShownMeeting) -> str:
    """Names the colleague who meets for the reader's company, if any."""
    if not shown.colleague or shown.status not in LIVE_MEETINGS:
        return ""
    return t("👥 {name} goes to this meeting.", name=html.escape(shown.colleague))


def plain_name(t: Translator, event: Event) -> str:
    """Returns the event's name as plain text, for files and buttons."""
    return in_language(event.names, t.language)


def place_text(t: Translator, shown: ShownMeeting) -> str:
    if shown.by_video:
        return t("by video")
    return " · ".join(html.escape(part) for part in (shown.place, shown.hall) if part)


def card(t: Translator, shown: ShownMeeting, now: datetime, *, note: str = "") -> View:
    """Shows a meeting or a request, with what this side can do next."""
    first = shown.suggested[0] if shown.suggested else shown.slot
    parts = [
        f"<b>{_state(t, shown)}</b>\n{name_of(t, shown.event)}",
        note,
        _time_and_place(t, shown),
        with_whom(t, shown),
        _how_to_answer(t, shown),
        badge_note(t) if shown.on_badge and not _is_over(shown, now) else "",
        "" if first is None else zone_note(t, first.starts_at, shown.event, shown.reader_zone),
    ]
    return View(text="\n\n".join(part for part in parts if part), rows=actions(t, shown, now))


def _state(t: Translator, shown: ShownMeeting) -> str:
    match shown.status:
        case MeetingStatus.CONFIRMED if shown.suggested:
            return (
                t("📅 Booked. They ask for another time.") if shown.my_turn else t("📅 Booked. You asked to move it.")
            )
        case MeetingStatus.CONFIRMED:
            return t("📅 Your meeting")
        case MeetingStatus.WANTED:
            return t("📅 You will meet. The organizer's plan sets the time.")
        case MeetingStatus.ASKED:
            return t("📅 They would like to meet you") if shown.my_turn else t("📅 You asked to meet. Their turn.")
        case MeetingStatus.CANCELLED:
            return t("✖️ This meeting is cancelled.")
        case MeetingStatus.EXPIRED:
            return t("⌛ This request ended without an answer.")
        case MeetingStatus.DECLINED:
            return t("✖️ No meeting this time.")
    return t("↩️ This request was taken back.")


def _time_and_place(t: Translator, shown: ShownMeeting) -> str:
    """Returns the booked time and place, or the times that this side suggested."""
    if shown.status is MeetingStatus.ASKED and not shown.my_turn:
        times = [f"🕓 {slot_text(t, slot, shown.event)}" for slot in shown.suggested]
        return "\n".join(times) or t("At any time that the organizer's plan finds.")
    if shown.slot is None or shown.status not in {MeetingStatus.CONFIRMED, MeetingStatus.CANCELLED}:
        return ""
    lines = [f"🕓 <b>{slot_text(t, shown.slot, shown.event)}</b>"]
    if shown.status is MeetingStatus.CONFIRMED:
        lines.append(f"📍 {place_text(t, shown)}")
        if shown.by_video:
            nothing = t("No video link yet. Add yours under “When I have time”.")
            lines.append(f"🔗 {html.escape(shown.video_link)}" if shown.video_link else nothing)
    return "\n".join(lines)


def badge_note(t: Translator) -> str:
    return t("🪪 The organizer sees your name and company, for your badge.")


def _how_to_answer(t: Translator, shown: ShownMeeting) -> str:
    if not shown.my_turn:
        return ""
    if shown.introduction.is_open:
        return t("Choose a time. With that you accept the introduction: both sides see names and contacts.")
    return t("Choose a time.") if shown.suggested else t("They leave the time to the organizer's plan.")


def actions(t: Translator, shown: ShownMeeting, now: datetime) -> Rows:
    def act(text: str, what: MeetingAct, style: Style | None = None) -> Button:
        return Button(text=text, press=MeetingPress(shown.id, what), style=style)

    times = tuple(
        row(Button(text=slot_label(t, slot, shown.event), press=TimePress(shown.id, slot.id)))
        for slot in shown.suggested
        if shown.my_turn
    )
    introduction = Button(text=t("🤝 The introduction"), press=IntroPress(shown.introduction.id, IntroAct.OPEN))
    others = act(t("🕓 Other times"), MeetingAct.OTHER_TIMES)
    if _is_over(shown, now):
        return (row(introduction, to_meetings(t, shown.event.id)),)
    match shown.status:
        case MeetingStatus.ASKED if shown.my_turn:
            planned = shown.setup.chosen_by is not TimesChosenBy.PEOPLE
            plan = (row(act(t("🗓 Any time: let the plan choose"), MeetingAct.LEAVE_TO_PLAN)),) if planned else ()
            return (*times, *plan, row(others, act(t("✖️ No meeting"), MeetingAct.DECLINE)), row(introduction))
        case MeetingStatus.ASKED:
            return (row(others, act(t("↩️ Take it back"), MeetingAct.TAKE_BACK)), row(introduction))
        case MeetingStatus.WANTED:
            return (row(act(t("↩️ Take it back"), MeetingAct.TAKE_BACK), introduction),)
        case MeetingStatus.CONFIRMED:
            keep = (row(act(t("Leave it as it is"), MeetingAct.DECLINE)),) if shown.my_turn else ()
            late = (act(t("🏃 Running late"), MeetingAct.LATE),) if _is_near(shown, now) else ()
            return (
                *times,
                *keep,
                row(*late, act(t("🕓 Move it"), MeetingAct.OTHER_TIMES)),
                row(act(t("📆 Calendar"), MeetingAct.CALENDAR), act(t("✖️ Cannot come"), MeetingAct.CANCEL)),
                row(introduction, to_meetings(t, shown.event.id)),
            )
    return (row(introduction),)


def _is_over(shown: ShownMeeting, now: datetime) -> bool:
    return shown.status is MeetingStatus.CONFIRMED and shown.slot is not None and shown.slot.ends_at <= now


def _is_near(shown: ShownMeeting, now: datetime) -> bool:
    """Returns True from two hours before a meeting until it ends."""
    return shown.slot is not None and shown.slot.starts_at - _NEAR <= now < shown.slot.ends_at


def ask_to_cancel(t: Translator, shown: ShownMeeting) -> View:
    text = t("Cancel this meeting? They are told at once, and others can have the time.")
    sure = Button(text=t("Yes, cancel it"), press=MeetingPress(shown.id, MeetingAct.CANCEL_NOW), style=Style.FINAL)
    keep = Button(text=t("No, keep it"), press=MeetingPress(shown.id, MeetingAct.OPEN))
    return View(text=f"{text}\n\n{_time_and_place(t, shown)}\n{with_whom(t, shown)}", rows=(row(sure), row(keep)))


def to_meetings(t: Translator, event_id: EventId) -> Button:
    return Button(text=t("📅 My meetings"), press=MeetingsPress(event_id, MeetingsAct.MINE))


def slot_free(t: Translator, shown: ShownMeeting, slot: MeetingSlot) -> View:
    text = t("🔓 <b>A time has become free.</b> Both of you can meet then. The first to press has it.")
    take = Button(
        text=t("Meet {when}", when=slot_label(t, slot, shown.event)),
        press=FreedTimePress(shown.id, slot.id),
        style=Style.NEXT,
    )
    return View(text=f"{text}\n\n🕓 {slot_text(t, slot, shown.event)}\n{with_whom(t, shown)}", rows=(row(take),))


def how_it_went(t: Translator, shown: ShownMeeting, *, heading: str = "") -> View:
    """Asks afterwards, in one tap: met and meet again, met, not met."""

    def act(text: str, what: MeetingAct) -> Button:
        return Button(text=text, press=MeetingPress(shown.id, what))

    text = heading or t("🙂 <b>How was your meeting?</b>")
    rows = [row(act(t("👍 We met and will meet again"), MeetingAct.AGAIN))]
    rows.append(row(act(t("We met, once is enough"), MeetingAct.NOT_AGAIN)))
    rows.append(row(act(t("We did not meet"), MeetingAct.NOT_MET)))
    return View(text=f"{text}\n\n{with_whom(t, shown)}", rows=tuple(rows))


def thanks(t: Translator, shown: ShownMeeting, *, met: bool) -> View:
    text = t("Thank you for telling me.")
    if not met:
        text += "\n" + t("You can write to them to find another time.")
    elif shown.again:
        text += "\n" + t("Write to them while it is fresh.")
    write = Button(text=t("✍️ Write to them"), press=IntroPress(shown.introduction.id, IntroAct.WRITE))
    return View(text=text, rows=(row(write),))


def unknown_table(t: Translator) -> View:
    return View(text=t("This code is of no table. Ask at the information desk."))


def not_yours(t: Translator, event_id: EventId) -> View:
    """For somebody who has no meeting at this table now."""
    text = t("You have no meeting at this table in the next half hour.")
    return View(text=text, rows=(row(to_meetings(t, event_id)),))


def arrived(t: Translator, shown: ShownMeeting) -> View:
    text = t("✅ <b>You are checked in.</b>")
    if shown.theirs is Attendance.ARRIVED:
        text += "\n" + t("They are here too.")
    introduction = Button(text=t("🤝 The introduction"), press=IntroPress(shown.introduction.id, IntroAct.OPEN))
    return View(
        text=f"{text}\n\n{_time_and_place(t, shown)}\n{with_whom(t, shown)}",
        rows=(row(introduction, to_meetings(t, shown.event.id)),),
    )

"""What organizers see of the meetings of their event: their number, who meets, what is free, the report."""

import html
from collections.abc import Sequence
from typing import Final

from bot.i18n.translator import Translator
from bot.usecases.meetings.agenda import ReportFigures
from bot.usecases.meetings.overview_of_event import BookedMeeting, EventMeetings, SlotState
from handlers.events.buttons import EventAct, EventPress
from handlers.events.views import name_of
from handlers.meetings.buttons import BookedPage, CancelForBothPress, MeetingsAct, MeetingsPress
from handlers.meetings.when import slot_text
from handlers.ui.pages import Page
from handlers.ui.view import Button, Rows, Style, View, row
from storage.ids import EventId, MeetingId
from storage.models import Event
from storage.vocabulary import MeetingStatus, TimesChosenBy

PER_PAGE: Final = 6
_PLACES_SHOWN: Final = 40


def meetings_button(text: str, event_id: EventId, act: MeetingsAct, style: Style | None = None) -> Button:
    return Button(text=text, press=MeetingsPress(event_id, act), style=style)


def managed(t: Translator, found: EventMeetings) -> View:
    """Shows the state of the meetings to an organizer, or the way to set them up."""
    event = found.event
    heading = t("📅 <b>Meetings at {event}</b>", event=name_of(t, event))
    back = row(Button(text=t("« Back"), press=EventPress(event.id, EventAct.OPEN)))
    if found.setup is None:
        text = t(
            "People who agreed to be introduced can meet here: at a table or by video, at a time that suits both. "
            "Setting it up takes five taps."
        )
        start = meetings_button(t("Set up meetings"), event.id, MeetingsAct.SET_UP, Style.NEXT)
        return View(text=f"{heading}\n\n{text}", rows=(row(start), back))
    counts = found.counts
    tables = [place for place, _ in found.places if not place.video and place.company_id is None]
    lines = [
        t(
            "{times} times of {minutes} minutes, {tables} tables",
            times=t.number(len(found.slots)),
            minutes=t.number(found.setup.slot_minutes),
            tables=t.number(len(tables)),
        ),
        "",
        t.n("✅ {count} meeting is booked", "✅ {count} meetings are booked", counts.get(MeetingStatus.CONFIRMED, 0)),
        t.n("⏳ {count} request waits", "⏳ {count} requests wait", counts.get(MeetingStatus.ASKED, 0)),
        t.n(
            "🗓 {count} pair waits for your plan",
            "🗓 {count} pairs wait for your plan",
            counts.get(MeetingStatus.WANTED, 0),
        ),
        t.n("🕓 {count} person entered free times", "🕓 {count} people entered free times", found.answered),
    ]
    return View(text="\n".join([heading, *lines]), rows=(*_ways(t, found), back))


def _ways(t: Translator, found: EventMeetings) -> Rows:
    event_id = found.event.id
    plans = found.setup is not None and found.setup.chosen_by is not TimesChosenBy.PEOPLE
    open_plan = meetings_button(t("🗓 Look at the plan"), event_id, MeetingsAct.PLAN, Style.NEXT)
    make_plan = meetings_button(t("🗓 Make a plan"), event_id, MeetingsAct.MAKE_PLAN)
    plan = (row(open_plan if found.plan is not None else make_plan),) if plans else ()
    return (
        *plan,
        row(
            meetings_button(t("🔓 Free now"), event_id, MeetingsAct.FREE_NOW),
            meetings_button(t("📊 Report"), event_id, MeetingsAct.REPORT),
        ),
        row(Button(text=t("📋 Booked meetings"), press=BookedPage(event_id, 0))),
        row(
            meetings_button(t("🖼 Board"), event_id, MeetingsAct.BOARD),
            meetings_button(t("📄 Board (XLSX)"), event_id, MeetingsAct.BOARD_FILE),
        ),
        row(
            meetings_button(t("🪧 Table signs"), event_id, MeetingsAct.SIGNS),
            meetings_button(t("🪪 Badges"), event_id, MeetingsAct.BADGES),
        ),
        row(meetings_button(t("✏️ Change"), event_id, MeetingsAct.SET_UP)),
    )


def booked(t: Translator, event: Event, found: Sequence[BookedMeeting], page: Page) -> View:
    """Shows a page of the booked meetings, each with a button to cancel it."""
    lines, rows = [t("📋 <b>Booked meetings</b>")], []
    for number, one in enumerate(found, page.offset + 1):
        lines.append(
            f"<b>{number}.</b> {slot_text(t, one.slot, event)} · {html.escape(one.place)}\n"
            f"{html.escape(one.first)} ↔ {html.escape(one.second)}"
        )
        cancel = CancelForBothPress(event.id, one.meeting_id, False)
        rows.append(row(Button(text=t("✖️ Cancel {number}.", number=number), press=cancel)))
    if not found:
        lines.append(t("No meeting is booked yet."))
    turning = page.turning(lambda index: BookedPage(event.id, index))
    back = row(meetings_button(t("« Meetings"), event.id, MeetingsAct.MANAGE))
    return View(text="\n\n".join(lines), rows=(*rows, *turning, back))


def ask_to_cancel(t: Translator, event: Event, meeting_id: MeetingId) -> View:
    sure = CancelForBothPress(event.id, meeting_id, True)
    yes = Button(text=t("Yes, cancel it"), press=sure, style=Style.FINAL)
    keep = Button(text=t("No, keep it"), press=BookedPage(event.id, 0))
    return View(text=t("Cancel this meeting? Both sides are told at once."), rows=(row(yes), row(keep)))


def free_now(t: Translator, event: Event, states: Sequence[SlotState]) -> View:
    """Shows the slot that is on or next and, if that one is full, the next one with a free table."""
    back = row(meetings_button(t("« Meetings"), event.id, MeetingsAct.MANAGE))
    if not states:
        return View(text=t("All meeting times are over."), rows=(back,))
    return View(text="\n\n".join(_slot_state(t, event, state) for state in states), rows=(back,))


def _slot_state(t: Translator, event: Event, state: SlotState) -> str:
    when = f"🕓 <b>{slot_text(t, state.slot, event)}</b>"
    booked = t.n("{count} meeting", "{count} meetings", state.booked)
    if not state.free:
        nothing = t("No table is free.")
        return f"{when}\n{booked}\n\n{nothing}"
    free = t.n("{count} table is free:", "{count} tables are free:", len(state.free))
    names = ", ".join(html.escape(name) for name in state.free[:_PLACES_SHOWN])
    return f"{when}\n{booked}\n\n{free}\n{names}"


def report(t: Translator, event: Event, figures: ReportFigures) -> View:
    """Shows the figures beside those that are usual in the trade."""
    over = figures.kept + figures.missed
    people = figures.people_with_meetings
    usual = t("usual: {figure}", figure="{figure}")
    lines = [t("📊 <b>Meetings at {event}</b>", event=name_of(t, event))]
    if figures.asked:
        part, count = percent(t, figures.accepted / figures.asked), t.number(figures.asked)
        line = t("Requests accepted: <b>{part}</b> of {count}", part=part, count=count)
        lines.append(f"{line} ({usual.format(figure='40–60 %')})")
    if people:
        line = t("Meetings a person: <b>{figure}</b>", figure=t.number(round(figures.seats / people, 1)))
        lines.append(f"{line} ({usual.format(figure='2')})")
    if over:
        line = t("Kept: <b>{part}</b> of {count}", part=percent(t, figures.kept / over), count=t.number(over))
        lines.append(f"{line} ({usual.format(figure='80 %')})")
    if figures.kept:
        line = t("Both want to meet again: <b>{part}</b>", part=percent(t, figures.again_wished / figures.kept))
        lines.append(f"{line} ({usual.format(figure='20–30 %')})")
    lines += [
        t("Cancelled in time: {count}", count=t.number(figures.cancelled)),
        t(
            "{some} of {all} participants meet somebody.",
            some=t.number(people),
            all=t.number(figures.people),
        ),
    ]
    return View(text="\n".join(lines), rows=(row(meetings_button(t("« Meetings"), event.id, MeetingsAct.MANAGE)),))


def percent(t: Translator, part: float) -> str:
    return f"{t.number(round(100 * part))} %"

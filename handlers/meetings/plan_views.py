"""What organizers see of the plan of meetings, from its computation until it is published."""

import html
from collections.abc import Sequence

from bot.i18n.translator import Translator
from bot.usecases.meetings.plan import PlanFigures, PlannedMeeting
from bot.usecases.meetings.publishing import Published
from handlers.events.views import name_of
from handlers.meetings.buttons import MeetingsAct, PlannedAct, PlannedPage, PlannedPress, PublishPress
from handlers.meetings.organizer_views import meetings_button, percent
from handlers.meetings.when import slot_text
from handlers.ui.pages import Page
from handlers.ui.view import Button, Style, View, row
from storage.models import Event


def computing(t: Translator, event: Event) -> View:
    text = t("🗓 I am making the plan. It takes up to a minute; I write to you when it is ready.")
    look = meetings_button(t("🗓 Look at the plan"), event.id, MeetingsAct.PLAN)
    return View(text=text, rows=(row(look), row(meetings_button(t("« Back"), event.id, MeetingsAct.MANAGE))))


def planned(t: Translator, event: Event, figures: PlanFigures, made: int, *, taken_out: int = 0) -> View:
    """Shows what the plan does for people, before anything is sent. `taken_out`: meetings that are not published."""
    lines = [
        t("🗓 <b>The plan for {event}</b>", event=name_of(t, event)),
        t(
            "{meetings} of {wishes} wished meetings have a time.",
            meetings=t.number(figures.meetings),
            wishes=t.number(figures.wishes),
        ),
        *_taken_out(t, taken_out),
        t.n("{count} person is in it.", "{count} people are in it.", figures.people) + _spread(t, figures),
    ]
    if figures.without:
        lines.append(t.n("⚠️ {count} person has none.", "⚠️ {count} people have none.", figures.without))
    if figures.moved:
        lines.append(
            t.n("{count} booked meeting moves.", "{count} booked meetings move.", figures.moved)
            + "\n"
            + t("These people are told.")
        )
    gap = percent(t, figures.gap)
    if gap == percent(t, 0):
        lines.append(t("No plan can be noticeably better."))
    else:
        lines.append(t("The best possible plan is at most {gap} better.", gap=gap))
    lines.append(t("Nothing is sent until you publish it."))
    publish = Button(text=t("✅ Publish and tell everybody"), press=PublishPress(event.id, made), style=Style.NEXT)
    rows = (
        *((row(publish),) if taken_out < figures.meetings or not figures.meetings else ()),
        row(Button(text=t("🔍 The meetings"), press=PlannedPage(event.id, 0))),
        row(
            meetings_button(t("🔁 Make it anew"), event.id, MeetingsAct.MAKE_PLAN),
            meetings_button(t("🗑 Throw it away"), event.id, MeetingsAct.DISCARD),
        ),
        row(meetings_button(t("« Back"), event.id, MeetingsAct.MANAGE)),
    )
    return View(text="\n\n".join(lines), rows=rows)


def _taken_out(t: Translator, count: int) -> list[str]:
    some = t.n("🚫 You have taken {count} of them out.", "🚫 You have taken {count} of them out.", count)
    return [some] if count else []


def _spread(t: Translator, figures: PlanFigures) -> str:
    if not figures.most:
        return ""
    if figures.fewest == figures.most:
        return "\n" + t.n("Each has {count} meeting.", "Each has {count} meetings.", figures.most)
    fewest, most = t.number(figures.fewest), t.number(figures.most)
    return "\n" + t("Each has {fewest} to {most} meetings.", fewest=fewest, most=most)


def planned_meetings(t: Translator, event: Event, found: Sequence[PlannedMeeting], page: Page) -> View:
    lines = [
        t("🔍 <b>Planned meetings</b>"),
        t("📌 keeps one where it is when you make the plan anew; 🚫 takes it out."),
    ]
    rows: list[tuple[Button, ...]] = []
    for number, one in enumerate(found, page.offset + 1):
        state = "🚫 " if one.barred else "📌 " if one.pinned else ""
        where = html.escape(one.place)
        lines.append(
            f"{state}<b>{number}.</b> {slot_text(t, one.slot, event)} · {where}\n"
            f"{html.escape(one.first)} ↔ {html.escape(one.second)}"
        )
        keep = PlannedPress(event.id, one.introduction_id, PlannedAct.PIN, page.index)
        out = PlannedPress(event.id, one.introduction_id, PlannedAct.BAR, page.index)
        rows.append(
            row(
                Button(text=f"{number}. 📌" if not one.pinned else f"{number}. ✓ 📌", press=keep),
                Button(text=f"{number}. 🚫" if not one.barred else f"{number}. ✓ 🚫", press=out),
            )
        )
    turning = page.turning(lambda index: PlannedPage(event.id, index))
    back = row(meetings_button(t("« The plan"), event.id, MeetingsAct.PLAN))
    return View(text="\n\n".join(lines), rows=(*rows, *turning, back))


def published(t: Translator, event: Event, done: Published) -> View:
    text = t.n("✅ {count} meeting is booked.", "✅ {count} meetings are booked.", done.booked)
    text += "\n" + t.n("{count} person is told.", "{count} people are told.", done.told)
    if done.dropped:
        text += "\n" + t.n(
            "{count} planned meeting was no longer possible.",
            "{count} planned meetings were no longer possible.",
            done.dropped,
        )
    return View(text=text, rows=(row(meetings_button(t("« Meetings"), event.id, MeetingsAct.MANAGE)),))

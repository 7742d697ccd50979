"""Views of an announcement for its organizer: draft, running and finished."""

import html
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.i18n.translator import LANGUAGE_NAMES, Translator, mark
from bot.usecases.announcements import audience, compose, running
from bot.usecases.announcements.audience import Audience
from bot.usecases.announcements.compose import LinkButton
from bot.usecases.moderation.roles import Actor
from handlers.announcements import audience_views, progress_views
from handlers.announcements.buttons import (
    AnnounceAct,
    AnnouncementList,
    AnnouncePress,
    MutePress,
    NewAnnouncement,
    VersionPress,
)
from handlers.announcements.labels import STATES, back, button, text_of
from handlers.events.buttons import EventAct, EventPress
from handlers.events.views import name_of
from handlers.events.when import shown
from handlers.ui.pages import Page
from handlers.ui.view import Button, Rows, View, row, shortened
from storage.announcements import announcements
from storage.events import chats as event_chats
from storage.ids import AnnouncementId, EventId
from storage.models import Announcement, AnnouncementVersion, Event
from storage.vocabulary import AnnouncementStatus, Language

_EXCERPT: Final = 60
PER_PAGE: Final = 8


async def announcement(session: AsyncSession, t: Translator, who: Actor, number: AnnouncementId, now: datetime) -> View:
    """Shows the announcement in its current state. Raises NotAllowedError for other people."""
    found, event = await compose.own(session, who, number)
    if found.status is AnnouncementStatus.SCHEDULED and found.starts_at is not None and found.starts_at <= now:
        people = await audience.count(session, event.id, Audience.from_json(found.audience))
        return progress_views.starting(t, found, event, people)
    if found.status in {AnnouncementStatus.DRAFT, AnnouncementStatus.SCHEDULED}:
        return await _draft(session, t, found, event)
    return progress_views.progress(t, event, await running.measure(session, found, now))


async def _draft(session: AsyncSession, t: Translator, found: Announcement, event: Event) -> View:
    versions = await announcements.versions(session, found.id)
    whom = Audience.from_json(found.audience)
    people = await audience.count(session, event.id, whom)
    chats = len(await event_chats.of_event(session, event.id)) if whom.chats else 0
    lines = [
        f"<b>{t(STATES[found.status])}</b> · {name_of(t, event)}",
        _excerpt(versions),
        t("Languages: {languages}", languages=t.joined(LANGUAGE_NAMES[v.language] for v in versions)),
        t("For: {audience}", audience=audience_views.described(t, whom)),
        t.n("<b>{count} person</b> will get it.", "<b>{count} people</b> will get it.", people),
    ]
    if found.buttons:
        texts = t.joined(text_of(t, LinkButton.from_json(stored)) for stored in found.buttons)
        lines.insert(3, t("{label}: <b>{answer}</b>", label=t("Buttons"), answer=html.escape(texts)))
    if chats:
        lines.append(t.n("And {count} group or channel.", "And {count} groups and channels.", chats))
    if found.urgent:
        lines.append(t("🔥 Urgent: I send it at night too, but not during anybody's quiet hours."))
    if found.starts_at is not None:
        lines.append(t("⏰ {when}, event time", when=shown(t, found.starts_at, event.zone)))
    return View(text="\n".join(line for line in lines if line), rows=_draft_rows(t, found))


def _draft_rows(t: Translator, found: Announcement) -> Rows:
    number = found.id
    if found.status is AnnouncementStatus.SCHEDULED:
        return (
            row(button(t, mark("✏️ Change"), number, AnnounceAct.UNSCHEDULE)),
            row(button(t, mark("⏹ Cancel it"), number, AnnounceAct.CANCEL)),
            back(t, found.event_id),
        )
    urgent = mark("🔥 Not urgent") if found.urgent else mark("🔥 Urgent")
    return (
        row(
            button(t, mark("👁 Preview"), number, AnnounceAct.PREVIEW),
            button(t, mark("🧪 To the team"), number, AnnounceAct.TEST_TEAM),
        ),
        row(
            button(t, mark("🎯 Audience"), number, AnnounceAct.AUDIENCE),
            button(t, mark("🌐 Languages"), number, AnnounceAct.LANGUAGES),
        ),
        row(
            button(t, mark("🔗 Buttons"), number, AnnounceAct.BUTTONS),
            button(t, urgent, number, AnnounceAct.URGENT),
        ),
        row(
            button(t, mark("🚀 Send now"), number, AnnounceAct.SEND),
            button(t, mark("⏰ Send later"), number, AnnounceAct.LATER),
        ),
        row(button(t, mark("🗑 Discard"), number, AnnounceAct.DISCARD)),
        back(t, found.event_id),
    )


def _excerpt(versions: Sequence[AnnouncementVersion]) -> str:
    texts = [part.get("html", "") for version in versions[:1] for part in version.parts]
    text = next((text for text in texts if text), "📎")
    plain = html.unescape("".join(piece.partition(">")[2] if "<" in text else piece for piece in text.split("<")))
    plain = " ".join(plain.split())
    return f"<i>{html.escape(shortened(plain, _EXCERPT))}</i>"


def confirm(t: Translator, number: AnnouncementId, people: int, act: AnnounceAct) -> View:
    """Asks for confirmation of an action that recipients notice."""
    texts = {
        AnnounceAct.SEND_NOW: t.n("Send it to {count} person now?", "Send it to {count} people now?", people),
        AnnounceAct.CANCEL_NOW: t("Stop it? People who have not got it yet will not get it."),
        AnnounceAct.RECALL_NOW: t("Recall it? I delete it from every chat. Works for 48 hours; some may have read it."),
    }
    yes = Button(text=t("Yes"), press=AnnouncePress(number, act))
    no = Button(text=t("No"), press=AnnouncePress(number, AnnounceAct.OPEN))
    return View(text=texts[act], rows=(row(yes, no),))


def languages(t: Translator, found: Announcement, versions: Sequence[AnnouncementVersion]) -> View:
    have = {version.language for version in versions}
    text = (
        t(
            "Everybody gets their own language; if it is missing, the first one: {language}.",
            language=LANGUAGE_NAMES[versions[0].language],
        )
        if versions
        else ""
    )
    rows = tuple(
        row(
            Button(
                text=f"{'✏️' if language in have else '➕'} {LANGUAGE_NAMES[language]}",
                press=VersionPress(found.id, language),
            )
        )
        for language in Language
    )
    return View(
        text=text or t("Nothing is written yet."),
        rows=(*rows, row(button(t, mark("« Back"), found.id, AnnounceAct.OPEN))),
    )


def listed(t: Translator, event: Event, here: Sequence[Announcement], page: Page) -> View:
    zone = ZoneInfo(event.zone)
    rows: list[tuple[Button, ...]] = [
        row(
            Button(
                text=f"{t(STATES[one.status])} · {t.date(_moment(one).astimezone(zone))}",
                press=AnnouncePress(one.id, AnnounceAct.OPEN),
            )
        )
        for one in here
    ]
    rows += page.turning(lambda index: AnnouncementList(event.id, index))
    new = Button(text=t("📣 New announcement"), press=NewAnnouncement(event.id))
    back = Button(text=t("« Back"), press=EventPress(event.id, EventAct.OPEN))
    text = t("<b>Announcements of {event}</b>", event=name_of(t, event))
    return View(text=text, rows=(row(new), *rows, row(back)))


def _moment(one: Announcement) -> datetime:
    return one.started_at or one.starts_at or one.created_at


def discarded(t: Translator, event_id: EventId) -> View:
    return View(text=t("Discarded."), rows=(back(t, event_id),))


def muted(t: Translator, event: Event, *, on: bool) -> View:
    if not on:
        return View(text=t("You get announcements of {event} again.", event=name_of(t, event)))
    text = t(
        "You get no more announcements of {event}. Introductions continue. Undo it in /events.",
        event=name_of(t, event),
    )
    again = Button(text=t("🔔 Turn on announcements"), press=MutePress(event.id, False))
    return View(text=text, rows=(row(again),))

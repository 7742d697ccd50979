"""Views of an event for its organizers, and the list of a person's events."""

import html
from collections.abc import Collection, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.i18n.translator import Translator
from bot.matching.country_names import with_flag
from bot.usecases.events.access import own_event
from bot.usecases.events.codes import EVENT, deep_link
from bot.usecases.events.names import in_language
from bot.usecases.moderation.roles import Actor
from handlers.announcements.buttons import AnnouncementList, NewAnnouncement
from handlers.events.buttons import (
    CompaniesPage,
    EventAct,
    EventPress,
    ExhibitorAct,
    ExhibitorPress,
    HallPress,
    Printed,
    PrintPress,
    TeamPress,
)
from handlers.events.when import span
from handlers.imports.buttons import ImportDraftsPage
from handlers.meetings.buttons import MeetingsAct, MeetingsPress
from handlers.ui.pages import Page
from handlers.ui.view import Button, Rows, View, row
from storage import imports
from storage.events import events, exhibitors
from storage.events.exhibitors import Booth
from storage.ids import CompanyId, EventId
from storage.listings import origins
from storage.models import Event, Hall, Person

PER_PAGE = 8


def name_of(t: Translator, event: Event) -> str:
    return html.escape(in_language(event.names, t.language))


def when_and_where(t: Translator, event: Event) -> str:
    days = span(t, event.starts_on, event.ends_on)
    return f"{days} · {html.escape(event.place)}" if event.place else days


def event_button(text: str, event_id: EventId, act: EventAct) -> Button:
    return Button(text=text, press=EventPress(event_id, act))


async def event_page(session: AsyncSession, t: Translator, who: Actor, event_id: EventId) -> View:
    """Shows an event to its organizer. Raises NotAllowedError."""
    event = await own_event(session, who, event_id)
    people = await events.count_participants(session, event_id)
    companies = await exhibitors.count_companies_at(session, event_id)
    text = "\n".join(
        [
            f"<b>{name_of(t, event)}</b>",
            when_and_where(t, event),
            t("Code: <code>{code}</code>", code=event.code),
            t.n("{count} participant", "{count} participants", people)
            + " · "
            + t.n("{count} company", "{count} companies", companies),
        ]
    )
    drafts = (await origins.draft_state(session, event_id)).drafts
    rows: Rows = _manage(t, event_id)
    if await imports.of_event(session, event_id):
        rows = (row(event_button(t("🗂 Imported lists"), event_id, EventAct.LISTS)), *rows)
    if drafts:
        label = t("📝 Drafts to publish ({count})", count=t.number(drafts))
        rows = (row(Button(text=label, press=ImportDraftsPage(event_id, 0))), *rows)
    return View(text=text, rows=rows)


def _manage(t: Translator, event_id: EventId) -> Rows:
    return (
        row(Button(text=t("📣 New announcement"), press=NewAnnouncement(event_id))),
        row(
            Button(text=t("📬 Announcements"), press=AnnouncementList(event_id, 0)),
            event_button(t("📊 Results"), event_id, EventAct.DASHBOARD),
        ),
        row(
            event_button(t("🎫 Code and QR"), event_id, EventAct.CODE),
            event_button(t("📋 Import a list"), event_id, EventAct.IMPORT),
        ),
        row(
            event_button(t("🏢 Companies"), event_id, EventAct.COMPANIES),
            event_button(t("🤝 Bring together"), event_id, EventAct.RECOMMENDED),
        ),
        row(
            event_button(t("🗓 Programme"), event_id, EventAct.PROGRAMME),
            event_button(t("🏛 Halls"), event_id, EventAct.HALLS),
        ),
        row(Button(text=t("📅 Meetings"), press=MeetingsPress(event_id, MeetingsAct.MANAGE))),
        row(
            event_button(t("👥 Team"), event_id, EventAct.TEAM), event_button(t("💬 Groups"), event_id, EventAct.CHATS)
        ),
        row(
            event_button(t("✏️ Change"), event_id, EventAct.CHANGE),
            event_button(t("« All events"), event_id, EventAct.LIST),
        ),
    )


def my_events(t: Translator, managed: Sequence[Event], joined: Sequence[Event], *, may_make: bool) -> View:
    rows = [
        row(event_button(f"🛠 {in_language(event.names, t.language)}", event.id, EventAct.OPEN)) for event in managed
    ]
    rows += [
        row(event_button(f"🎪 {in_language(event.names, t.language)}", event.id, EventAct.SEE)) for event in joined
    ]
    if may_make:
        rows.append(row(event_button(t("➕ New event"), EventId(0), EventAct.NEW)))
    if managed or joined:
        return View(text=t("<b>Your events</b>"), rows=tuple(rows))
    text = t("You have not joined an event yet. Send /join with the code on the poster, or scan its QR code.")
    return View(text=text, rows=tuple(rows))


def code(t: Translator, event: Event, username: str) -> View:
    """Returns the caption and buttons of the event's QR codes."""
    link = deep_link(username, EVENT, event.code)
    text = t(
        "Participants scan the QR code, open {link}, or send <code>/join {code}</code>.",
        link=link,
        code=event.code,
    )
    printing = Button(text=t("🖨 Print"), press=PrintPress(event.id, Printed.MENU, True))
    return View(text=text, rows=(row(Button(text=t("Copy the link"), copy=link), printing), back(t, event.id)))


def team(t: Translator, event: Event, people: Sequence[Person]) -> View:
    text = t("<b>Who runs {event}</b>", event=name_of(t, event))
    names = "\n".join(f"• {html.escape(person.name)}" for person in people)
    removals = tuple(
        row(Button(text=t("Remove {name}", name=person.name), press=TeamPress(event.id, person.id)))
        for person in people
        if len(people) > 1
    )
    invite = event_button(t("➕ Invite somebody"), event.id, EventAct.INVITE)
    return View(text=f"{text}\n{names}", rows=(row(invite), *removals, back(t, event.id)))


def invitation(t: Translator, event: Event, link: str) -> View:
    text = t(
        "The first person to open this link runs <b>{event}</b> with you. It works once, for a week:\n{link}",
        event=name_of(t, event),
        link=link,
    )
    return View(text=text, rows=(row(Button(text=t("Copy the link"), copy=link)), back(t, event.id)))


def role_link(t: Translator, link: str) -> View:
    """Shows a link that an admin can forward."""
    text = t(
        "The first person to open this link becomes an organizer. It works once, for a week:\n{link}",
        link=link,
    )
    return View(text=text, rows=(row(Button(text=t("Copy the link"), copy=link)),))


def halls(t: Translator, event: Event, found: Sequence[Hall]) -> View:
    text = t("<b>Halls of {event}</b>", event=name_of(t, event))
    names = "\n".join(f"• {html.escape(hall.name)}" for hall in found) or t("None yet.")
    removals = tuple(
        row(Button(text=t("Remove {name}", name=hall.name), press=HallPress(event.id, hall.id))) for hall in found
    )
    add = event_button(t("➕ Add a hall"), event.id, EventAct.NEW_HALL)
    return View(text=f"{text}\n{names}", rows=(row(add), *removals, back(t, event.id)))


def companies(
    t: Translator,
    event: Event,
    here: Sequence[Booth],
    page: Page,
    *,
    mine: Collection[CompanyId],
    found: bool = False,
) -> View:
    """Shows the event's companies, or those that were `found`. `mine`: those that the reader can hand over."""
    text = t("<b>Companies at {event}</b>", event=name_of(t, event)) + f" · {t.number(page.total)}"
    lines = [_line(each) for each in here]
    if here:
        lines += ["", t("🎫 is the QR code for a booth: people who scan it see what the company offers and needs.")]
    rows: list[tuple[Button, ...]] = []
    for each in here:
        qr = Button(text=f"🎫 {each.company.name[:22]}", press=_at(event, each, ExhibitorAct.QR))
        claim = Button(text=t("🔑 Hand over"), press=_at(event, each, ExhibitorAct.CLAIM))
        rows.append(row(qr, claim) if each.company.id in mine else row(qr))
    rows += page.turning(lambda index: CompaniesPage(event.id, index))
    if page.total > page.size or found:
        rows.append(row(event_button(t("🔎 Find a company"), event.id, EventAct.FIND_COMPANY)))
    return View(text="\n".join([text, *lines]), rows=(*rows, back(t, event.id)))


def _line(booth: Booth) -> str:
    company = booth.company
    return " · ".join(filter(None, [with_flag(company.country, html.escape(company.name)), place(booth)]))


def _at(event: Event, booth: Booth, act: ExhibitorAct) -> ExhibitorPress:
    return ExhibitorPress(event.id, booth.company.id, act)


def place(booth: Booth) -> str:
    return " · ".join(html.escape(part) for part in (booth.hall, booth.booth) if part)


def claim_link(t: Translator, company: str, link: str) -> View:
    text = t(
        "For <b>{company}</b>: send this link to one of its people. The first to open it represents the "
        "company from then on, and you no longer do. It works once:\n"
        "{link}",
        company=html.escape(company),
        link=link,
    )
    return View(text=text, rows=(row(Button(text=t("Copy the link"), copy=link)),))


def qr_caption(t: Translator, what: str, link: str) -> str:
    return t("QR code for <b>{what}</b>: {link}", what=html.escape(what), link=link)


def back(t: Translator, event_id: EventId) -> tuple[Button, ...]:
    return row(event_button(t("« Back"), event_id, EventAct.OPEN))

"""Views of the drafts of an imported list, for the organizer and for the exhibitor who claims the company."""

import csv
import html
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Final

from bot.i18n.translator import Translator, mark
from bot.matching.country_names import country_name, with_flag
from bot.matching.sectors import sector_label
from bot.usecases.file_names import event_file
from bot.usecases.imports.drafts import DraftQueue, Published
from bot.usecases.spreadsheets import escape_spreadsheet_cell
from handlers.events import qr
from handlers.events.buttons import EventAct, EventPress
from handlers.events.views import back, name_of
from handlers.imports.buttons import ImportDraftAct, ImportDraftPress, ImportDraftsPage, StatementAct, StatementPress
from handlers.listings.buttons import ListingAct, ListingPress
from handlers.listings.labels import PROFILE_NAMES
from handlers.ui.pages import Page
from handlers.ui.view import Button, Rows, Upload, View, row, shortened
from storage.events.exhibitors import HeldCompany
from storage.ids import EventId, ListingId
from storage.listings.origins import DraftState, ListingDraft
from storage.models import Event
from storage.vocabulary import Kind, ListingConsent

PER_PAGE: Final = 6
ALL: Final = ListingId(0)
"""Means all drafts of the event in a button."""
_SIGNS: Final = {Kind.NEED: "🔎", Kind.OFFER: "📦"}
_STATEMENTS: Final = {
    StatementAct.FORM: mark("📝 Yes, when they registered"),
    StatementAct.TOLD: mark("💬 Yes, they told us"),
}
CONSENTS: Final = {StatementAct.FORM: ListingConsent.FORM, StatementAct.TOLD: ListingConsent.TOLD}


def actions(t: Translator, event_id: EventId, drafts: int) -> Rows:
    """Returns the buttons for actions on all drafts of an event."""
    if not drafts:
        return ()
    return (
        row(
            Button(text=t("✅ Publish all ({count})", count=t.number(drafts)), press=_all(event_id, ImportDraftAct.ASK))
        ),
        row(
            Button(text=t("📝 Look through"), press=ImportDraftsPage(event_id, 0)),
            Button(text=t("✉️ Invitations"), press=_all(event_id, ImportDraftAct.LINKS)),
        ),
    )


def _all(event_id: EventId, act: ImportDraftAct) -> ImportDraftPress:
    return ImportDraftPress(event_id, ALL, act)


def queue(t: Translator, found: DraftQueue, here: Sequence[ListingDraft], page: Page) -> View:
    """Shows a page of drafts, one button each."""
    event_id = found.event.id
    if not found.state.drafts:
        return View(text=t("No drafts are waiting."), rows=(back(t, event_id),))
    lines = [
        t("<b>Drafts of {event}</b>", event=name_of(t, found.event)),
        t.n("{count} draft", "{count} drafts", found.state.drafts)
        + " · "
        + t.n("{count} company", "{count} companies", found.state.companies),
        t("Nobody else sees them until you or the exhibitors publish them."),
        "",
    ]
    lines += [" · ".join([_line(draft), *([t("guessed")] if draft.origin.guessed else [])]) for draft in here]
    rows = tuple(
        row(
            Button(
                text=f"{_SIGNS[draft.listing.kind]} {shortened(draft.listing.title, 40)}",
                press=ImportDraftPress(event_id, draft.listing.id, ImportDraftAct.OPEN),
            )
        )
        for draft in here
    )
    turning = page.turning(lambda index: ImportDraftsPage(event_id, index))
    return View(
        text="\n".join(lines), rows=(*rows, *turning, *actions(t, event_id, found.state.drafts), back(t, event_id))
    )


def _line(draft: ListingDraft) -> str:
    company = with_flag(draft.company.country, html.escape(draft.company.name))
    return f"{company}: {_SIGNS[draft.listing.kind]} <i>{html.escape(draft.listing.title)}</i>"


def draft(t: Translator, event_id: EventId, found: ListingDraft, *, may_correct: bool) -> View:
    listing = found.listing
    sectors = t.joined([sector_label(code, t.language) for code in sorted(listing.sectors)])
    lines = [
        with_flag(found.company.country, f"<b>{html.escape(found.company.name)}</b>"),
        f"{_SIGNS[listing.kind]} <b>{html.escape(listing.title)}</b>",
        f"<i>{' · '.join(filter(None, [t(PROFILE_NAMES[listing.profile_type]), sectors]))}</i>",
        "",
        html.escape(listing.summary),
    ]
    if found.origin.guessed:
        lines += ["", t("Guessed from the company's description: title, kind and sectors. Please check.")]
    correct = [Button(text=t("✏️ Correct"), press=ListingPress(listing.id, ListingAct.EDIT))] if may_correct else []
    out = Button(text=t("🗑 Leave out"), press=ImportDraftPress(event_id, listing.id, ImportDraftAct.LEAVE_OUT))
    return View(
        text="\n".join(lines),
        rows=(
            row(Button(text=t("✅ Publish"), press=ImportDraftPress(event_id, listing.id, ImportDraftAct.ASK))),
            row(*correct, out),
            row(Button(text=t("« Drafts"), press=ImportDraftsPage(event_id, 0))),
        ),
    )


def ask_consent(t: Translator, event_id: EventId, listing_id: ListingId, state: DraftState, notice: str = "") -> View:
    """Asks the organizer to confirm by a second tap that the companies agree. `notice` comes above the question."""
    lines = [
        *filter(None, [notice]),
        t.n("Publish {count} draft?", "Publish {count} drafts?", state.drafts)
        + " "
        + t.n("{count} company", "{count} companies", state.companies),
        t("Companies abroad will see them without names. Did the exhibitors agree to that?"),
        t("Your answer is kept with your name and the time."),
    ]
    rows = [
        row(Button(text=t(label), press=StatementPress(event_id, listing_id, *state, act)))
        for act, label in _STATEMENTS.items()
    ]
    return View(
        text="\n".join(lines), rows=(*rows, row(Button(text=t("« Drafts"), press=ImportDraftsPage(event_id, 0))))
    )


def published(t: Translator, event_id: EventId, done: Published) -> View:
    lines = []
    if done.shown:
        lines.append(t.n("✅ {count} listing is published.", "✅ {count} listings are published.", len(done.shown)))
    if done.in_review:
        lines.append(t.n("🔍 {count} waits for a moderator.", "🔍 {count} wait for a moderator.", len(done.in_review)))
    if done.kept:
        lines.append(t.n("🔒 {count} stays hidden.", "🔒 {count} stay hidden.", len(done.kept)))
    text = "\n".join(lines) or t("No drafts are waiting.")
    drafts = Button(text=t("« Drafts"), press=ImportDraftsPage(event_id, 0))
    return View(text=text, rows=(row(drafts, Button(text=t("« Back"), press=EventPress(event_id, EventAct.OPEN))),))


def ending(t: Translator, found: DraftQueue, day: date) -> View:
    """Tells the organizer when drafts that nobody has published are deleted."""
    event = name_of(t, found.event)
    text = t.n(
        "🗓 {count} draft of <b>{event}</b> has not been published. It is deleted on {day}.",
        "🗓 {count} drafts of <b>{event}</b> have not been published. They are deleted on {day}.",
        found.state.drafts,
        event=event,
        day=t.date(day),
    )
    return View(text=text, rows=actions(t, found.event.id, found.state.drafts))


def invitations(t: Translator, event: Event, found: Sequence[tuple[HeldCompany, str]]) -> View:
    """Returns a table of claim links, which the organizer can mail."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([t("Company"), t("Country"), t("Booth"), t("E-mail"), t("Link")])
    for each, link in found:
        cells = [each.company.name, country_name(each.company.country, t.language), each.booth or "", each.email or ""]
        writer.writerow([*map(escape_spreadsheet_cell, cells), link])
    text = t.n(
        "{count} company has a link of its own. Whoever opens it first represents the company, checks its drafts and "
        "publishes them.",
        "{count} companies have a link of their own. Whoever opens it first represents the company, checks its drafts "
        "and publishes them.",
        len(found),
    )
    content = b"\xef\xbb\xbf" + out.getvalue().encode()
    return View(text=text, attachment=Upload(content=content, name=f"{event_file(event, 'invitations')}.csv"))


def invitation_codes(t: Translator, event: Event, found: Sequence[tuple[HeldCompany, str]]) -> View:
    """Returns the same links as QR codes to print, in a ZIP file. Drawing takes about 10 ms for each."""
    named = [(_file_name(event.code, number, each), link) for number, (each, link) in enumerate(found, 1)]
    return View(
        text=t("The same links as QR codes, one picture for each company."),
        attachment=Upload(content=partial(_zipped, named), name=f"{event_file(event, 'invitations')}.zip"),
    )


def _file_name(event_code: str, number: int, held: HeldCompany) -> str:
    """Returns the file name. It has a number, because names may differ only in signs that are left out."""
    parts = [event_code, held.booth or "", shortened(held.company.name, 60), str(number)]
    return "-".join(filter(None, (re.sub(r"[^\w]+", "-", part).strip("-") for part in parts))) + ".png"


def _zipped(named: Sequence[tuple[str, str]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, link in named:
            archive.writestr(name, qr.png(link))
    return out.getvalue()


def own_published(t: Translator, done: Published) -> View:
    return View(text=published(t, EventId(0), done).text)

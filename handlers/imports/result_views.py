"""Views of the result of an import: while it runs, after its end, row by row, and after undo."""

import csv
import html
import io
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.i18n.translator import Translator
from bot.usecases.file_names import event_file
from bot.usecases.imports.undo import UndoResult
from bot.usecases.spreadsheets import escape_spreadsheet_cell
from handlers.events.buttons import EventAct, EventPress
from handlers.events.views import back, name_of
from handlers.imports import draft_views
from handlers.imports.buttons import ImportAct, ImportPress
from handlers.imports.labels import OUTCOMES
from handlers.listings.buttons import ListingAct, ListingPress
from handlers.ui.view import Button, Upload, View, row, shortened
from storage.ids import EventId, ImportId, ListingId
from storage.models import Event, Import, ImportRow
from storage.vocabulary import RowOutcome

HELD_SHOWN: Final = 8
"""Number of lines in the daily message about held companies. Few people read more."""


def imported(
    t: Translator, done: Import, counts: Mapping[RowOutcome, int], listings: int, *, drafts: int, until: datetime
) -> View:
    """Shows the result.

    `listings` were created by this import, `drafts` of the event are unpublished, and undo is possible `until` then.
    """
    number, event_id = done.id, done.event_id
    count = {outcome: counts.get(outcome, 0) for outcome in RowOutcome}
    text = t(
        "📋 Imported: {new} new, {known} known, {changed} changed, {out} left out.",
        new=t.number(count[RowOutcome.CREATED]),
        known=t.number(count[RowOutcome.ADDED] + count[RowOutcome.SAME]),
        changed=t.number(count[RowOutcome.UPDATED]),
        out=t.number(count[RowOutcome.SKIPPED] + count[RowOutcome.DUPLICATE]),
    )
    if listings:
        text += "\n" + t.n(
            "{count} draft of a listing. Nobody else sees it yet.",
            "{count} drafts of listings. Nobody else sees them yet.",
            listings,
        )
    if count[RowOutcome.CREATED]:
        text += "\n" + t("You represent the new companies until one of their people opens the link you give them.")
    if done.undone_at is not None:
        text += "\n" + t("↩️ Undone on {day}.", day=t.date(done.undone_at))
    else:
        text += "\n" + t("You can undo it until {day}.", day=t.date(until))
    undo = Button(text=t("↩️ Undo"), press=ImportPress(number, ImportAct.UNDO))
    return View(
        text=text,
        rows=(
            *draft_views.actions(t, event_id, drafts),
            row(
                Button(text=t("📄 Row by row"), press=ImportPress(number, ImportAct.REPORT)),
                Button(text=t("🏢 Companies"), press=EventPress(event_id, EventAct.COMPANIES)),
            ),
            row(*([undo] if done.undone_at is None else []), to_lists(t, event_id)),
        ),
    )


def to_lists(t: Translator, event_id: EventId) -> Button:
    return Button(text=t("« Imported lists"), press=EventPress(event_id, EventAct.LISTS))


def lists(t: Translator, event: Event, found: Sequence[Import], *, keep: timedelta) -> View:
    """Shows the lists imported for an event, latest first, each with its remaining actions."""
    lines = [t("<b>Lists of {event}</b>", event=name_of(t, event))]
    lines += [_list_line(t, one, one.created_at + keep) for one in found]
    if not found:
        lines.append(t("None yet."))
    rows = tuple(
        row(Button(text=f"📄 {shortened(one.file_name or '…', 40)}", press=ImportPress(one.id, ImportAct.PROGRESS)))
        for one in found
    )
    new = row(Button(text=t("📋 Import a list"), press=EventPress(event.id, EventAct.IMPORT)))
    return View(text="\n".join(lines), rows=(*rows, new, back(t, event.id)))


def _list_line(t: Translator, one: Import, until: datetime) -> str:
    if one.undone_at is not None:
        state = t("↩️ Undone on {day}.", day=t.date(one.undone_at))
    elif one.finished_at is None:
        state = t("still running")
    else:
        state = t("You can undo it until {day}.", day=t.date(until))
    return f"• {html.escape(one.file_name or '…')} · {t.date(one.created_at)} · {state}"


def held_matches(t: Translator, found: Sequence[tuple[ListingId, str, int]]) -> View:
    """Shows listings of held companies as (number, company name, open matches)."""
    text = "\n".join(
        [
            t(
                "🤝 <b>Matches for companies that you represent for now.</b> "
                "Their people see them once they open the link you give them."
            ),
            *(f"• {html.escape(name)}: {t.number(count)}" for _, name, count in found),
        ]
    )
    rows = tuple(
        row(
            Button(
                text=f"🤝 {shortened(name, 30)} ({t.number(count)})",
                press=ListingPress(listing_id, ListingAct.MATCHES),
            )
        )
        for listing_id, name, count in found
    )
    return View(text=text, rows=rows)


def running(t: Translator, number: ImportId, stored: int, rows: int) -> View:
    """Shows an import that runs in the background. The organizer is told when it ends."""
    text = t(
        "⏳ Importing the list: {stored} of {rows} rows so far. I'll tell you when it is done.",
        stored=t.number(stored),
        rows=t.number(rows),
    )
    return View(
        text=text,
        rows=(
            row(Button(text=t("🔄 Progress"), press=ImportPress(number, ImportAct.PROGRESS))),
            row(Button(text=t("↩️ Undo"), press=ImportPress(number, ImportAct.UNDO))),
        ),
    )


def stopped(t: Translator, name: str, stored: int, rows: int) -> str:
    """Returns the text above the result of an import that had to stop."""
    return t(
        "⚠️ I couldn't get {name} again. {stored} of {rows} rows are imported. Send the list again for the rest.",
        name=html.escape(name),
        stored=t.number(stored),
        rows=t.number(rows),
    )


def row_withdrawn(t: Translator, file_name: str | None, line: int | None) -> View:
    """Names the file and row, but not the person. Only people who have the file can look it up."""
    if file_name is None:
        text = t("🗑 Somebody asked to be forgotten. I deleted what a list that you imported said about them.")
    else:
        text = t(
            "🗑 Somebody asked to be forgotten. I deleted what row {row} of {name} said about them. Please delete that "
            "row from your file too, and don't import it again.",
            row=t.number(line or 0),
            name=html.escape(file_name),
        )
    return View(text=text)


def report(t: Translator, event: Event, list_name: str, rows: Sequence[ImportRow]) -> View:
    text = t.n("{count} row", "{count} rows", len(rows))
    name = event_file(event, list_name.rpartition(".")[0], "results")
    return View(text=text, attachment=Upload(content=write_results(t, rows), name=f"{name}.csv"))


def write_results(t: Translator, rows: Sequence[ImportRow]) -> bytes:
    """Returns every row with its result as CSV."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([t("Sheet"), t("Row"), t("Company"), t("Outcome"), t("Why"), t("Listings")])
    for one in rows:
        why = t(one.reason) if one.reason else ""
        place = [escape_spreadsheet_cell(one.sheet or ""), one.sheet_row or one.number]
        name = escape_spreadsheet_cell(one.name)
        writer.writerow([*place, name, t(OUTCOMES[one.outcome]), why, len(one.listings or ())])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def ask_undo(t: Translator, number: ImportId) -> View:
    yes = Button(text=t("Yes, undo it"), press=ImportPress(number, ImportAct.UNDO_NOW))
    return View(text=t("Undo this import? Companies that others have taken over stay."), rows=(row(yes),))


def undone(t: Translator, event_id: EventId, what: UndoResult) -> View:
    text = t(
        "↩️ Undone: {removed} removed, {restored} restored, {kept} kept because others use them.",
        removed=t.number(what.removed),
        restored=t.number(what.restored),
        kept=t.number(what.kept),
    )
    if what.listings:
        text += "\n" + t.n("{count} listing withdrawn.", "{count} listings withdrawn.", len(what.listings))
    return View(text=text, rows=(row(to_lists(t, event_id)),))

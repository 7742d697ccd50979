"""What was understood of a list, and what became of it."""

import csv
import html
import io
from collections.abc import Sequence
from typing import Final

from bot.i18n.translator import Translator, mark
from bot.usecases.imports.columns import Column
from bot.usecases.imports.listings import Wish
from bot.usecases.imports.plan import Plan, Step
from bot.usecases.imports.rows import NO_COUNTRY
from bot.usecases.imports.takeover import Undone
from bot.usecases.spreadsheets import neutral
from handlers.events.buttons import EventAct, EventPress, ImportAct, ImportPress
from handlers.forms.country_field import named
from handlers.ui.screen import Button, Upload, View, row
from storage.ids import EventId, ImportId
from storage.models import ImportRow
from storage.vocabulary import Kind, RowOutcome

COLUMNS: Final[dict[Column, str]] = {
    Column.NAME: mark("Company"),
    Column.COUNTRY: mark("Country"),
    Column.CITY: mark("City"),
    Column.WEBSITE: mark("Website"),
    Column.EMAIL: mark("E-mail"),
    Column.PHONE: mark("Phone"),
    Column.CONTACT: mark("Contact person"),
    Column.HALL: mark("Hall"),
    Column.BOOTH: mark("Booth"),
    Column.NEEDS: mark("Needs"),
    Column.OFFERS: mark("Offers"),
    Column.ABOUT: mark("About"),
}
OUTCOMES: Final[dict[RowOutcome, str]] = {
    RowOutcome.CREATED: mark("new company"),
    RowOutcome.ADDED: mark("known, now at the event"),
    RowOutcome.UPDATED: mark("changed"),
    RowOutcome.SAME: mark("as before"),
    RowOutcome.DUPLICATE: mark("the same company as an earlier row"),
    RowOutcome.SKIPPED: mark("left out"),
    RowOutcome.FAILED: mark("failed"),
}
_EXAMPLES: Final = 3
_PROBLEMS: Final = 8
_WISHES: Final = 4


def understood(t: Translator, found: Plan, name: str, *, country: str | None, left_out: bool) -> str:
    """Columns, counts, examples, listings and what is left out, as HTML. `country` is for rows that name none."""
    headings = found.layout.headings
    lines = [t("<b>What I understood of {name}</b>", name=html.escape(name or "…")), ""]
    lines += [
        "• " + t("{label}: {figure}", label=t(COLUMNS[column]), figure=t.quoted(html.escape(headings[column] or "…")))
        for column in Column
        if column in headings
    ]
    if found.layout.unused:
        lines.append(t("Not used: {columns}", columns=html.escape(t.joined(found.layout.unused))))
    lines.append("")
    lines += [
        t("{label}: {figure}", label=t(OUTCOMES[o]), figure=t.number(found.counts[o]))
        for o in RowOutcome
        if found.counts[o]
    ]
    taken = [step for step in found.steps if step.outcome is not RowOutcome.SKIPPED]
    lines += ["", *(_example(step) for step in taken[:_EXAMPLES])]
    lines += _listings(t, found.wishes, left_out=left_out)
    lines += ["", *filter(None, [_country(t, found.steps, country)]), *_problems(t, found.steps)]
    return "\n".join(lines)[:3500].rstrip()


def _example(step: Step) -> str:
    reading = step.reading
    parts = [reading.name, reading.country, reading.city, reading.hall, reading.booth]
    return "<i>" + html.escape(" · ".join(part for part in parts if part)) + "</i>"


def _listings(t: Translator, found: Sequence[Wish], *, left_out: bool) -> list[str]:
    """What the companies need and offer, as it is going to be listed."""
    if left_out:
        return ["", t("Needs and offers are left out.")]
    if not found:
        return []
    needs = sum(wish.kind is Kind.NEED for wish in found)
    offers = len(found) - needs
    counted = " · ".join(
        [t.n("{count} need", "{count} needs", needs)] * bool(needs)
        + [t.n("{count} offer", "{count} offers", offers)] * bool(offers)
    )
    signs = {Kind.NEED: "🔎", Kind.OFFER: "📦"}
    examples = [f"{signs[wish.kind]} <i>{html.escape(wish.title[:80])}</i>" for wish in found[:_WISHES]]
    return ["", t("<b>New listings:</b> {counted}", counted=counted), *examples]


def _country(t: Translator, steps: Sequence[Step], country: str | None) -> str:
    if country is not None:
        return t("Country where none is given: {country}", country=named(country, t.language))
    without = sum(step.reading.problem == NO_COUNTRY for step in steps)
    if not without:
        return ""
    return t.n(
        "{count} row names no country: choose one for it below.",
        "{count} rows name no country: choose one for them below.",
        without,
    )


def _problems(t: Translator, steps: Sequence[Step]) -> list[str]:
    wrong = [(step.reading, step.reading.problem) for step in steps if step.reading.problem is not None]
    lines = [
        t("Row {number}: {why} – {name}", number=r.number, why=t(problem), name=html.escape(r.name[:40] or "…"))
        for r, problem in wrong[:_PROBLEMS]
    ]
    if len(wrong) > _PROBLEMS:
        lines.append(t("… and {count} more; the report has all.", count=t.number(len(wrong) - _PROBLEMS)))
    return lines


def taken(t: Translator, number: ImportId, event_id: EventId, found: Plan) -> View:
    counts = found.counts
    text = t(
        "📋 Taken over: {new} new, {known} known, {changed} changed, {out} left out.",
        new=t.number(counts[RowOutcome.CREATED]),
        known=t.number(counts[RowOutcome.ADDED] + counts[RowOutcome.SAME]),
        changed=t.number(counts[RowOutcome.UPDATED]),
        out=t.number(counts[RowOutcome.SKIPPED] + counts[RowOutcome.DUPLICATE]),
    )
    if found.wishes:
        text += "\n" + t.n("{count} new listing.", "{count} new listings.", len(found.wishes))
    if counts[RowOutcome.CREATED]:
        text += "\n" + t("You represent the new companies until somebody of theirs opens the link you hand them.")
    return View(
        text=text,
        rows=(
            row(Button(text=t("📄 Row by row"), press=ImportPress(number, ImportAct.REPORT))),
            row(Button(text=t("🏢 Companies"), press=EventPress(event_id, EventAct.COMPANIES))),
            row(Button(text=t("↩️ Undo"), press=ImportPress(number, ImportAct.UNDO))),
        ),
    )


def report(t: Translator, number: ImportId, rows: Sequence[ImportRow]) -> View:
    """Every row as a CSV."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([t("Row"), t("Company"), t("What became of it"), t("Why"), t("Listings")])
    for one in rows:
        why = t(one.reason) if one.reason else ""
        writer.writerow([one.number, neutral(one.name), t(OUTCOMES[one.outcome]), why, len(one.listings or ())])
    content = b"\xef\xbb\xbf" + out.getvalue().encode()
    text = t.n("{count} row", "{count} rows", len(rows))
    return View(text=text, attachment=Upload(content=content, name=f"import-{number}.csv"))


def ask_undo(t: Translator, number: ImportId) -> View:
    yes = Button(text=t("Yes, undo it"), press=ImportPress(number, ImportAct.UNDO_NOW))
    return View(text=t("Undo this import? What others have made their own meanwhile stays."), rows=(row(yes),))


def undone(t: Translator, what: Undone) -> View:
    text = t(
        "↩️ Undone: {removed} taken out, {restored} put back, {kept} left because others use them.",
        removed=t.number(what.removed),
        restored=t.number(what.restored),
        kept=t.number(what.kept),
    )
    if what.listings:
        text += "\n" + t.n("{count} listing taken back.", "{count} listings taken back.", len(what.listings))
    return View(text=text)

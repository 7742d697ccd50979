"""Views of a parsed list before its import, for its organizer."""

import html
from collections.abc import Sequence
from typing import Final

from bot.i18n.translator import Translator
from bot.usecases.imports.columns import Layout
from bot.usecases.imports.doubles import Double
from bot.usecases.imports.known_companies import KnownCompany
from bot.usecases.imports.listings import ImportedListing
from bot.usecases.imports.plan import Plan, Step
from bot.usecases.imports.rows import NO_COUNTRY, ExhibitorRow, shortened
from handlers.forms.country_field import named
from handlers.imports.labels import COLUMNS, OUTCOMES
from handlers.imports.remark_views import remarks
from storage.vocabulary import Kind, RowOutcome

_EXAMPLES: Final = 3
_LISTINGS: Final = 4
_SHEETS: Final = 5
_DOUBLES: Final = 3
_LONGEST: Final = 3_500  # characters with markup; Telegram allows 4,096 without
_HEADING: Final = 60


def understood(t: Translator, plan: Plan, name: str, *, country: str | None, left_out: bool) -> str:
    """Returns the preview as HTML: columns, counts, examples, listings and remarks.

    `country` is used for rows that name none.
    """
    found = plan.exhibitors
    lines = [t("<b>What I understood of {name}</b>", name=html.escape(name[:100] or "…"))]
    for layout in found.layouts[:_SHEETS]:
        lines += ["", *_columns(t, layout, is_one=len(found.layouts) == 1)]
    lines.append("")
    lines += [
        t("{label}: {figure}", label=t(OUTCOMES[outcome]), figure=t.number(plan.counts[outcome]))
        for outcome in RowOutcome
        if plan.counts[outcome]
    ]
    taken = [step for step in plan.steps if step.outcome is not RowOutcome.SKIPPED]
    lines += ["", *(_example(step) for step in taken[:_EXAMPLES])]
    lines += _listings(t, plan.new_listings, left_out=left_out)
    lines += _doubles(t, plan.comparison.doubles)
    lines += ["", *_countries(t, found.rows, country)]
    lines += remarks(t, found)
    return "\n".join(_fitting(lines)).rstrip()


def _fitting(lines: Sequence[str]) -> list[str]:
    """Returns as many whole lines as fit into a message. A cut within a line could break a tag."""
    kept: list[str] = []
    size = 0
    for line in lines:
        size += len(line) + 1
        if size > _LONGEST:
            return [*kept, "…"]
        kept.append(line)
    return kept


def _columns(t: Translator, layout: Layout, *, is_one: bool) -> list[str]:
    lines = [] if is_one else [t("<b>Sheet {name}</b>", name=html.escape(layout.table.name or "…"))]
    lines += [
        "• " + t("{label}: {figure}", label=t(COLUMNS[column]), figure=t.quoted(_heading(layout.headings[column])))
        for column in COLUMNS
        if column in layout.headings
    ]
    if layout.unused:
        lines.append(t("Not used: {columns}", columns=t.joined([_heading(text) for text in layout.unused[:20]])))
    return lines


def _heading(text: str) -> str:
    return html.escape(text[:_HEADING] or "…")


def _example(step: Step) -> str:
    row = step.row
    parts = [row.name, row.country, row.city, row.hall, row.booth]
    return "<i>" + html.escape(" · ".join(part for part in parts if part)[:200]) + "</i>"


def _doubles(t: Translator, doubles: Sequence[Double]) -> list[str]:
    if not doubles:
        return []
    told = t.n(
        "👥 {count} row is probably a duplicate: decide below. Otherwise it is imported as a new company.",
        "👥 {count} rows are probably duplicates: decide below. Otherwise they are imported as new companies.",
        len(doubles),
    )
    pairs = [f"• {_named(one.row)} ↔ {_named(one.other)}" for one in doubles[:_DOUBLES]]
    return ["", told, *pairs]


def _named(one: ExhibitorRow | KnownCompany) -> str:
    return html.escape(shortened(one.name, 60))


def double(t: Translator, found: Double, left: int) -> str:
    """Shows a row and what it probably repeats, one below the other, as HTML."""
    other = found.other
    where = t("Row {row}", row=t.number(other.number)) if isinstance(other, ExhibitorRow) else t("At the event already")
    lines = [
        t("<b>Is this one company?</b>"),
        "",
        *_facts(t("Row {row}", row=t.number(found.row.number)), found.row),
        "",
        *_facts(where, other),
    ]
    if left > 1:
        lines += ["", t.n("{count} more pair after this one.", "{count} more pairs after this one.", left - 1)]
    return "\n".join(lines)


def _facts(where: str, one: ExhibitorRow | KnownCompany) -> list[str]:
    facts = [one.city, one.hall, one.booth, one.website]
    if isinstance(one, ExhibitorRow):
        facts += [one.email, *one.phones[:1]]
    told = html.escape(" · ".join(fact for fact in facts if fact))
    return [where, f"<b>{_named(one)}</b>", *([told] if told else [])]


def decided(t: Translator, same: int, answered: int) -> str:
    if not answered:
        return ""
    return t("{same} the same, {different} different", same=t.number(same), different=t.number(answered - same))


def _listings(t: Translator, new: Sequence[ImportedListing], *, left_out: bool) -> list[str]:
    """Shows the needs and offers as they will be listed."""
    if left_out:
        return ["", t("Needs and offers will not be imported.")]
    if not new:
        return []
    needs = sum(listing.kind is Kind.NEED for listing in new)
    offers = len(new) - needs
    counted = " · ".join(
        [t.n("{count} need", "{count} needs", needs)] * bool(needs)
        + [t.n("{count} offer", "{count} offers", offers)] * bool(offers)
    )
    signs = {Kind.NEED: "🔎", Kind.OFFER: "📦"}
    examples = [f"{signs[listing.kind]} <i>{html.escape(listing.title[:80])}</i>" for listing in new[:_LISTINGS]]
    return ["", t("<b>Drafts of listings:</b> {counted}", counted=counted), *examples, _hidden(t, new)]


def _hidden(t: Translator, new: Sequence[ImportedListing]) -> str:
    text = t("Nobody else sees them until you or the exhibitors publish them.")
    if any(listing.guessed for listing in new):
        text += " " + t("Those from descriptions are guessed.")
    return text


def _countries(t: Translator, rows: Sequence[ExhibitorRow], country: str | None) -> list[str]:
    lines = []
    guessed = sum(bool(row.guessed) for row in rows)
    if guessed and country is None:
        lines.append(
            t.n(
                "{count} country is guessed from domain, phone, address or legal form: see the file of remarks.",
                "{count} countries are guessed from domain, phone, address or legal form: see the file of remarks.",
                guessed,
            )
        )
    if country is not None:
        lines.append(t("Country for rows without one: {country}", country=named(country, t.language)))
        return lines
    without = sum(row.problem == NO_COUNTRY for row in rows)
    if without:
        lines.append(
            t.n(
                "{count} row names no country: choose one for it below.",
                "{count} rows name no country: choose one for them below.",
                without,
            )
        )
    return lines

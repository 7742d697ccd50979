"""The dashboard's charts and its workbook, in the organizer's language."""

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.charts import event as charts
from bot.i18n.translator import Translator
from bot.matching.country_names import country_name
from bot.matching.sectors import sector_label
from bot.usecases.events.dashboard import Dashboard
from bot.usecases.events.names import in_language
from bot.usecases.spreadsheets import escape_spreadsheet_cell
from handlers.events.sponsor import sponsor_of
from handlers.events.when import span
from handlers.follow_up.views import WORTHS
from handlers.introductions.labels import NO_LONGER, OUTCOMES, STATES
from storage.vocabulary import IntroductionStatus, Kind, Outcome

if TYPE_CHECKING:
    from openpyxl import Workbook


def write_workbook(t: Translator, found: Dashboard) -> bytes:
    """Returns the dashboard as XLSX. Slow: call it in a thread."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    name = escape_spreadsheet_cell(in_language(found.event.names, t.language))
    _sheet(book, t("Overview"), (name, ""), steps_of(t, found))
    _sheet(
        book,
        t("Countries"),
        (t("Country"), t("Companies"), t("Offers"), t("Needs")),
        (
            (
                country_name(code, t.language),
                found.companies.get(code, 0),
                found.listings.get((code, Kind.OFFER), 0),
                found.listings.get((code, Kind.NEED), 0),
            )
            for code in sorted(found.companies, key=lambda code: -found.companies[code])
        ),
    )
    sectors = sorted(found.sectors.items(), key=lambda pair: -pair[1])
    _sheet(book, t("Sectors"), (t("Sector"), t("Listings")), ((sector_label(s, t.language), n) for s, n in sectors))
    states = ((t(label), found.introductions.get(status, 0)) for status, label in STATES.items())
    _sheet(book, t("Introductions"), (t("State"), t("Number")), states)
    _sheet(book, t("Proposals received"), (t("Proposals received"), t("Companies")), spread_of(found))
    _sheet(book, t("What came of it"), (t("Outcome"), t("Number")), outcomes_of(t, found))
    _sheet(book, t("Worth, as they say"), (t("Range"), t("Number")), worths_of(t, found))
    _sheet(book, t("Quotes"), (t("Sentence"), t("Country"), t("Company")), _quotes(t, found))
    pairs = ((country_name(a, t.language), country_name(b, t.language), n) for (a, b), n in sorted(found.met.items()))
    _sheet(book, t("Introductions between countries"), (t("Country"), t("Country"), t("Number")), pairs)
    _sheet(book, t("Announcements"), (t("Announcements"), t("Number")), announcement_figures(t, found))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: "Workbook", title: str, heading: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    from openpyxl.styles import Font

    sheet = book.create_sheet(title[:31])
    sheet.append(heading)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append(row)
    sheet.column_dimensions["A"].width = 32
    sheet.freeze_panes = "A2"


_REAL = (Outcome.TALKING, Outcome.MET, Outcome.NEGOTIATING, Outcome.SIGNED)


def draw_results(t: Translator, found: Dashboard) -> tuple[bytes, bytes]:
    """Returns the results on one page, as PNG and as PDF. Slow: call it in a thread."""
    return charts.draw(_results(t, found), t.date)


def _results(t: Translator, found: Dashboard) -> charts.Results:
    event = found.event
    pairs = sorted(found.met.items(), key=lambda pair: (-pair[1], pair[0]))
    sectors = sorted(found.sectors.items(), key=lambda pair: (-pair[1], pair[0]))
    steps = steps_of(t, found)
    return charts.Results(
        title=in_language(event.names, t.language),
        subtitle=" · ".join(filter(None, (span(t, event.starts_on, event.ends_on), event.place))),
        figures=[
            (t("Companies"), sum(found.companies.values())),
            (t("Countries"), len(found.companies)),
            (t("Introductions proposed"), found.proposed),
            (t("Accepted"), found.introductions.get(IntroductionStatus.ACCEPTED, 0)),
        ],
        panels=[
            charts.Panel(title=t("From people to results"), bars=steps, nothing=t("Nobody takes part yet.")),
            charts.Panel(
                title=t("Introductions between countries"),
                bars=[(_pair(t, *codes), count) for codes, count in pairs],
                nothing=t("No introductions accepted yet."),
            ),
            charts.Panel(
                title=t("Listings by sector"),
                bars=[(sector_label(sector, t.language), count) for sector, count in sectors],
                nothing=t("No listings yet."),
            ),
            charts.Panel(
                title=t("Companies by proposals received"),
                bars=spread_of(found) if found.proposed else [],
                nothing=t("No introductions proposed yet."),
            ),
            charts.Panel(title=t("What came of it"), bars=outcomes_of(t, found), nothing=t("Nobody has said yet.")),
            charts.Panel(
                title=t("Announcements"), bars=announcement_figures(t, found), nothing=t("No announcements sent yet.")
            ),
        ],
        days_title=t("Over time"),
        days=[
            (t("participants"), found.by_day["joined"]),
            (t("introductions proposed"), found.by_day["proposed"]),
            (t("introductions accepted"), found.by_day["accepted"]),
        ],
        no_days=t("Nobody takes part yet."),
        sponsor=sponsor_of(t, found.sponsor, found.sponsor_logo),
    )


def _pair(t: Translator, one: str, other: str) -> str:
    return f"{country_name(one, t.language)} – {country_name(other, t.language)}"


def announcement_figures(t: Translator, found: Dashboard) -> list[tuple[str, int]]:
    return [
        (t("Messages delivered"), found.copies),
        (t("People reached"), found.reached),
        (t("People who pressed a button"), found.pressed),
    ]


def spread_of(found: Dashboard) -> list[tuple[str, int]]:
    """Returns each class of proposals received with its number of companies."""
    return [(_class(fewest, most), count) for (fewest, most), count in found.spread.items()]


def _class(fewest: int, most: int | None) -> str:
    if most is None:
        return f"{fewest}+"
    return str(fewest) if fewest == most else f"{fewest}–{most}"


def outcomes_of(t: Translator, found: Dashboard) -> list[tuple[str, int]]:
    """Returns label and number of every outcome that somebody reported."""
    labels = {**OUTCOMES, Outcome.NOT_INTERESTED: NO_LONGER}
    return [(t(label), found.outcomes[outcome]) for outcome, label in labels.items() if outcome in found.outcomes]


def worths_of(t: Translator, found: Dashboard) -> list[tuple[str, int]]:
    """Returns every range with the number of introductions, and what they are worth together at least, in euro."""
    if not found.worths:
        return []
    rows = [(t(label), found.worths.get(worth, 0)) for worth, label in WORTHS.items()]
    return [*rows, (t("Together at least (€)"), found.worth_at_least)]


def _quotes(t: Translator, found: Dashboard) -> Iterable[tuple[str, str, str]]:
    return (
        (escape_spreadsheet_cell(quote), country_name(country, t.language), escape_spreadsheet_cell(name or ""))
        for quote, country, name in found.quotes
    )


def steps_of(t: Translator, found: Dashboard) -> list[tuple[str, int]]:
    return [
        (t("People"), found.people),
        (t("Companies"), sum(found.companies.values())),
        (t("Listings"), sum(found.listings.values())),
        (t("Matches"), found.matches),
        (t("Introductions proposed"), found.proposed),
        (t("Accepted"), found.introductions.get(IntroductionStatus.ACCEPTED, 0)),
        (t("It led to a result"), sum(found.outcomes.get(outcome, 0) for outcome in _REAL)),
    ]

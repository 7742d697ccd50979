"""The dashboard's charts and its workbook, in the organizer's language."""

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.charts import event as charts
from bot.i18n.translator import Translator
from bot.matching.places import country_name
from bot.matching.sectors import sector_label
from bot.usecases.events.dashboard import Dashboard
from bot.usecases.events.names import in_language
from bot.usecases.spreadsheets import escape_spreadsheet_cell
from handlers.introductions.labels import STATES
from storage.vocabulary import IntroductionStatus, Kind, Outcome

if TYPE_CHECKING:
    from openpyxl import Workbook


def write_workbook(t: Translator, found: Dashboard) -> bytes:
    """Returns the dashboard as XLSX. Slow: call it in a thread."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    _sheet(book, t("Overview"), (in_language(found.event.names, t.language), ""), steps_of(t, found))
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
    pairs = ((country_name(a, t.language), country_name(b, t.language), n) for (a, b), n in sorted(found.met.items()))
    _sheet(book, t("Who met whom"), (t("Country"), t("Country"), t("Number")), pairs)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: "Workbook", title: str, heading: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    from openpyxl.styles import Font

    sheet = book.create_sheet(title[:31])
    sheet.append([escape_spreadsheet_cell(cell) for cell in heading])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append([escape_spreadsheet_cell(cell) if isinstance(cell, str) else cell for cell in row])
    sheet.column_dimensions["A"].width = 32
    sheet.freeze_panes = "A2"


_REAL = (Outcome.TALKING, Outcome.MET, Outcome.NEGOTIATING, Outcome.SIGNED)


def draw_charts(t: Translator, found: Dashboard) -> list[tuple[str, bytes]]:
    """Returns (file name, PNG). Slow: call it in a thread."""
    title = in_language(found.event.names, t.language)
    codes = {code for pair in found.met for code in pair}
    names = {code: country_name(code, t.language) for code in codes}
    series = [
        (t("participants"), found.by_day["joined"]),
        (t("introductions proposed"), found.by_day["proposed"]),
        (t("introductions accepted"), found.by_day["accepted"]),
    ]
    return [
        ("funnel.png", charts.funnel(title, steps_of(t, found))),
        ("countries.png", charts.meetings(t("Who met whom"), found.met, names, t("No introductions accepted yet."))),
        ("time.png", charts.timeline(t("By day"), series, t.date)),
    ]


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

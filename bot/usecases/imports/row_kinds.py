"""Recognises rows that are no companies: repeated headings, sums, hall and country lines, and notes."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from bot.i18n.translator import mark
from bot.matching.keys import name_key
from bot.matching.normalise import fold
from bot.matching.place_index import country_index
from bot.usecases.imports.columns import Layout
from bot.usecases.imports.headings import Column, exact_columns
from bot.usecases.imports.tables import Row

HEADING: Final = mark("a heading, not a company")
TOTAL: Final = mark("a sum, not a company")
NOTE: Final = mark("a note, not a company")
_TOTAL: Final = re.compile(
    r"(?:grand\s+)?(?:total|totals|subtotal|sub\s*total|sum|ukupno|zbir|svega|suma|укупно|збир|合计|总计|共计|小计|summe|gesamt|"
    r"итого|всего|totale|razem|celkem|osszesen|toplam|insgesamt|"
    r"gesamtzahl|anzahl|liczba|jami|celkom|összesen|المجموع|الإجمالي|总数|總計|合计数|총계|총)(?![a-zà-žа-яёіјљњћђџ])(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_COUNTED: Final = frozenset(
    tomllib.loads(files("bot.usecases.imports").joinpath("words.toml").read_text("utf-8"))["counted"]
)
_NOTE: Final = re.compile(
    r"(?:\*+\s*|note\b|notes\b|source\b|remark|page\s+\d|generated\b|printed\b|exported\b|last update|updated\b|"
    r"as of\b|©|copyright|end of (?:list|report|file)|napomena|izvor:|strana\s+\d|stanje na|hinweis|quelle|seite\s+\d|"
    r"备注|注[:：]|来源|第\s*\d+\s*页|стр\.?\s*\d|примечание)",
    re.IGNORECASE,
)
_HALL_LINE: Final = re.compile(
    r"(?:hall|pavilion|hala|paviljon|хала|павиљон|павильон|halle|pavillon|building)\s*[:#-]?\s*[\w./-]{1,4}|"
    r"[\w./-]{1,4}\.?\s*(?:hall|hala|halle|pavilion)|"
    r"(?:第?[一二三四五六七八九十\d]{1,3}号?|[A-Z]\d?|[东西南北中])\s*(?:展馆|馆|号馆|展厅)|(?:展馆|馆|展厅)\s*[A-Z\d一二三四五六七八九十]{1,3}",
    re.IGNORECASE,
)
_VACANT: Final = re.compile(
    r"[\W_]*(?:free|vacant|available|empty|reserved|slobodno|slobodan|prazno|neprodato|rezervisano|слободно|резервисано|"
    r"свободно|空|空位|空置|预留|frei|leer|reserviert|libre|reservado|libero|boş)[\W_]*",
    re.IGNORECASE,
)
_LONGEST_HEADING: Final = 40
_COMPANY_COLUMNS: Final = (
    Column.COUNTRY,
    Column.EMAIL,
    Column.PHONE,
    Column.WEBSITE,
    Column.CITY,
    Column.CONTACT,
    Column.OFFERS,
    Column.NEEDS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The information of a separate line about the rows below it."""

    hall: str = ""
    country: str = ""
    problem: str = HEADING
    """Message id: why the line is no company."""


def sections_of(rows: Sequence[Row], layout: Layout) -> list[Section | None]:
    """Returns `section_of` each row. A line with one text above repeated headings is a title: "Visitors"."""
    found = [section_of(row, layout) for row in rows]
    for at, row in enumerate(rows[1:]):
        if found[at] is None and found[at + 1] is not None and sum(map(bool, rows[at].cells)) == 1:
            filled = [(place, cell) for place, cell in enumerate(row.cells) if cell]
            if _repeats_headings(filled, layout):
                found[at] = Section()
    return found


def section_of(row: Row, layout: Layout) -> Section | None:
    """Returns the section that a line starts; None for a company's row."""
    filled = [(place, cell) for place, cell in enumerate(row.cells) if cell and place not in row.spread]
    if not filled:
        return Section()
    if _repeats_headings(filled, layout):
        return Section()
    if _is_vacant(row, layout):
        return Section(problem=NOTE)
    if _is_total(row, filled, layout):
        return Section(problem=TOTAL)
    if len({cell for _, cell in filled}) == 1 and len(layout.places) > 1:
        return _single(row, filled[0], layout)
    if len(filled) == 1 and _is_heading_word(filled[0][1], Column.NAME):
        return Section()
    return None


def _is_vacant(row: Row, layout: Layout) -> bool:
    """Returns True for the line of a booth that nobody has: "- slobodno -". A company may be called Free."""
    names = [row.cells[place] for place in layout.places[Column.NAME] if place < len(row.cells)]
    return any(map(_VACANT.fullmatch, names)) and not has_company_data(row, layout)


def _single(row: Row, filled: tuple[int, str], layout: Layout) -> Section | None:
    """Handles a line with one text: a hall, a country, a merged heading, a note, or only a company's name."""
    place, text = filled
    names = layout.places[Column.NAME]
    if not row.spread and place not in names and any(place in taken for taken in layout.places.values()):
        return None  # a row without its company name
    if _HALL_LINE.fullmatch(text):
        return Section(hall=text)
    country = _country(text)
    if country:
        return Section(country=country)
    if row.spread or place not in names:
        return Section()
    if len(text) == 1 and text.isalpha() and not _is_unspaced(text):
        return Section()
    if _NOTE.match(text):
        return Section(problem=NOTE)
    return Section() if _is_heading_word(text, Column.NAME) else None


def _country(text: str) -> str:
    """Returns a country if the text contains nothing else. Companies are rarely called like one."""
    found = [one for one in country_index().exact.get(name_key(text), ()) if one.confidence == 1.0]
    return found[0].place if (len(found) == 1 and len(text) > 3) or (found and _is_unspaced(text)) else ""


def _is_unspaced(text: str) -> bool:
    return any("\u3040" <= c <= "\u9fff" for c in text)


def _repeats_headings(filled: Sequence[tuple[int, str]], layout: Layout) -> bool:
    """Returns True if at least two cells repeat the heading of their column, as on every printed page."""
    texts = layout.texts
    same = sum(place < len(texts) and cell == texts[place] for place, cell in filled)
    if same == len(filled) and same > 1:
        return True
    names = layout.places[Column.NAME]
    if not any(place in names and _is_heading_word(cell, Column.NAME) for place, cell in filled):
        return False
    used = {place: column for column, places in layout.places.items() for place in places}
    known = [place for place, cell in filled if place in used and _is_heading_word(cell, used[place])]
    return len(known) > 1 and len(known) * 2 > sum(place in used for place, _ in filled)


def _is_heading_word(text: str, column: Column) -> bool:
    return len(text) <= _LONGEST_HEADING and column in exact_columns(text)


def _is_total(row: Row, filled: Sequence[tuple[int, str]], layout: Layout) -> bool:
    """Returns True for "Total: 12" and "Ukupno izlagača 45", but not for a company named Total with other data."""
    text = filled[0][1]
    found = _TOTAL.fullmatch(text)
    if found is None:
        return False
    rest = found["rest"]
    words = re.findall(r"[^\W\d_]+", fold(rest))
    if any(word not in _COUNTED for word in words):
        return False
    return not has_company_data(row, layout) or ":" in rest


def has_company_data(row: Row, layout: Layout) -> bool:
    """Returns True if the row contains data that only companies have. Numbers alone are counts."""
    places = [place for column in _COMPANY_COLUMNS for place in layout.places.get(column, ())]
    return any(place < len(row.cells) and any(c.isalpha() for c in row.cells[place]) for place in places)

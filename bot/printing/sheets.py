"""A sheet about one listing, to put on a table or to hand out."""

from dataclasses import dataclass
from typing import Final

from bot.printing.pages import Box, fill, fit_text, new_pdf, qr_code

_A5: Final = (148.0, 210.0)
_COLOUR: Final = "#2a6fb0"
_MARGIN: Final = 10.0  # millimetres; printers at hand leave a border white


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingSheet:
    """What the sheet says. Its owner decides if `heading` names the company."""

    heading: str
    second_heading: str
    """The country in a second language."""
    title: str
    text: str
    """The listing's own words."""
    facts: tuple[str, str]
    """The kind and sectors of the listing, in two languages."""
    link: str
    invitation: tuple[str, str]
    """What to do with the code, in two languages."""


def listing_sheet(sheet: ListingSheet) -> bytes:
    """Returns a PDF with one page of A5. Draw it in a thread."""
    pdf = new_pdf(*_A5)
    pdf.add_page()
    head, title, text, facts, code, words = Box(x=0, y=0, w=_A5[0], h=_A5[1]).rows(14, 15, 20, 10, 33, 8)
    fill(pdf, head, _COLOUR)
    first, second = _within(head).inset(2).rows(6, 4)
    fit_text(pdf, first, sheet.heading, largest=9, bold=True, colour="#ffffff")
    fit_text(pdf, second, sheet.second_heading, largest=6, colour="#ffffff")
    fit_text(pdf, _within(title), sheet.title, largest=9, lines=3, bold=True)
    fit_text(pdf, _within(text), " ".join(sheet.text.split()), largest=4.4, lines=12)
    for box, fact in zip(_within(facts).rows(1, 1), sheet.facts, strict=True):
        fit_text(pdf, box, fact, largest=4.4, lines=2, colour="#5b6b78")
    qr_code(pdf, code, sheet.link)
    for box, line in zip(_within(words).rows(1, 1), sheet.invitation, strict=True):
        fit_text(pdf, box, line, largest=5)
    return bytes(pdf.output())


def _within(box: Box) -> Box:
    return Box(x=box.x + _MARGIN, y=box.y, w=box.w - 2 * _MARGIN, h=box.h)

"""Signs for the tables at which people meet. Draw them in a thread: a page takes about 10 ms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.printing.pages import Box, fit_text, new_pdf, qr_code
from bot.printing.pieces import (
    A4,
    A5,
    EventHeader,
    event_band,
    invitation_lines,
    sponsor_line,
    upside_down,
    with_margins,
)

if TYPE_CHECKING:
    from fpdf import FPDF


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSign:
    name: str
    """As short as it is called: "12" or "Table 12". Read from across the hall."""
    hall: str
    """May be empty."""
    link: str
    """Opens the bot and checks its reader in."""
    invitation: tuple[str, ...]
    """What to do, in one or two languages."""


def table_signs(event: EventHeader, signs: Sequence[TableSign]) -> bytes:
    """Returns a PDF with a page of A5 for each table."""
    pdf = new_pdf(*A5)
    for sign in signs:
        pdf.add_page()
        band, hall, name, code, words, foot = Box(x=0, y=0, w=A5[0], h=A5[1]).rows(12, 8, 28, 34, 12, 6)
        event_band(pdf, band, event)
        fit_text(pdf, with_margins(hall, 8), sign.hall, largest=11, colour=event.colour)
        fit_text(pdf, with_margins(name, 6), sign.name, largest=46, lines=2, bold=True)
        qr_code(pdf, code, sign.link)
        invitation_lines(pdf, words, sign.invitation, 6.5)
        sponsor_line(pdf, foot, event)
    return bytes(pdf.output())


def folded_table_signs(event: EventHeader, signs: Sequence[TableSign]) -> bytes:
    """Returns a PDF with a page of A4 for each table: folded in the middle, it shows the sign on both sides."""
    pdf = new_pdf(*A4)
    for sign in signs:
        pdf.add_page()
        upper, lower = Box(x=0, y=0, w=A4[0], h=A4[1]).rows(1, 1)
        with upside_down(pdf, upper):
            _side(pdf, upper, event, sign)
        _side(pdf, lower, event, sign)
    return bytes(pdf.output())


def _side(pdf: "FPDF", box: Box, event: EventHeader, sign: TableSign) -> None:
    band, body = box.rows(16, 84)
    event_band(pdf, band, event)
    left, right = body.columns(60, 40)
    hall, name, foot = left.rows(16, 72, 12)
    fit_text(pdf, with_margins(hall, 8), sign.hall, largest=11, colour=event.colour)
    fit_text(pdf, with_margins(name, 8), sign.name, largest=56, lines=2, bold=True)
    sponsor_line(pdf, foot, event)
    code, words = right.rows(66, 34)
    qr_code(pdf, code, sign.link)
    invitation_lines(pdf, words, sign.invitation, 5)

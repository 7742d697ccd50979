"""Posters, booth signs and table tents. Draw them in a thread: a page takes about 10 ms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.printing.pages import Box, fit_text, new_pdf, picture, qr_code
from bot.printing.pieces import (
    A4,
    A5,
    EventHeader,
    Paper,
    event_band,
    invitation_lines,
    sponsor_line,
    tiled,
    upside_down,
    with_margins,
)

if TYPE_CHECKING:
    from fpdf import FPDF

_A3: Final = (297.0, 420.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoothSign:
    title: str
    """The company, or a text that does not name it."""
    place: str
    """Hall and booth; may be empty."""
    link: str
    invitation: tuple[str, ...]
    """What to do, in one or two languages."""
    logo: bytes | None = None
    """The company's, as PNG. Empty like the line if the title does not name the company."""
    line: str = ""


def booth_signs(event: EventHeader, signs: Sequence[BoothSign], paper: Paper) -> bytes:
    """Returns a PDF with a sign for each booth."""
    size, columns, rows = {
        Paper.A5: (A5, 1, 1),
        Paper.TWO_A5: (A4[::-1], 2, 1),
        Paper.FOUR_A6: (A4, 2, 2),
    }[paper]
    pdf = new_pdf(*size)
    for sign, box in tiled(pdf, signs, size, columns, rows):
        _booth_sign(pdf, box, event, sign)
    return bytes(pdf.output())


def _booth_sign(pdf: "FPDF", box: Box, event: EventHeader, sign: BoothSign) -> None:
    unit = box.w / 100
    band, title, code, words, place, foot = box.rows(14, 20, 40, 13, 10, 6)
    event_band(pdf, band, event)
    _title(pdf, title.inset(4 * unit), sign, 9 * unit)
    qr_code(pdf, code, sign.link)
    invitation_lines(pdf, words, sign.invitation, 4.6 * unit)
    fit_text(pdf, with_margins(place, 6 * unit), sign.place, largest=8 * unit, bold=True, colour=event.colour)
    sponsor_line(pdf, foot, event)


def table_tents(event: EventHeader, signs: Sequence[BoothSign]) -> bytes:
    """Returns a PDF with a page of A4 for each table: folded in the middle, it shows the sign on both sides."""
    pdf = new_pdf(*A4)
    for sign in signs:
        pdf.add_page()
        upper, lower = Box(x=0, y=0, w=A4[0], h=A4[1]).rows(1, 1)
        with upside_down(pdf, upper):
            _tent_side(pdf, upper, event, sign)
        _tent_side(pdf, lower, event, sign)
    return bytes(pdf.output())


def _tent_side(pdf: "FPDF", box: Box, event: EventHeader, sign: BoothSign) -> None:
    band, body = box.rows(18, 82)
    event_band(pdf, band, event)
    left = Box(x=body.x, y=body.y, w=body.w * 0.6, h=body.h)
    right = Box(x=body.x + body.w * 0.6, y=body.y, w=body.w * 0.4, h=body.h)
    title, place, foot = left.rows(55, 33, 12)
    _title(pdf, title.inset(8), sign, 17)
    fit_text(pdf, with_margins(place, 8), sign.place, largest=14, bold=True, colour=event.colour)
    sponsor_line(pdf, foot, event)
    code, words = right.rows(66, 34)
    qr_code(pdf, code, sign.link)
    invitation_lines(pdf, words, sign.invitation, 5)


def poster(event: EventHeader, *, when: str, place: str, link: str, invitation: Sequence[str], code: str) -> bytes:
    """Returns a PDF with one page of A3. `when` has a line a language; `code` tells how to join without a camera."""
    pdf = new_pdf(*_A3)
    pdf.add_page()
    head, dates, qr, words, typed, foot = Box(x=0, y=0, w=_A3[0], h=_A3[1]).rows(22, 9, 42, 14, 7, 6)
    event_band(pdf, head, event)
    fit_text(pdf, with_margins(dates, 15), "\n".join(filter(None, (when, place))), largest=12, lines=3)
    qr_code(pdf, qr, link)
    invitation_lines(pdf, words, tuple(invitation), 12)
    fit_text(pdf, with_margins(typed, 15), code, largest=8, colour=event.colour)
    sponsor_line(pdf, foot, event)
    return bytes(pdf.output())


def _title(pdf: "FPDF", box: Box, sign: BoothSign, largest: float) -> None:
    """Writes the name, with the company's logo to its left and its line below."""
    if sign.line:
        box, line = box.rows(65, 35)
        fit_text(pdf, line, sign.line, largest=largest * 0.5, lines=2)
    if sign.logo is not None:
        logo, _, box = box.columns(26, 4, 70)
        picture(pdf, logo, sign.logo)
    fit_text(pdf, box, sign.title, largest=largest, lines=3, bold=True)

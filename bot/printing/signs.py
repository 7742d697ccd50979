"""Posters, booth signs and table tents. Draw them in a thread: a page takes about 10 ms."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from bot.printing.pages import Box, cut_lines, fill, fit_text, new_pdf, picture, qr_code

if TYPE_CHECKING:
    from fpdf import FPDF

_A3: Final = (297.0, 420.0)
_A4: Final = (210.0, 297.0)
_A5: Final = (148.0, 210.0)
_WHITE: Final = "#ffffff"


class Paper(StrEnum):
    """How booth signs lie on their pages."""

    A5 = "a5"
    """One A5 sign a page."""
    TWO_A5 = "2a5"
    """Two A5 signs on a page of A4."""
    FOUR_A6 = "4a6"
    """Four A6 signs on a page of A4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventHeader:
    """What every sign of an event shows on top and at its foot."""

    name: str
    second_name: str = ""
    """The name in a second language."""
    colour: str = "#2a6fb0"
    """Of the band, as #rrggbb. White text must be readable on it."""
    logo: bytes | None = None
    """A PNG."""
    sponsor: str = ""
    """One line, marked as a sponsor's."""
    sponsor_logo: bytes | None = None


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
        Paper.A5: (_A5, 1, 1),
        Paper.TWO_A5: (_A4[::-1], 2, 1),
        Paper.FOUR_A6: (_A4, 2, 2),
    }[paper]
    pdf = new_pdf(*size)
    a_page = columns * rows
    for number, sign in enumerate(signs):
        place = number % a_page
        if place == 0:
            pdf.add_page()
        w, h = size[0] / columns, size[1] / rows
        box = Box(x=place % columns * w, y=place // columns * h, w=w, h=h)
        _booth_sign(pdf, box, event, sign)
        if a_page > 1:
            cut_lines(pdf, box)
    return bytes(pdf.output())


def _booth_sign(pdf: "FPDF", box: Box, event: EventHeader, sign: BoothSign) -> None:
    unit = box.w / 100
    band, title, code, words, place, foot = box.rows(14, 20, 40, 13, 10, 6)
    _band(pdf, band, event)
    _title(pdf, title.inset(4 * unit), sign, 9 * unit)
    qr_code(pdf, code, sign.link)
    _invitation(pdf, words, sign.invitation, 4.6 * unit)
    fit_text(pdf, _with_margins(place, 6 * unit), sign.place, largest=8 * unit, bold=True, colour=event.colour)
    _sponsor(pdf, foot, event)


def table_tents(event: EventHeader, signs: Sequence[BoothSign]) -> bytes:
    """Returns a PDF with a page of A4 for each table: folded in the middle, it shows the sign on both sides."""
    pdf = new_pdf(*_A4)
    for sign in signs:
        pdf.add_page()
        upper, lower = Box(x=0, y=0, w=_A4[0], h=_A4[1]).rows(1, 1)
        with _upside_down(pdf, upper):
            _tent_side(pdf, upper, event, sign)
        _tent_side(pdf, lower, event, sign)
    return bytes(pdf.output())


@contextmanager
def _upside_down(pdf: "FPDF", box: Box) -> Iterator[None]:
    with pdf.rotation(180, x=box.x + box.w / 2, y=box.y + box.h / 2):
        yield


def _tent_side(pdf: "FPDF", box: Box, event: EventHeader, sign: BoothSign) -> None:
    band, body = box.rows(18, 82)
    _band(pdf, band, event)
    left = Box(x=body.x, y=body.y, w=body.w * 0.6, h=body.h)
    right = Box(x=body.x + body.w * 0.6, y=body.y, w=body.w * 0.4, h=body.h)
    title, place, foot = left.rows(55, 33, 12)
    _title(pdf, title.inset(8), sign, 17)
    fit_text(pdf, _with_margins(place, 8), sign.place, largest=14, bold=True, colour=event.colour)
    _sponsor(pdf, foot, event)
    code, words = right.rows(66, 34)
    qr_code(pdf, code, sign.link)
    _invitation(pdf, words, sign.invitation, 5)


def poster(event: EventHeader, *, when: str, place: str, link: str, invitation: Sequence[str], code: str) -> bytes:
    """Returns a PDF with one page of A3. `when` has a line a language; `code` tells how to join without a camera."""
    pdf = new_pdf(*_A3)
    pdf.add_page()
    head, dates, qr, words, typed, foot = Box(x=0, y=0, w=_A3[0], h=_A3[1]).rows(22, 9, 42, 14, 7, 6)
    _band(pdf, head, event)
    fit_text(pdf, _with_margins(dates, 15), "\n".join(filter(None, (when, place))), largest=12, lines=3)
    qr_code(pdf, qr, link)
    _invitation(pdf, words, tuple(invitation), 12)
    fit_text(pdf, _with_margins(typed, 15), code, largest=8, colour=event.colour)
    _sponsor(pdf, foot, event)
    return bytes(pdf.output())


def _band(pdf: "FPDF", box: Box, event: EventHeader) -> None:
    fill(pdf, box, event.colour)
    inner = box.inset(box.h * 0.14)
    if event.logo is not None:
        logo = Box(x=inner.x, y=inner.y, w=inner.w * 0.22, h=inner.h)
        fill(pdf, logo, _WHITE)
        picture(pdf, logo.inset(logo.h * 0.06), event.logo)
        inner = Box(x=inner.x + inner.w * 0.25, y=inner.y, w=inner.w * 0.75, h=inner.h)
    largest = box.h * 0.36
    if not event.second_name:
        fit_text(pdf, inner, event.name, largest=largest, lines=2, bold=True, colour=_WHITE)
        return
    first, second = inner.rows(6, 4)
    fit_text(pdf, first, event.name, largest=largest, lines=2, bold=True, colour=_WHITE)
    fit_text(pdf, second, event.second_name, largest=largest * 0.7, lines=2, colour=_WHITE)


def _title(pdf: "FPDF", box: Box, sign: BoothSign, largest: float) -> None:
    """Writes the name, with the company's logo to its left and its line below."""
    if sign.line:
        box, line = box.rows(65, 35)
        fit_text(pdf, line, sign.line, largest=largest * 0.5, lines=2)
    if sign.logo is not None:
        logo, _, box = box.columns(26, 4, 70)
        picture(pdf, logo, sign.logo)
    fit_text(pdf, box, sign.title, largest=largest, lines=3, bold=True)


def _invitation(pdf: "FPDF", box: Box, words: Sequence[str], largest: float) -> None:
    margin = box.w * 0.06
    for row, text in zip(box.rows(*[1] * len(words)), words, strict=True):
        fit_text(pdf, _with_margins(row, margin), text, largest=largest, lines=2)


def _sponsor(pdf: "FPDF", box: Box, event: EventHeader) -> None:
    inner = _with_margins(box, box.w * 0.06)
    if event.sponsor_logo is not None:
        logo = Box(x=inner.x, y=inner.y, w=inner.w * 0.2, h=inner.h)
        picture(pdf, logo.inset(logo.h * 0.1), event.sponsor_logo)
        inner = Box(x=inner.x + inner.w * 0.22, y=inner.y, w=inner.w * 0.78, h=inner.h)
    if event.sponsor:
        fit_text(pdf, inner, event.sponsor, largest=box.h * 0.42, colour="#5b6b78")


def _with_margins(box: Box, margin: float) -> Box:
    return Box(x=box.x + margin, y=box.y, w=box.w - 2 * margin, h=box.h)


Drawing = Callable[[EventHeader, Sequence[BoothSign]], bytes]

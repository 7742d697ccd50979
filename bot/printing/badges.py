"""Badges of participants, several on a page of A4. Draw them in a thread: a page takes about 0.1 s."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.printing.pages import Box, fill, fit_text, new_pdf, qr_code
from bot.printing.pieces import A4, EventHeader, event_band, tiled, with_margins

if TYPE_CHECKING:
    from fpdf import FPDF


class BadgePaper(StrEnum):
    """How badges lie on a page of A4. Both sizes fit the usual holders."""

    EIGHT_A7 = "8a7"
    FOUR_A6 = "4a6"


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    name: str
    company: str
    """May be empty."""
    country: str
    """May be empty."""
    role: str
    """On a coloured stripe: participant, exhibitor, organizer."""
    link: str
    """What the QR code opens; "" for a badge without one."""


def badges(event: EventHeader, people: Sequence[Badge], paper: BadgePaper) -> bytes:
    """Returns a PDF with all badges, with lines to cut along."""
    pdf = new_pdf(*A4)
    rows = 4 if paper is BadgePaper.EIGHT_A7 else 2
    draw = _wide if paper is BadgePaper.EIGHT_A7 else _tall
    for badge, box in tiled(pdf, people, A4, 2, rows):
        draw(pdf, box, event, badge)
    return bytes(pdf.output())


def _wide(pdf: "FPDF", box: Box, event: EventHeader, badge: Badge) -> None:
    """Draws the words on the left and the QR code on the right."""
    band, body, role = box.rows(18, 68, 14)
    event_band(pdf, band, event)
    words = with_margins(body, 3)
    if badge.link:
        words, code = words.columns(62, 38)
        qr_code(pdf, code, badge.link)
    name, company, country = words.rows(50, 32, 18)
    _words(pdf, (name, company, country), badge, 8.5)
    _role(pdf, role, event, badge)


def _tall(pdf: "FPDF", box: Box, event: EventHeader, badge: Badge) -> None:
    """Draws the words above the QR code."""
    if badge.link:
        band, name, company, country, code, role = box.rows(13, 19, 13, 8, 36, 11)
        qr_code(pdf, code, badge.link)
    else:
        band, name, company, country, role = box.rows(13, 36, 26, 14, 11)
    event_band(pdf, band, event)
    _words(pdf, [with_margins(each, 4) for each in (name, company, country)], badge, 11)
    _role(pdf, role, event, badge)


def _words(pdf: "FPDF", boxes: Sequence[Box], badge: Badge, largest: float) -> None:
    name, company, country = boxes
    fit_text(pdf, name, badge.name, largest=largest, lines=3, bold=True)
    fit_text(pdf, company, badge.company, largest=largest * 0.6, lines=2)
    fit_text(pdf, country, badge.country, largest=largest * 0.5, colour="#5b6b78")


def _role(pdf: "FPDF", box: Box, event: EventHeader, badge: Badge) -> None:
    fill(pdf, box, event.colour)
    fit_text(pdf, with_margins(box, 4), badge.role, largest=box.h * 0.5, bold=True, colour="#ffffff")

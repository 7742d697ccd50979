"""What the signs of an event share: the band with its name, the lines of an invitation, the sponsor, and the paper."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeVar

from bot.printing.pages import Box, cut_lines, fill, fit_text, picture

if TYPE_CHECKING:
    from fpdf import FPDF

A4: Final = (210.0, 297.0)
A5: Final = (148.0, 210.0)
_WHITE: Final = "#ffffff"
_Sign = TypeVar("_Sign")


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


def tiled(
    pdf: "FPDF", signs: Sequence[_Sign], size: tuple[float, float], columns: int, rows: int
) -> Iterator[tuple[_Sign, Box]]:
    """Yields each sign with its place, on as many pages of this size as needed. Draws the lines to cut along."""
    a_page = columns * rows
    w, h = size[0] / columns, size[1] / rows
    for number, sign in enumerate(signs):
        place = number % a_page
        if place == 0:
            pdf.add_page()
        box = Box(x=place % columns * w, y=place // columns * h, w=w, h=h)
        yield sign, box
        if a_page > 1:
            cut_lines(pdf, box)


@contextmanager
def upside_down(pdf: "FPDF", box: Box) -> Iterator[None]:
    with pdf.rotation(180, x=box.x + box.w / 2, y=box.y + box.h / 2):
        yield


def event_band(pdf: "FPDF", box: Box, event: EventHeader) -> None:
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


def invitation_lines(pdf: "FPDF", box: Box, words: Sequence[str], largest: float) -> None:
    margin = box.w * 0.06
    for row, text in zip(box.rows(*[1] * len(words)), words, strict=True):
        fit_text(pdf, with_margins(row, margin), text, largest=largest, lines=2)


def sponsor_line(pdf: "FPDF", box: Box, event: EventHeader) -> None:
    inner = with_margins(box, box.w * 0.06)
    if event.sponsor_logo is not None:
        logo = Box(x=inner.x, y=inner.y, w=inner.w * 0.2, h=inner.h)
        picture(pdf, logo.inset(logo.h * 0.1), event.sponsor_logo)
        inner = Box(x=inner.x + inner.w * 0.22, y=inner.y, w=inner.w * 0.78, h=inner.h)
    if event.sponsor:
        fit_text(pdf, inner, event.sponsor, largest=box.h * 0.42, colour="#5b6b78")


def with_margins(box: Box, margin: float) -> Box:
    return Box(x=box.x + margin, y=box.y, w=box.w - 2 * margin, h=box.h)

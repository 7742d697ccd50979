"""The foot of a page: the line of an event's sponsor, marked as such, with the sponsor's logo."""

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.charts.canvas import wrapped

if TYPE_CHECKING:
    from matplotlib.figure import Figure, SubFigure

_WIDEST: Final = 0.22  # part of the foot's width that a logo may take
_GAP: Final = 0.02
_POINTS: Final = 9
_LETTER_IN: Final = 0.62 * _POINTS / 72  # mean width of a letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Sponsor:
    words: str
    """The line, with the word that marks it as a sponsor's."""
    logo: bytes | None = None
    """A PNG."""


def draw_foot(
    sheet: "Figure | SubFigure", sponsor: Sponsor, *, left: float, right: float, bottom: float, top: float
) -> None:
    """Draws the logo, and the line beside it. The places are parts of the sheet from its lower left corner."""
    dots = sheet.figure.dpi
    begin = left if sponsor.logo is None else _draw_logo(sheet, sponsor.logo, left, bottom, top) + _GAP
    letters = int((right - begin) * sheet.bbox.width / dots / _LETTER_IN)
    sheet.text(begin, (bottom + top) / 2, wrapped(sponsor.words, letters), fontsize=_POINTS, va="center")


def _draw_logo(sheet: "Figure | SubFigure", logo: bytes, left: float, bottom: float, top: float) -> float:
    """Returns where the logo ends on the right."""
    from matplotlib.image import imread

    picture = imread(io.BytesIO(logo), format="png")
    height, width = picture.shape[:2]
    part: float = min(_WIDEST, (top - bottom) * sheet.bbox.height / sheet.bbox.width * width / height)
    axes = sheet.add_axes((left, bottom, part, top - bottom))
    axes.imshow(picture)
    axes.set_anchor("W")
    axes.set_axis_off()
    return left + part

"""The organizer's board as pictures: one a day with places × slots, each meeting in the colour of its state."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING, Final

from babel.dates import format_skeleton

from bot.charts.canvas import BLUE, FAINT, GREY, cut, in_inches, inches, page, plain, saved
from bot.i18n.translator import Translator
from bot.usecases.meetings.agenda import LOOKS, Board, BoardCell

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST_LINES: Final = 40
_MOST_SLOTS: Final = 16
_NAMES: Final = 1.45  # inches for the name of a place
_CELL: Final = 1.15  # inches, width
_ROW: Final = 0.4
_HEAD: Final = 1.35
_MARGIN: Final = 0.2
_NARROWEST: Final = 8.0  # inches that the legend needs
_POINTS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPicture:
    day: date
    png: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    day: date
    slots: Sequence[int]
    places: Sequence[tuple[int, int]]
    """(place, lines), and indexes of slots and places are those of the board."""


def draw_board(t: Translator, board: Board) -> list[BoardPicture]:
    """Returns a picture for each day, or several for more than 40 lines or 16 slots. Slow: call it in a thread."""
    return [BoardPicture(day=one.day, png=_draw(t, board, one)) for one in _pages(board)]


def _pages(board: Board) -> Iterator[_Page]:
    for day, indexes in groupby(range(len(board.slots)), key=lambda slot: _day(board, slot)):
        for slots in _parts(list(indexes), _MOST_SLOTS):
            for places in _by_height(board, slots):
                yield _Page(day=day, slots=slots, places=places)


def _by_height(board: Board, slots: Sequence[int]) -> Iterator[list[tuple[int, int]]]:
    """Yields places with their lines: as many as the place has meetings in one slot."""
    shown: list[tuple[int, int]] = []
    for place in range(len(board.places)):
        lines = max([1, *(len(board.cells.get((place, slot), ())) for slot in slots)])
        if shown and sum(one for _, one in shown) + lines > _MOST_LINES:
            yield shown
            shown = []
        shown.append((place, lines))
    yield shown


def _parts(indexes: Sequence[int], most: int) -> list[Sequence[int]]:
    """Returns as few parts as needed, about equally long."""
    count = max(1, ceil(len(indexes) / most))
    length = max(1, ceil(len(indexes) / count))
    return [indexes[first : first + length] for first in range(0, len(indexes), length)]


def _day(board: Board, slot: int) -> date:
    return board.slots[slot][0].astimezone(board.zone).date()


def _draw(t: Translator, board: Board, shown: _Page) -> bytes:
    width = max(_NARROWEST, _NAMES + len(shown.slots) * _CELL + _MARGIN)
    with page((width, _HEAD + sum(lines for _, lines in shown.places) * _ROW + _MARGIN)) as sheet:
        axes = in_inches(sheet)
        axes.text(_MARGIN, 0.4, cut(board.event_name, width - 2 * _MARGIN, 18), fontsize=18, color=BLUE)
        day = format_skeleton("MMMMEEEEd", shown.day, locale=t.locale)
        axes.text(_MARGIN, 0.7, plain(day), fontsize=14)
        _legend(axes, t)
        for column, slot in enumerate(shown.slots):
            start, end = (_clock(board, at) for at in board.slots[slot])
            left = _NAMES + column * _CELL
            axes.text(left + _CELL / 2, _HEAD - 0.1, f"{start} – {end}", fontsize=9, ha="center")
        top = _HEAD
        for place, lines in shown.places:
            name = cut(board.places[place], _NAMES - 0.15, 10)
            axes.text(_MARGIN / 2, top + _ROW / 2, name, fontsize=10, va="center_baseline")
            for column, slot in enumerate(shown.slots):
                left = _NAMES + column * _CELL
                _fill(axes, left, top, _CELL, lines * _ROW, "white")
                for line, meeting in enumerate(board.cells.get((place, slot), ())):
                    _meeting(axes, meeting, left, top + line * _ROW)
            top += lines * _ROW
        return saved(sheet, "png")


def _clock(board: Board, at: datetime) -> str:
    return f"{at.astimezone(board.zone):%H:%M}"


def _legend(axes: "Axes", t: Translator) -> None:
    left = _MARGIN
    for look in LOOKS.values():
        _fill(axes, left, 0.83, 0.2, 0.2, look.colour)
        axes.text(left + 0.1, 0.94, look.sign, fontsize=9, ha="center", va="center")
        text = plain(t(look.label))
        axes.text(left + 0.26, 0.94, text, fontsize=10, color=FAINT, va="center_baseline")
        left += 0.4 + inches(text, 10)


def _meeting(axes: "Axes", meeting: BoardCell, left: float, top: float) -> None:
    look = LOOKS[meeting.state]
    _fill(axes, left, top, _CELL, _ROW, look.colour)
    room = _CELL - 0.08
    axes.text(left + 0.04, top + 0.17, cut(meeting.first, room, _POINTS), fontsize=_POINTS)
    room -= 0.15 if look.sign else 0
    axes.text(left + 0.04, top + 0.33, cut(meeting.second, room, _POINTS), fontsize=_POINTS)
    axes.text(left + _CELL - 0.04, top + 0.35, look.sign, fontsize=10, ha="right")


def _fill(axes: "Axes", left: float, top: float, width: float, height: float, colour: str) -> None:
    from matplotlib.patches import Rectangle

    cell = Rectangle((left, top), width, height, facecolor=colour, edgecolor=GREY, linewidth=0.6)
    cell.set_transform(axes.transData)
    axes.add_artist(cell)  # add_patch would compute the limits of the axes anew for each cell

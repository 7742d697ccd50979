"""Size, fonts and colours of all charts. Draw charts in a thread, because matplotlib is slow."""

import io
import textwrap
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import as_file, files
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLUE: Final = "#2a6fb0"
GREY: Final = "#c9d3dd"
FAINT: Final = "#6b7a87"  # words beside more important ones
ORANGE: Final = "#e08a2e"
_INK: Final = "#22303c"
WIDTH: Final = 5.4  # inches; at a phone's full width, 14 points are then the size of chat text
_DPI: Final = 200
_A4: Final = (8.27, 11.69)  # inches
_JOINERS: Final = "\ufe0f\u200d\u20e3"  # turn the character before them into an emoji
_LABEL: Final = 18  # Latin letters in a line of an axis label, about a third of the width
_EAST_ASIAN: Final = "PartnerBridge East Asian"  # no font of the machine has this name and is taken instead
_STYLE: Final[dict[Any, Any]] = {
    "font.size": 14,
    "axes.titlesize": 15,
    "axes.edgecolor": GREY,
    "axes.labelcolor": _INK,
    "text.color": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "axes.unicode_minus": False,
}
# matplotlib's settings and glyph caches are shared by the whole process.
_one_at_a_time = Lock()


@cache
def _families() -> tuple[str, ...]:
    """Returns font families in order of preference: DejaVu for Latin and Cyrillic, our own file for East Asia."""
    from matplotlib import font_manager

    with as_file(files("bot.charts").joinpath("fonts", "NotoSansCJKsc-subset.otf")) as path:
        font_manager.fontManager.ttflist.append(font_manager.FontEntry(fname=str(path), name=_EAST_ASIAN))
        return "DejaVu Sans", _EAST_ASIAN


@cache
def _letters() -> frozenset[int]:
    """Returns the code points that these fonts can draw."""
    from matplotlib import font_manager
    from matplotlib.ft2font import FT2Font

    paths = [font_manager.findfont(family, fallback_to_default=False) for family in _families()]
    return frozenset(code for path in paths for code in FT2Font(str(path)).get_charmap())


@contextmanager
def figure(height: float, panels: int = 1) -> Iterator[tuple["Figure", list["Axes"]]]:
    """Yields a white sheet with this many panels side by side; `height` in inches."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with _one_at_a_time, rc_context({**_STYLE, "font.family": list(_families())}):
        sheet = Figure(figsize=(WIDTH, height), dpi=_DPI, layout="constrained")
        FigureCanvasAgg(sheet)
        yield sheet, [sheet.add_subplot(1, panels, place + 1) for place in range(panels)]


@contextmanager
def page(size: tuple[float, float] = _A4) -> Iterator["Figure"]:
    """Yields an empty page of this width and height in inches, to be drawn into and saved."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with _one_at_a_time, rc_context({**_STYLE, "font.family": list(_families())}):
        sheet = Figure(figsize=size, dpi=_DPI)
        FigureCanvasAgg(sheet)
        yield sheet


def in_inches(sheet: "Figure") -> "Axes":
    """Returns axes over the whole sheet, for places in inches from its upper left corner."""
    axes = sheet.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, sheet.get_figwidth())
    axes.set_ylim(sheet.get_figheight(), 0)
    axes.set_axis_off()
    return axes


def saved(sheet: "Figure", kind: str) -> bytes:
    """Returns the sheet as a file: "png" or "pdf"."""
    out = io.BytesIO()
    sheet.savefig(out, format=kind)
    return out.getvalue()


def remove_frame(axes: "Axes") -> None:
    """Removes the top and right edges of the box."""
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def label(text: str) -> str:
    """Returns an axis label, wrapped to leave room for the bars."""
    return wrapped(text, _LABEL)


def wrapped(text: str, width: int) -> str:
    """Returns drawable text in lines of `width` Latin letters. A Chinese character counts as two."""
    counted = "".join(f"{c}\0" if unicodedata.east_asian_width(c) in "WF" else c for c in plain(text))
    return textwrap.fill(counted, width).replace("\0", "")


def inches(text: str, points: float) -> float:
    """Returns how wide drawable text of this size is."""
    return sum(map(_em, text)) * points / 72


def cut(text: str, room: float, points: float) -> str:
    """Returns drawable text in one line that fits into `room` inches, with an ellipsis for the rest."""
    line = " ".join(plain(text).split())
    if inches(line, points) <= room:
        return line
    room -= inches("…", points)
    place = 0
    while place < len(line) and (room := room - inches(line[place], points)) >= 0:
        place += 1
    return line[:place].rstrip(" .,·\\") + "…"


@cache
def _em(char: str) -> float:
    """Returns the width of a character in heights of its font."""
    from matplotlib import font_manager
    from matplotlib.ft2font import FT2Font, LoadFlags

    for family in _families():
        font = FT2Font(font_manager.findfont(family, fallback_to_default=False))
        if ord(char) in font.get_charmap():
            return float(font.load_char(ord(char), flags=LoadFlags.NO_SCALE).horiAdvance / font.units_per_EM)
    return 1.0


def plain(text: str) -> str:
    """Returns the text without characters that no font has (mostly emoji). Escapes dollars, which start formulas."""
    seen = (c for c in text if c not in _JOINERS)
    kept = (c for c in seen if ord(c) in _letters() or unicodedata.category(c)[0] in "LMNPZ")
    return "".join(kept).replace("$", r"\$").strip()

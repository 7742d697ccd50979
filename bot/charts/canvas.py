"""What all charts share: size, fonts and colours. Charts are drawn in another thread than the conversation's."""

import io
import textwrap
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import as_file, files
from threading import Lock
from typing import Any, Final

from matplotlib import font_manager, rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font

BLUE: Final = "#2a6fb0"
GREY: Final = "#c9d3dd"
ORANGE: Final = "#e08a2e"
_INK: Final = "#22303c"
# A phone shows them at its full width, which is some 5.4 inches of these: then 14 points are as large as a chat's text.
_WIDTH: Final = 5.4
_DPI: Final = 200
_JOINERS: Final = "\ufe0f\u200d\u20e3"  # marks that make emoji of what is before them
_TITLE: Final = 36  # letters that fit into the width
_LABEL: Final = 18  # letters that leave two thirds of it to the bars
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
# matplotlib keeps its settings and its caches of glyphs for the whole process.
_one_at_a_time = Lock()


@cache
def _families() -> tuple[str, ...]:
    """DejaVu has Latin and Cyrillic, ours has Chinese; each letter comes from the first that has it."""
    with as_file(files("bot.charts").joinpath("fonts", "NotoSansCJKsc-subset.otf")) as path:
        font_manager.fontManager.addfont(path)
        return "DejaVu Sans", font_manager.FontProperties(fname=path).get_name()


@cache
def _letters() -> frozenset[int]:
    """All that these fonts can draw."""
    paths = [font_manager.findfont(family, fallback_to_default=False) for family in _families()]
    return frozenset(code for path in paths for code in FT2Font(str(path)).get_charmap())


@contextmanager
def figure(height: float, panels: int = 1) -> Iterator[tuple[Figure, list[Axes]]]:
    """A white sheet with so many panels side by side; `height` in inches."""
    with _one_at_a_time, rc_context({**_STYLE, "font.family": list(_families())}):
        sheet = Figure(figsize=(_WIDTH, height), dpi=_DPI, layout="constrained")
        FigureCanvasAgg(sheet)
        yield sheet, [sheet.add_subplot(1, panels, place + 1) for place in range(panels)]


def png(sheet: Figure) -> bytes:
    out = io.BytesIO()
    sheet.savefig(out, format="png")
    return out.getvalue()


def bare(axes: Axes) -> None:
    """Without the box around."""
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def titled(sheet: Figure, title: str) -> None:
    """Above everything, from the left edge on, in as many lines as it takes."""
    sheet.suptitle(wrapped(title, _TITLE), x=0.02, ha="left")


def label(text: str) -> str:
    """Beside an axis: long ones in several lines, so that they leave room for what they label."""
    return wrapped(text, _LABEL)


def wrapped(text: str, width: int) -> str:
    """`width` in Latin letters; Chinese ones are twice as wide."""
    wide = any(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return textwrap.fill(plain(text), width // 2 if wide else width)


def plain(text: str) -> str:
    """Without signs that none of the fonts has, emoji above all; dollars begin formulas in matplotlib."""
    seen = (c for c in text if c not in _JOINERS)
    kept = (c for c in seen if ord(c) in _letters() or unicodedata.category(c)[0] in "LMNPZ")
    return "".join(kept).replace("$", r"\$").strip()

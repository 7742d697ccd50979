"""What all charts share: size, fonts and colours. Charts are drawn in another thread than the conversation's."""

import io
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

BLUE: Final = "#2a6fb0"
GREY: Final = "#c9d3dd"
ORANGE: Final = "#e08a2e"
_INK: Final = "#22303c"
# A phone shows 7 inches of these at its full width: then 13 points are as large as the text of a chat.
_WIDTH: Final = 7.2
_DPI: Final = 150
_STYLE: Final[dict[Any, Any]] = {
    "font.size": 13,
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


def plain(text: str) -> str:
    """Dollars begin formulas in matplotlib; emoji are in none of the fonts."""
    return "".join(c for c in text if ord(c) < 0x1F000 and c not in "\ufe0f\u200d").replace("$", r"\$").strip()

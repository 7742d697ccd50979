"""The chart of one announcement: the number of copies in each state, and the number that had arrived over time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING, Final

from bot.charts.canvas import BLUE, GREY, figure, label, remove_frame, saved, wrapped
from bot.charts.sponsor import Sponsor, draw_foot
from bot.i18n.translator import Translator, mark, translator_for
from storage.vocabulary import Language

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import SubFigure

_MINUTE: Final = timedelta(minutes=1)
_SHORT: Final = 3 * _MINUTE
"""Copies that arrive within a few minutes make no curve that says anything, so a sentence says how long it took."""
_UNITS: Final = (
    (timedelta(hours=3), _MINUTE, mark("minutes")),
    (timedelta(days=3), timedelta(hours=1), mark("hours")),
    (timedelta.max, timedelta(days=1), mark("days")),
)
"""(longest duration, unit of the axis, its name)."""
_BAR_IN: Final = 0.55  # height of a bar with its gap, in inches
_LINE_IN: Final = 2.6  # height of the curve
_WORDS: Final = 40  # Latin letters in a line of a sentence
_WORDS_IN: Final = 0.9
_FOOT_IN: Final = 0.7


def draw(
    language: Language,
    figures: Sequence[tuple[str, int]],
    finished: Sequence[datetime],
    kind: str = "png",
    *,
    sponsor: Sponsor | None = None,
) -> bytes:
    """Returns a PNG or a PDF: a bar for each (label, count), the total of `finished` over time, and a sponsor.

    What has no data says in words what is missing and why.
    """
    t = translator_for(language)
    words = in_words(t, finished)
    bars = _BAR_IN * len(figures) if figures else _WORDS_IN
    below = _WORDS_IN if words else _LINE_IN
    heights = [bars, below, *([_FOOT_IN] if sponsor else [])]
    with figure(sum(heights)) as (sheet, (first,)):
        first.remove()
        above, under, *feet = sheet.subfigures(len(heights), 1, squeeze=False, height_ratios=heights)[:, 0]
        if figures:
            _bars(above.subplots(), figures)
        else:
            _say(above, t("The audience was empty, so there is nothing to count."))
        if words:
            _say(under, words)
        else:
            _line(under.subplots(), t, finished)
        if sponsor:
            draw_foot(feet[0], sponsor, left=0.03, right=0.97, bottom=0.1, top=0.9)
        return saved(sheet, kind)


def in_words(t: Translator, finished: Sequence[datetime]) -> str:
    """Returns a sentence that takes the place of the curve; "" if the copies took long enough for a curve."""
    if not finished:
        return t("It has reached nobody yet, so there is nothing to show over time.")
    took = finished[-1] - finished[0]
    if took >= _SHORT:
        return ""
    return t.n(
        "All copies arrived within {count} minute.",
        "All copies arrived within {count} minutes.",
        max(1, ceil(took / _MINUTE)),
    )


def _say(sheet: "SubFigure", text: str) -> None:
    sheet.text(0.03, 0.5, wrapped(text, _WORDS), fontsize=13, va="center")


def _bars(axes: "Axes", figures: Sequence[tuple[str, int]]) -> None:
    labels = [label(each) for each, _ in figures][::-1]
    counts = [count for _, count in figures][::-1]
    drawn = axes.barh(
        labels,
        counts,
        height=0.6,
        color=[BLUE if place == len(counts) - 1 else GREY for place in range(len(counts))],
    )
    axes.bar_label(drawn, labels=[str(count) for count in counts], padding=4)
    axes.set_ylim(-0.5, len(counts) - 0.5)
    axes.set_xticks([])
    axes.margins(x=0.15)
    axes.tick_params(length=0)
    remove_frame(axes)
    for side in ("bottom", "left"):
        axes.spines[side].set_visible(False)


def unit_of(took: timedelta) -> tuple[timedelta, str]:
    """Returns the unit of the axis and its name, a message id."""
    return next((unit, name) for longest, unit, name in _UNITS if took <= longest)


def _line(axes: "Axes", t: Translator, finished: Sequence[datetime]) -> None:
    from matplotlib.ticker import MaxNLocator

    unit, name = unit_of(finished[-1] - finished[0])
    passed = [(at - finished[0]) / unit for at in finished]
    axes.step([0.0, *passed], range(len(passed) + 1), where="post", color=BLUE, linewidth=2)
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.set_ylim(bottom=0)
    axes.set_xlim(left=0)
    axes.set_xlabel(t(name))
    axes.set_ylabel(t("arrived"))
    remove_frame(axes)

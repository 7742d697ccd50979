"""The chart of one announcement: the number of copies in each state, and the number that had arrived over time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from bot.charts.canvas import BLUE, GREY, figure, label, png, remove_frame
from bot.i18n.translator import translator_for
from storage.vocabulary import Language

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SECOND: Final = timedelta(seconds=1)
_MINUTE: Final = timedelta(minutes=1)
_SHORT: Final = 2 * _MINUTE  # shorter runs have an axis in seconds


def draw(language: Language, figures: Sequence[tuple[str, int]], finished: Sequence[datetime]) -> bytes:
    """Returns a PNG: a bar for each (label, count), and below it the total of `finished` over time."""
    t = translator_for(language)
    with figure(2.2 + 0.45 * max(1, len(figures)) + 2.2) as (sheet, (first,)):
        first.remove()
        bars, line = sheet.subplots(2, 1, height_ratios=[max(1, len(figures)), 3])
        _bars(bars, figures)
        short = not finished or finished[-1] - finished[0] < _SHORT
        _line(line, finished, _SECOND if short else _MINUTE)
        line.set_xlabel(t("seconds") if short else t("minutes"))
        line.set_ylabel(t("arrived"))
        return png(sheet)


def _bars(axes: "Axes", figures: Sequence[tuple[str, int]]) -> None:
    labels = [label(each) for each, _ in figures][::-1]
    counts = [count for _, count in figures][::-1]
    drawn = axes.barh(
        labels, counts, color=[BLUE if place == len(counts) - 1 else GREY for place in range(len(counts))]
    )
    axes.bar_label(drawn, labels=[str(count) for count in counts], padding=4)
    axes.set_xticks([])
    axes.margins(x=0.15)
    remove_frame(axes)
    axes.spines["bottom"].set_visible(False)


def _line(axes: "Axes", finished: Sequence[datetime], unit: timedelta) -> None:
    from matplotlib.ticker import MaxNLocator

    passed = [(at - finished[0]) / unit for at in finished]
    axes.step([0.0, *passed], range(len(passed) + 1), where="post", color=BLUE, linewidth=2)
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.set_ylim(bottom=0)
    axes.set_xlim(left=0)
    remove_frame(axes)

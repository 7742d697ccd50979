"""An event's results on one page: key figures, the way from people to results, who met whom, and totals over time."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from bot.charts.canvas import BLUE, GREY, ORANGE, label, page, plain, remove_frame, wrapped
from bot.charts.sponsor import Sponsor, draw_foot

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_BARS: Final = 7  # more are illegible on a phone
_ROW: Final = 0.184
"""From the title of a panel to the title of the one below."""
_TITLE: Final = 46  # Latin letters in a line of the title
_NAME: Final = 20  # Latin letters in a line beside a bar: "Bosnia & Herzegovina"
_LEFT: Final = 0.07
_RIGHT: Final = 0.93
"""The margins, like all places here, in parts of the page from its lower left corner."""

Counts = Sequence[tuple[str, int]]
"""Labels with numbers, in the order in which they are drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A block of the page. Without data it shows `nothing`, which says why."""

    title: str
    bars: Counts
    nothing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    title: str
    subtitle: str
    figures: Counts
    """Three or four numbers, shown large."""
    panels: Sequence[Panel]
    """Up to six blocks of bars, two in a row."""
    days_title: str
    days: Sequence[tuple[str, Mapping[date, int]]] = field(default_factory=tuple)
    """Up to three series of numbers by day."""
    no_days: str = ""
    sponsor: Sponsor | None = None
    """At the foot of the page."""


def draw(results: Results, day: Callable[[date], str]) -> tuple[bytes, bytes]:
    """Returns the page as PNG and as PDF. `day` formats the first and last day. Slow: call it in a thread."""
    with page() as sheet:
        _head(sheet, results)
        for place, (name, count) in enumerate(results.figures):
            left = _LEFT + place * (_RIGHT - _LEFT) / len(results.figures)
            sheet.text(left, 0.84, str(count), fontsize=30, va="bottom")
            sheet.text(left, 0.835, label(name), fontsize=11, va="top")
        for place, panel in enumerate(results.panels):
            _bars(sheet, panel, left=_LEFT if place % 2 == 0 else 0.53, top=0.785 - place // 2 * _ROW)
        _timeline(sheet, results, day)
        if results.sponsor is not None:
            draw_foot(sheet, results.sponsor, left=_LEFT, right=_RIGHT, bottom=0.008, top=0.046)
        png, pdf = io.BytesIO(), io.BytesIO()
        sheet.savefig(png, format="png")
        sheet.savefig(pdf, format="pdf")
        return png.getvalue(), pdf.getvalue()


def _head(sheet: "Figure", results: Results) -> None:
    title = wrapped(results.title, _TITLE).splitlines()[:2]
    sheet.text(_LEFT, 0.965, "\n".join(title), fontsize=20, color=BLUE, va="top")
    sheet.text(_LEFT, 0.905 - 0.02 * (len(title) - 1), plain(results.subtitle), fontsize=11, va="bottom")


def _bars(sheet: "Figure", panel: Panel, *, left: float, top: float) -> None:
    sheet.text(left, top, plain(panel.title), fontsize=13, va="top")
    bars = list(panel.bars)[:_BARS]
    if not any(count for _, count in bars):
        sheet.text(left, top - 0.03, wrapped(panel.nothing, 34), fontsize=11, va="top")
        return
    names = 0.165  # room for the labels
    axes = sheet.add_axes((left + names, top - 0.171, 0.40 - names, 0.151))
    places = [-place for place in range(len(bars))]
    drawn = axes.barh(places, [count for _, count in bars], color=BLUE, height=0.62)
    axes.bar_label(drawn, labels=[str(count) for _, count in bars], padding=4, fontsize=10)
    axes.set_yticks(
        places, ["\n".join(wrapped(name, _NAME).splitlines()[:2]) for name, _ in bars], fontsize=7.5, linespacing=1.0
    )
    axes.set_ylim(-_BARS + 0.4, 0.6)  # bars are equally thick in all panels
    axes.set_xticks([])
    axes.margins(x=0.25)
    axes.tick_params(length=0)
    remove_frame(axes)
    for side in ("bottom", "left"):
        axes.spines[side].set_visible(False)


def _timeline(sheet: "Figure", results: Results, day: Callable[[date], str]) -> None:
    sheet.text(_LEFT, 0.235, plain(results.days_title), fontsize=13, va="top")
    days = sorted({each for _, counts in results.days for each in counts})
    if not days:
        sheet.text(_LEFT, 0.205, wrapped(results.no_days, 34), fontsize=11, va="top")
        return
    # Starts a day early at zero, so that a single day also draws a line.
    before = days[0] - timedelta(days=1)
    span = [before + timedelta(days=n) for n in range((days[-1] - before).days + 1)]
    axes = sheet.add_axes((_LEFT + 0.05, 0.072, _RIGHT - _LEFT - 0.05, 0.138))
    for (name, counts), colour in zip(results.days, (GREY, ORANGE, BLUE), strict=False):
        total, line = 0, []
        for each in span:
            total += counts.get(each, 0)
            line.append(total)
        axes.plot(range(len(span)), line, color=colour, linewidth=2.5, label=plain(name), marker="o", markersize=3)
    ends = sorted({0, len(span) - 1})
    axes.set_xticks(ends, [plain(day(span[end])) for end in ends], fontsize=10)
    axes.tick_params(axis="y", labelsize=10)
    axes.legend(frameon=False, fontsize=10, loc="upper left")
    axes.set_ylim(bottom=0)
    remove_frame(axes)

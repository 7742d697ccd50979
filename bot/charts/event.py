"""The charts of an event: a funnel from people to outcomes, countries that met, and totals over time."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from bot.charts.canvas import BLUE, GREY, ORANGE, add_title, figure, label, plain, png, remove_frame

_COUNTRIES: Final = 12  # more rows and columns are illegible on a phone


def funnel(title: str, steps: Sequence[tuple[str, int]]) -> bytes:
    """Returns a bar with its number for each (label, count), first step on top."""
    with figure(1.2 + 0.6 * len(steps)) as (sheet, (axes,)):
        labels = [label(each) for each, _ in steps][::-1]
        counts = [count for _, count in steps][::-1]
        drawn = axes.barh(labels, counts, color=[BLUE] * len(counts))
        axes.bar_label(drawn, labels=[str(count) for count in counts], padding=4)
        add_title(sheet, title)
        axes.set_xticks([])
        axes.margins(x=0.15)
        remove_frame(axes)
        axes.spines["bottom"].set_visible(False)
        return png(sheet)


def meetings(title: str, pairs: Mapping[tuple[str, str], int], names: Mapping[str, str], nothing: str) -> bytes:
    """Returns a heat map of introductions between countries. `names` by code; `nothing` is the text without data."""
    weight: dict[str, int] = {}
    for pair, count in pairs.items():
        for code in pair:
            weight[code] = weight.get(code, 0) + count
    codes = sorted(weight, key=lambda code: (-weight[code], code))[:_COUNTRIES]
    with figure(max(3.0, 2.0 + 0.33 * len(codes))) as (sheet, (axes,)):
        add_title(sheet, title)
        if not codes:
            axes.text(0.5, 0.5, plain(nothing), ha="center", va="center")
            axes.set_axis_off()
            return png(sheet)
        cells = [[pairs.get((min(a, b), max(a, b)), 0) for b in codes] for a in codes]
        axes.imshow(cells, cmap="Blues", vmin=0)
        most = max(map(max, cells))
        for y, line in enumerate(cells):
            for x, count in enumerate(line):
                if count:
                    axes.text(
                        x, y, str(count), ha="center", va="center", color="white" if count * 2 > most else "black"
                    )
        labels = [label(names[code]) for code in codes]
        axes.set_xticks(range(len(codes)), labels, rotation=60, ha="right")
        axes.set_yticks(range(len(codes)), labels)
        return png(sheet)


def timeline(title: str, series: Sequence[tuple[str, Mapping[date, int]]], day: Callable[[date], str]) -> bytes:
    """Returns running totals of each named series. `day` formats the first and last day."""
    days = sorted({each for _, counts in series for each in counts})
    with figure(4.0) as (sheet, (axes,)):
        add_title(sheet, title)
        if days:
            # Starts a day early at zero, so that a single day also draws a line.
            before = days[0] - timedelta(days=1)
            span = [before + timedelta(days=n) for n in range((days[-1] - before).days + 1)]
            for (name, counts), color in zip(series, (GREY, ORANGE, BLUE), strict=False):
                total, line = 0, []
                for each in span:
                    total += counts.get(each, 0)
                    line.append(total)
                axes.plot(
                    range(len(span)), line, color=color, linewidth=2.5, label=plain(name), marker="o", markersize=3
                )
            ends = sorted({0, len(span) - 1})
            axes.set_xticks(ends, [plain(day(span[end])) for end in ends])
            axes.legend(frameon=False)
        axes.set_ylim(bottom=0)
        remove_frame(axes)
        return png(sheet)

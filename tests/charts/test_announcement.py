"""The report of an announcement counts in units that people use, and says in words what a chart cannot show."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.charts.announcement import draw, in_words, unit_of
from bot.i18n.translator import translator_for
from storage.vocabulary import Language

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
EN = translator_for(Language.EN)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        ([], "It has reached nobody yet, so there is nothing to show over time."),
        ([0], "All copies arrived within 1 minute."),
        ([0, 1], "All copies arrived within 1 minute."),
        ([0, 60], "All copies arrived within 1 minute."),
        ([0, 61], "All copies arrived within 2 minutes."),
        ([0, 179], "All copies arrived within 3 minutes."),
        ([0, 180], ""),
    ],
)
def test_a_moment_is_no_curve(seconds: list[int], said: str) -> None:
    assert in_words(EN, [NOW + timedelta(seconds=each) for each in seconds]) == said


@pytest.mark.parametrize(
    ("took", "unit"),
    [
        (timedelta(minutes=3), "minutes"),
        (timedelta(hours=3), "minutes"),
        (timedelta(hours=3, seconds=1), "hours"),
        (timedelta(days=3), "hours"),
        (timedelta(days=30), "days"),
    ],
)
def test_the_axis_counts_as_people_do(took: timedelta, unit: str) -> None:
    assert unit_of(took)[1] == unit


@pytest.mark.parametrize("figures", [[], [("Reached", 3)]])
@pytest.mark.parametrize("minutes", [0, 10])
def test_a_report_is_drawn_with_and_without_figures(figures: list[tuple[str, int]], minutes: int) -> None:
    assert draw(Language.ZH, figures, [NOW, NOW + timedelta(minutes=minutes)]).startswith(b"\x89PNG")
    assert draw(Language.ZH, figures, []).startswith(b"\x89PNG")
    assert draw(Language.ZH, figures, [], "pdf").startswith(b"%PDF")

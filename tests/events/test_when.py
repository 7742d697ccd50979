"""Days and hours as people type them."""

from datetime import date, time

import pytest

from handlers.events.when import read_dates, read_hours

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026-11-22", [date(2026, 11, 22)]),
        ("2026年11月22日", [date(2026, 11, 22)]),
        ("12.11.2026 – 14.11.2026", [date(2026, 11, 12), date(2026, 11, 14)]),
        ("12. 11. 2026.", [date(2026, 11, 12)]),
        ("2.3.2026 11:05 – 13:00", [date(2026, 3, 2)]),
        ("28.2.", [date(2027, 2, 28)]),
        ("31.2.2026", []),
        ("tomorrow", []),
    ],
)
def test_days(text: str, days: list[date]) -> None:
    assert read_dates(text, TODAY) == days


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("2.3.2026 12:00 – 13:30", [time(12), time(13, 30)]),
        ("2026-03-02 9:05", [time(9, 5)]),
        ("14.30", [time(14, 30)]),
        ("16h15", [time(16, 15)]),
        ("25:00", []),
        ("12.11.2026", []),
    ],
)
def test_hours(text: str, hours: list[time]) -> None:
    assert read_hours(text) == hours

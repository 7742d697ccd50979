"""What a rule of availability says of slots that the table of phrases does not have."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.reading.availability import AvailabilityRule, read_availability
from tests.reading.tables import FAIR

TUESDAY = FAIR[0]


def rule(text: str, days: tuple[date, ...] = FAIR) -> AvailabilityRule:
    read = read_availability(text, days=days)
    assert read is not None
    return read


def allowed(text: str, start: str, minutes: int = 30, day: date = TUESDAY) -> bool:
    at = datetime.fromisoformat(f"{day} {start}")
    return rule(text).allows(at, at + timedelta(minutes=minutes))


def test_a_slot_must_lie_within_what_somebody_can() -> None:
    assert allowed("only mornings", "11:30")
    assert not allowed("only mornings", "11:45")
    assert allowed("mornings and afternoons", "11:45"), "the two together have no gap"
    assert not allowed("10:00-12:00 and 13:00-14:00", "11:45")


def test_a_slot_must_not_touch_what_somebody_cannot() -> None:
    assert allowed("not after 16:00", "15:30")
    assert not allowed("not after 16:00", "15:45")
    assert allowed("not on Wednesday", "09:00")


def test_a_slot_over_midnight_is_in_the_evening_only_until_the_day_ends() -> None:
    assert allowed("evenings", "23:30")
    assert not allowed("evenings", "23:45")


def test_a_weekday_means_each_of_its_days_in_a_long_event() -> None:
    days = tuple(FAIR[0] + timedelta(days=n) for n in range(10))
    read = rule("only Tuesday", days)
    noon = [datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("Europe/Belgrade")) for day in days]
    assert [at.day for at in noon if read.allows(at, at + timedelta(hours=1))] == [3, 10]


def test_an_event_of_one_day_has_a_first_and_a_last_day() -> None:
    assert rule("last day", FAIR[:1]).allows(datetime(2026, 11, 3, 9), datetime(2026, 11, 3, 10))  # noqa: DTZ001
    assert read_availability("second day", days=FAIR[:1]) is None


@pytest.mark.parametrize("text", ["", " ", "?", "🙂", "only " * 50, "Tuesday Wednesday " * 5, "not " * 20, "," * 90])
def test_nonsense_is_no_rule(text: str) -> None:
    assert read_availability(text, days=FAIR) is None


def test_without_days_nothing_is_understood() -> None:
    assert read_availability("all", days=()) is None

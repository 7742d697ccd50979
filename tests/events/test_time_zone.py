"""The time zone of an event, as organizers type it: understood, or answered with words."""

from datetime import UTC, datetime

import pytest

from handlers.events.form import find_zones, named_zones

WINTER = datetime(2026, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "place", "expected"),
    [
        ("Europe/Belgrade", "Novi Sad, Serbia", "Europe/Belgrade"),
        ("europe/belgrade", "", "Europe/Belgrade"),
        ("CET", "Novi Sad, Serbia", "Europe/Belgrade"),
        ("cet", "Novi Sad, Serbia", "Europe/Belgrade"),
        ("UTC+1", "Novi Sad, Serbia", "Europe/Belgrade"),
        ("GMT +8", "Shanghai, China", "Asia/Shanghai"),
        ("UTC+5:30", "Mumbai, India", "Asia/Kolkata"),
    ],
)
def test_names_abbreviations_and_offsets_are_understood(typed: str, place: str, expected: str) -> None:
    assert expected in named_zones(typed, find_zones(place), WINTER)


def test_unrelated_text_is_no_time_zone() -> None:
    assert named_zones("UTC-9", find_zones("Novi Sad, Serbia"), WINTER) == []
    assert named_zones("the usual one", find_zones("Novi Sad, Serbia"), WINTER) == []

"""Files are named after their event and booth, in letters that every computer takes."""

from datetime import date

import pytest

from bot.usecases.events.printing import file_name
from storage.models import Event


@pytest.mark.parametrize(
    ("names", "parts", "expected"),
    [
        ({"en": "Inno-Match Expo"}, ("booth", "A12"), "inno-match-expo-booth-A12"),
        ({"en": "Danube–Pudong Technology Fair"}, ("results",), "danube-pudong-technology-fair-results"),
        ({"sr-Latn": "Sajam Đerđap"}, ("booth", ""), "sajam-djerdjap-booth"),
        ({"zh": "创新展会"}, ("poster",), "ABCD2345-poster"),
        ({"en": "../../etc <x>"}, ("booth", "A/12\n"), "etc-x-booth-A-12"),
    ],
)
def test_a_file_is_named_after_its_event(names: dict[str, str], parts: tuple[str, ...], expected: str) -> None:
    day = date(2026, 3, 2)
    event = Event(code="ABCD2345", names=names, zone="Europe/Belgrade", starts_on=day, ends_on=day)
    assert file_name(event, *parts) == expected

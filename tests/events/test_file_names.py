"""Files are named after their event and booth, in letters that every computer takes."""

from datetime import date

import pytest

from bot.usecases.file_names import event_file, own_file
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
    assert event_file(event, *parts) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Senzor d.o.o.", "senzor-d-o-o"),
        ("浦东农业科技有限公司", "浦东农业科技有限公司"),
        ("Ђерђелин", "ђерђелин"),
        ("../../etc/passwd", "etc-passwd"),
        ('"; filename="x', "filename-x"),
        ("🎪 ...", "contact"),
    ],
)
def test_a_file_is_named_after_its_company(name: str, expected: str) -> None:
    assert own_file(name, "contact") == expected
    assert len(own_file(name * 40, "contact").encode()) < 200

"""Quantities in words, and what only looks like them."""

import pytest

from bot.masking.quantities import is_quantity
from bot.masking.skeleton import Reading, read


def _is_quantity(text: str) -> bool:
    return is_quantity(read(text, Reading.SOUNDS).text)


@pytest.mark.parametrize(
    "text",
    [
        "one hundred and twenty",
        "siebenundzwanzig",
        "soixante-quinze",
        "ötvenkettő",
        "쉰둘",
        "חמישים ושתיים",
        "yüz elli",
    ],
)
def test_a_quantity(text: str) -> None:
    assert _is_quantity(text)


@pytest.mark.parametrize(
    "text", ["", "seven four two", "nula šest četiri", "四二八", "forty 5", "Forte", "blue ten", "ten ten ten ten ten"]
)
def test_no_quantity(text: str) -> None:
    assert not _is_quantity(text)

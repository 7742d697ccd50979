"""Two more red-team sets and harmless texts in many languages.

At first sight the masking found 40 % of the third set and, after the changes for its kinds, 74 % of the fourth.
"""

from pathlib import Path

import pytest

from bot.masking import mask
from tests.masking.fresh_sets import FOURTH, ORDINARY_WRITERS, THIRD, fresh_set, harmless

EXPECTED_SHARE = {THIRD: 0.94, FOURTH: 0.91}
TOUCHED_SHARE = 0.017  # by a writer whose names are no ordinary words


@pytest.mark.parametrize("path", EXPECTED_SHARE, ids=lambda path: path.stem)
def test_nearly_all_of_a_fresh_set_is_caught(path: Path) -> None:
    tried = list(fresh_set(path))
    missed = [one.parts for one in tried if not one.is_caught()]
    assert len(tried) >= 130
    assert 1 - len(missed) / len(tried) >= EXPECTED_SHARE[path], missed


@pytest.mark.parametrize("writer", ["", "lv", "li"])
def test_harmless_texts_stay(writer: str) -> None:
    texts = harmless()
    touched = [text for text in texts if mask(text, secrets=ORDINARY_WRITERS[writer]).found]
    assert len(texts) >= 300
    assert len(touched) / len(texts) <= TOUCHED_SHARE, touched

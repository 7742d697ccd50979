"""Further red-team sets and harmless texts in many languages.

Each set was written before the masking was changed for it. At first sight the masking found 40 % of the third, 74 % of
the fourth, 63 % of the fifth, 66 % of the sixth, 75 % of the seventh, 46 % of the eighth, 57 % of the ninth, 72 % of
the tenth, 75 % of the eleventh, 78 % of the twelfth, 77 % of the thirteenth and 82 % of the fourteenth. Half of the
eighth to eleventh name strangers, whose names no list holds; in the last three these are one in fifteen.

The harmless texts with cue words were written before, too. Without a look at the context of its cues, the masking
touched 15 %, 16 %, 14 %, 23 % and 11 % of the eleventh to fifteenth set. All but the first were read at first sight
after a further mending, which touched 3 %, 9 %, 4 % and 5 % of them. The sixteenth set has patents, standards,
quantities, models and places; 2.5 % of it was touched at first sight.
"""

from dataclasses import fields
from pathlib import Path

import pytest

from bot.masking import Secrets, mask
from tests.masking.fresh_sets import (
    EIGHTH,
    ELEVENTH,
    FIFTH,
    FOURTEENTH,
    FOURTH,
    HARMLESS_WITH_CUES,
    NINTH,
    ORDINARY_WRITERS,
    SEVENTH,
    SIXTH,
    TENTH,
    THIRD,
    THIRTEENTH,
    TWELFTH,
    fresh_set,
    harmless,
)

EXPECTED_SHARE = {
    THIRD: 0.98,
    FOURTH: 0.96,
    FIFTH: 0.99,
    SIXTH: 0.97,
    SEVENTH: 0.96,
    EIGHTH: 0.98,
    NINTH: 0.97,
    TENTH: 0.91,
    ELEVENTH: 0.92,
    TWELFTH: 0.96,
    THIRTEENTH: 0.91,
    FOURTEENTH: 0.93,
}
TOUCHED_SHARE = 0.01  # by a writer whose names are no ordinary words


@pytest.mark.parametrize("path", EXPECTED_SHARE, ids=lambda path: path.stem)
def test_nearly_all_of_a_fresh_set_is_caught(path: Path) -> None:
    tried = list(fresh_set(path))
    missed = [one.parts for one in tried if not one.is_caught()]
    assert len(tried) >= 110
    assert 1 - len(missed) / len(tried) >= EXPECTED_SHARE[path], missed


def test_harmless_texts_stay() -> None:
    """With the names and numbers of six companies at once, which touch all that any of them, or none, would touch."""
    names = [ORDINARY_WRITERS[writer] for writer in ("lv", "li", "kor", "hai", "kar", "wie")]
    secrets = Secrets(**{each.name: sum((getattr(one, each.name) for one in names), ()) for each in fields(Secrets)})
    texts = harmless()
    touched = [text for text in texts if mask(text, secrets=secrets).found]
    assert len(texts) >= 1000
    assert len(touched) / len(texts) <= TOUCHED_SHARE, touched


@pytest.mark.parametrize("path", HARMLESS_WITH_CUES, ids=lambda path: path.stem)
def test_harmless_texts_with_cue_words_stay(path: Path) -> None:
    texts = path.read_text(encoding="utf-8").splitlines()
    touched = [text for text in texts if mask(text, secrets=ORDINARY_WRITERS[""]).found]
    assert len(texts) >= 130
    assert len(touched) / len(texts) <= TOUCHED_SHARE, touched

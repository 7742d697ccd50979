"""Further red-team sets and harmless texts in many languages.

Each set was written before the masking was changed for it. At first sight the rules found 40 % of the third, 74 % of
the fourth, 63 % of the fifth, 66 % of the sixth, 75 % of the seventh, 46 % of the eighth, 57 % of the ninth, 72 % of
the tenth, 75 % of the eleventh, 78 % of the twelfth, 77 % of the thirteenth, 82 % of the fourteenth, 88 % of the
fifteenth, 75 % of the sixteenth and 72 % of the seventeenth set. With the judge of sentences, which had learned from
the sets before, it was 94 %, 91 % and 95 % of the last three. After that the judge was made more careful: it leaves
sentences with an exact finding alone, and needs more where there is no cue word. Of the eighteenth to
twentieth set the rules found 65 %, 59 % and 68 %, with the judge 85 %, 80 % and 95 %. Of the twenty-first,
by a writer who did not know the rules, it was 79 % and 96 %; of the twenty-second, in new ways alone, 49 % and 68 %; of
the twenty-third 80 % and 90 %. With the judge it was 97 %, 98 %, 95 %, 100 % and 98 % of the twenty-fourth to
twenty-eighth, which hold the usual ways in technical texts.

The harmless texts with cue words were written before, too. Without a look at the context of its cues, the masking
touched 15 %, 16 %, 14 %, 23 % and 11 % of the eleventh to fifteenth set. All but the first were read at first sight
after a further mending, which touched 3 %, 9 %, 4 % and 5 % of them. Of the sixteenth to nineteenth set the rules alone
touched 2.5 %, 9 %, 3.2 % and 3.3 % at first sight; with the judge, 1.3 % of the eighteenth and 6.5 % of the nineteenth.
Of the twentieth to twenty-second they touched 1.5 %, 4.2 % and 3 %, with the judge 3 %, 2.5 % and 1 %. Of the
twenty-third to twenty-fifth the judge touched 4.5 %, none and 4 %, mostly numbers in words. Of the twenty-sixth to
thirtieth, technical texts in 26 languages, it touched 1 %, 1.5 %, 0.5 %, 2.7 % and 0.5 %; of the thirty-first, 141
short answers with numbers in 20 languages, none.
"""

from dataclasses import fields

import pytest

from bot.masking import MASK, Secrets, mask
from tests.masking.fresh_sets import HERE, ORDINARY_WRITERS, fresh_set, harmless

EXPECTED_SHARE = {
    "third": 0.98,
    "fourth": 0.96,
    "fifth": 0.99,
    "sixth": 0.97,
    "seventh": 0.96,
    "eighth": 0.98,
    "ninth": 0.97,
    "tenth": 0.91,
    "eleventh": 0.92,
    "twelfth": 0.96,
    "thirteenth": 0.90,
    "fourteenth": 0.93,
    "fifteenth": 0.87,
}
JUDGED = {
    "fifteenth": 0.95,
    "sixteenth": 0.92,
    "seventeenth": 0.93,
    "eighteenth": 0.96,
    "nineteenth": 0.95,
    "twentieth": 0.93,
    "twentyfirst": 0.98,
    "twentysecond": 0.75,
    "twentythird": 0.93,
    "twentyfourth": 0.96,
    "twentyfifth": 0.96,
    "twentysixth": 0.96,
    "twentyseventh": 0.98,
    "twentyeighth": 0.98,
}
TOUCHED_SHARE = 0.01  # by a writer whose names are no ordinary words
SAMPLE = 4  # one of so many texts is read, for speed; `python -m tests.bench masking` reads all


def _share_caught(name: str) -> float:
    tried = list(fresh_set(HERE / f"{name}_set.txt"))
    assert len(tried) >= 40
    return sum(one.is_caught() for one in tried) / len(tried)


@pytest.mark.usefixtures("without_encoder")
@pytest.mark.parametrize("name", EXPECTED_SHARE)
def test_the_rules_alone_catch_nearly_all_of_a_set(name: str) -> None:
    assert _share_caught(name) >= EXPECTED_SHARE[name]


@pytest.mark.parametrize("name", JUDGED)
def test_rules_and_judge_catch_nearly_all_of_a_set(name: str) -> None:
    assert _share_caught(name) >= JUDGED[name]


def test_harmless_texts_stay() -> None:
    """With the names and numbers of six companies at once, which touch all that any of them, or none, would touch."""
    names = [ORDINARY_WRITERS[writer] for writer in ("lv", "li", "kor", "hai", "kar", "wie")]
    secrets = Secrets(**{each.name: sum((getattr(one, each.name) for one in names), ()) for each in fields(Secrets)})
    texts = harmless()[::SAMPLE]
    touched = [text for text in texts if mask(text, secrets=secrets).found]
    assert len(texts) >= 500
    assert len(touched) / len(texts) <= TOUCHED_SHARE, touched


def test_the_judge_keeps_what_a_rule_would_hide() -> None:
    assert mask("Den Namen der Firma nennen wir nach der Zusage.", secrets=ORDINARY_WRITERS[""]).found == ()
    assert mask("회사 이름은 수락 후에 알려 드립니다.", secrets=ORDINARY_WRITERS[""]).found == ()


def test_the_judge_hides_what_no_rule_knows() -> None:
    text = "We weave linen. Our lorries carry the name Fothergill and Niece in yellow. It is 150 cm wide."
    assert mask(text, secrets=ORDINARY_WRITERS[""]).text == f"We weave linen. {MASK}. It is 150 cm wide."

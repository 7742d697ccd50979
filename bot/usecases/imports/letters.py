"""Rates how likely a text is in a language, by its letters beyond ASCII and their neighbours.

The model of each language counts the names of places, languages, currencies, months and days in CLDR, and the headings
of lists.
"""

import math
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from babel import Locale

_UNUSUAL: Final = 9.0  # a letter of the right script that is not in the model
_FOREIGN: Final = 12.0  # a letter of another script
_SYMBOL: Final = 14.0
_CONTROL: Final = 25.0
_PUNCTUATION: Final = 7.0
_CAPITAL_INSIDE: Final = 5.0
_MIXED: Final = 6.0  # Latin letters and those of one of these alphabets in one word: "Societа"
_ALPHABETS: Final = frozenset(("CYRILLIC", "GREEK", "HEBREW", "ARABIC"))
_TYPOGRAPHY: Final = frozenset("„“”‘’‚–—…•·€№«»\xa0、。，；：（）《》・「」【】ー．／！？￼")
_PAIR_WEIGHT: Final = 0.85
_WEIGHT: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Model:
    letters: Counter[str]
    total: int
    pairs: Counter[str]
    scripts: frozenset[str]


@cache
def _model(language: str) -> _Model:
    letters: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for text in _texts(language):
        lower = text.lower()
        letters.update(c for c in lower if c.isalpha() or unicodedata.category(c)[0] == "M")
        pairs.update(a + b for a, b in zip(f" {lower}", lower + " ", strict=True) if not (a + b).isascii())
    return _Model(
        letters=letters,
        total=sum(letters.values()),
        pairs=pairs,
        scripts=frozenset(_script(c) for c in letters if ord(c) > 127),
    )


def _texts(language: str) -> Iterator[str]:
    locale = Locale.parse(language)
    for names in (locale.territories, locale.languages, locale.currencies, locale.scripts):
        yield from map(str, names.values())
    for widths in (locale.months["format"], locale.days["format"]):
        yield from map(str, widths["wide"].values())
    for zone in locale.time_zones.values():
        yield str(zone.get("city", ""))
    for tags, words in _words_of_lists().items():
        if language in tags.split():
            # These words are far more frequent in lists than names of languages.
            yield from words.split() * _WEIGHT


@cache
def _words_of_lists() -> dict[str, str]:
    return tomllib.loads(files("bot.usecases.imports").joinpath("letters.toml").read_text("utf-8"))


def _script(c: str) -> str:
    name = unicodedata.name(c, "").split(" ", maxsplit=1)[0]
    return {"CJK": "ideograph", "HIRAGANA": "kana", "KATAKANA": "kana"}.get(name, name)


def likelihood(text: str, language: str) -> float:
    """Returns the sum of the natural logarithms for all pairs of neighbours with a letter beyond ASCII."""
    model = _model(language)
    total, before = 0.0, " "
    for c in text:
        if ord(c) > 127 or ord(before) > 127:
            total += _step(before, c, model)
        before = c
    return total


def _step(before: str, c: str, model: _Model) -> float:
    if ord(c) <= 127:
        # After a letter, the end of a word is as usual as any letter.
        return _pair(before.lower()[0], c.lower() if c.isalpha() else " ", model) if before.isalpha() else 0.0
    kind = unicodedata.category(c)
    if c in _TYPOGRAPHY:
        return -_PUNCTUATION
    if kind[0] == "C":
        return -_CONTROL
    if kind[0] not in "LM":
        return -_SYMBOL
    shape = -_CAPITAL_INSIDE if c.isupper() and before.islower() else 0.0
    if before.isascii() and before.isalpha() and _script(c) in _ALPHABETS:
        shape -= _MIXED
    lower = c.lower()[0]
    if lower not in model.letters:
        return shape - (_UNUSUAL + _rarity(lower) if _script(c) in model.scripts else _FOREIGN)
    return shape + _pair(before.lower()[0] if before.isalpha() else " ", lower, model)


def _pair(before: str, c: str, model: _Model) -> float:
    alone = (model.letters[c] + 0.05) / (model.total + 1) if c != " " else 0.15
    context = model.letters[before] if before != " " else model.total / 6
    together = model.pairs[before + c] / context if context else 0.0
    return math.log(_PAIR_WEIGHT * min(1.0, together) + (1 - _PAIR_WEIGHT) * alone)


@cache
def _rarity(c: str) -> float:
    """Returns a higher value for a Chinese character or a syllable on the second level of common standards."""
    for encoding, first, last in _COMMON_LEVELS:
        try:
            if first <= c.encode(encoding) <= last:
                return 0.0
        except UnicodeEncodeError:
            continue
    return 4.0 if _script(c) in {"ideograph", "HANGUL"} else 0.0


_COMMON_LEVELS: Final = (
    ("gb2312", b"\xb0\xa1", b"\xd7\xf9"),
    ("big5", b"\xa4\x40", b"\xc6\x7e"),
    ("euc_kr", b"\xb0\xa1", b"\xc8\xfe"),
)

"""Finds phone numbers in words, including tens and hundreds: "zéro six, douze, trente-quatre"."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from .findings import FindingKind, Span
from .skeleton import Reading, Skeleton, read
from .vocabulary import any_of, listed

# Approximate number of digits per word, to check if there are enough for a phone number.
_DIGITS_OF_KIND: Final = {"units": 1, "tens": 2, "hundreds": 3}
_DIGITS_OF: Final = {
    read(word, Reading.SOUNDS).text: count for name, count in _DIGITS_OF_KIND.items() for word in listed("spoken", name)
}
_UNITS: Final = {read(word, Reading.SOUNDS).text: at for at, word in enumerate(listed("spoken", "english_units"))}
_ANY: Final = "|".join(sorted(map(re.escape, _DIGITS_OF), key=len, reverse=True))
_PIECE: Final = re.compile(_ANY)
_LINK: Final = any_of("spoken", "links")
# One number word, or several written together: hundertzweiundsiebzig.
_WORD: Final = rf"(?:{_ANY})(?:(?:und|en|i)?(?:{_ANY})){{0,5}}"
_WHOLE: Final = re.compile(_WORD)
_BETWEEN: Final = rf"[^\w\n]{{1,5}}(?:(?:{_LINK})[^\w\n]{{1,3}})?"
_RUN: Final = re.compile(
    rf"(?<![^\W_])(?:(?:{any_of('spoken', 'plus')})\s{{1,2}})?(?:\d{{1,4}}[^\w\n]{{1,3}}){{0,2}}{_WORD}(?![^\W_])"
    rf"(?:{_BETWEEN}(?:{_WORD}|\d{{1,4}})(?![^\W_])){{3,19}}"
)
_NUMERAL: Final = r"(?:viii|vii|vi|iv|ix|iii|ii|i|v|\d)"
_ROMAN: Final = re.compile(rf"(?<![a-z0-9.]){_NUMERAL}(?:[\s./,-]{{1,3}}{_NUMERAL}){{6,15}}(?![a-z0-9])")
_ROMANS: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_TOKEN: Final = re.compile(r"[^\W_]+")
_CUE: Final = re.compile(rf"(?:{any_of('phones', 'cues')}|{any_of('phones', 'unspaced_cues')})[^\n]{{0,24}}\Z")
_BIG: Final = re.compile(rf"\W{{0,3}}(?:{any_of('spoken', 'big')})")
_MIN_DIGITS: Final = 7
_CONTEXT: Final = 48  # characters before the number in which an announcing word must be


def spoken_phones(skeleton: Skeleton) -> Iterator[Span]:
    """Yields spans for one reading of the text, in original offsets."""
    yield from _in_roman_numerals(skeleton)
    for match in _RUN.finditer(skeleton.text):
        words = _TOKEN.findall(match.group())
        if _BIG.match(skeleton.text, match.end()) or _is_counting(words) or _is_one_word(words):
            continue
        before = skeleton.text[max(0, match.start() - _CONTEXT) : match.start()]
        if number_length(words) >= _MIN_DIGITS and (len(words) >= 6 or _CUE.search(before) or _starts_with_zero(words)):
            yield Span(*skeleton.span(*match.span()), FindingKind.PHONE)


@lru_cache(maxsize=16_384)
def is_number_word(word: str) -> bool:
    return _WHOLE.fullmatch(word) is not None


def number_length(words: list[str]) -> int:
    """Returns the approximate number of digits of figures and number words. "twenty one" counts as two digits."""
    total, ten = 0, False
    for word in words:
        counts = [_DIGITS_OF[piece] for piece in _PIECE.findall(word)] if not word.isdigit() else [len(word)]
        for one in counts:
            total += 0 if one == 1 and ten else one
            ten = one > 1 and not word.isdigit()
    return total


def _in_roman_numerals(skeleton: Skeleton) -> Iterator[Span]:
    for match in _ROMAN.finditer(skeleton.text):
        words = _TOKEN.findall(match.group())
        values = [_ROMANS.index(word) + 1 if word in _ROMANS else int(word) for word in words]
        counts_up = all(left <= right for left, right in pairwise(values))
        if not counts_up and sum(len(word) > 1 for word in words) >= 2:
            yield Span(*skeleton.span(*match.span()), FindingKind.PHONE)


def _starts_with_zero(words: list[str]) -> bool:
    return _UNITS.get(words[0], -1) == 0 or words[0] in listed("spoken", "zeros")


def _is_one_word(words: list[str]) -> bool:
    """Returns True for figures around one word, which is a preposition of another language: 745 318 ot 23."""
    return sum(not word.isdigit() for word in words) < 2 and not _starts_with_zero(words)


def _is_counting(words: list[str]) -> bool:
    """Returns True for "one, two, three": counting, not a phone number."""
    values = [_UNITS.get(word, -1) for word in words]
    return -1 not in values and all(right - left == 1 for left, right in pairwise(values))

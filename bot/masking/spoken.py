"""Telephone numbers said in words, with tens and hundreds as people say them: "zéro six, douze, trente-quatre"."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from .findings import FindingKind, Span
from .skeleton import Reading, Skeleton, read
from .vocabulary import any_of, listed

# How many digits of a number a word stands for, about: what counts is whether there are enough for a telephone.
_WORTH: Final = {"units": 1, "tens": 2, "hundreds": 3}
_WORTH_OF: Final = {
    read(word, Reading.SOUNDS).text: worth for name, worth in _WORTH.items() for word in listed("spoken", name)
}
_UNITS: Final = {read(word, Reading.SOUNDS).text: at for at, word in enumerate(listed("spoken", "english_units"))}
_ANY: Final = "|".join(sorted(map(re.escape, _WORTH_OF), key=len, reverse=True))
_PIECE: Final = re.compile(_ANY)
_LINK: Final = any_of("spoken", "links")
# One word, or several written as one: hundertzweiundsiebzig.
_WORD: Final = rf"(?:{_ANY})(?:(?:und|en|i)?(?:{_ANY})){{0,5}}"
_BETWEEN: Final = rf"[^\w\n]{{1,5}}(?:(?:{_LINK})[^\w\n]{{1,3}})?"
_RUN: Final = re.compile(
    rf"(?<![^\W_])(?:(?:{any_of('spoken', 'plus')})\s{{1,2}})?{_WORD}(?![^\W_])"
    rf"(?:{_BETWEEN}(?:{_WORD}|\d{{1,4}})(?![^\W_])){{3,19}}"
)
_TOKEN: Final = re.compile(r"[^\W_]+")
_CUE: Final = re.compile(rf"(?:{any_of('phones', 'cues')}|{any_of('phones', 'unspaced_cues')})[^\n]{{0,24}}\Z")
_BIG: Final = re.compile(rf"\W{{0,3}}(?:{any_of('spoken', 'big')})")
_ENOUGH: Final = 7  # digits of a telephone number
_LOOKED_BACK: Final = 48  # characters in which the word that announces a number must stand


def spoken_numbers(skeleton: Skeleton) -> Iterator[Span]:
    """For one reading of the text; the offsets are those of the original."""
    for match in _RUN.finditer(skeleton.text):
        words = _TOKEN.findall(match.group())
        if _BIG.match(skeleton.text, match.end()) or _counts(words):
            continue
        before = skeleton.text[max(0, match.start() - _LOOKED_BACK) : match.start()]
        if _worth(words) >= _ENOUGH and (len(words) >= 6 or _CUE.search(before) or _begins_like_one(words)):
            yield Span(*skeleton.span(*match.span()), FindingKind.PHONE)


def _worth(words: list[str]) -> int:
    """Digits of a whole number said so: in "twenty one" the ten and the one are two digits together."""
    total, ten = 0, False
    for word in words:
        worth = [_WORTH_OF[piece] for piece in _PIECE.findall(word)] if not word.isdigit() else [len(word)]
        for one in worth:
            total += 0 if one == 1 and ten else one
            ten = one > 1 and not word.isdigit()
    return total


def _begins_like_one(words: list[str]) -> bool:
    return _UNITS.get(words[0], -1) == 0 or words[0] in listed("spoken", "zeros")


def _counts(words: list[str]) -> bool:
    """One, two, three: somebody counts."""
    values = [_UNITS.get(word, -1) for word in words]
    return -1 not in values and all(right - left == 1 for left, right in pairwise(values))

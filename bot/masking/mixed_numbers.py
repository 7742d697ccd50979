"""Finds phone numbers in figures, number words of any language, Roman numerals and letters for digits, mixed.

Each word of the text is read as digits if it can be: "9O5", "0šezdeset6", "four-V-three". Enough such words in a row
are a phone number, if they are written in at least two ways or spelled out; quantities have other words between them.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Final

from .findings import FindingKind, Span
from .numerals import SIGNS
from .skeleton import Reading, Skeleton, read
from .vocabulary import any_of, lines, listed

_DIGITS_OF_KIND: Final = {"units": 1, "tens": 2, "hundreds": 3}
# Vowel signs of Indian scripts are no letters to `re`.
_TOKEN: Final = re.compile(r"(?:[^\W_]|[\u0900-\u0963])+(?:['’ʼ`][^\W_]+)*")
_APOSTROPHE: Final = re.compile(r"['’ʼ`]")
_AND: Final = frozenset({"e", "y", "und", "and", "et", "i", "kai"})  # "trezentos e cinquenta"
_PREFIXES: Final = ("و", "ו")  # "and"
_GAP: Final = re.compile(
    rf"[^\w\n]{{0,4}}|[^\w\n]{{1,2}}(?:{'|'.join(sorted(_AND))})[^\w\n]{{1,2}}"
    r"|\n|_|[^\w\n]{1,2}[のx&][^\w\n]{0,2}|の"
)
_ROMAN: Final = re.compile(r"[ivx]{1,4}")
_LETTERS: Final = {"o": 1, "oo": 2, "l": 1, "oh": 1}
_TYPED: Final = re.compile(r"[oils\d][oilsb\d]{0,10}[o\d]")  # 9O5, l4; the letter l behind figures is a litre
_LONGEST: Final = 40  # letters of a number word
_MIN_DIGITS: Final = 7
_MAX_DIGITS: Final = 18
_MIN_SPELLED: Final = 9  # number words in a row, none of which is a figure
_MIN_GLUED: Final = 4  # digits of a number word
_MIN_TOKENS: Final = 3
_SHORT: Final = 3  # letters of a number word that is an ordinary word of other languages
_UNIT: Final = re.compile(rf"[^\S\n]?(?:{any_of('phones', 'units')})(?![a-z])|\s?[%°]")
_PLUS: Final = re.compile(rf"(?<![a-z])(?:{any_of('spoken', 'plus')})\s{{1,2}}\Z")
_BIG: Final = re.compile(rf"\W{{0,3}}(?:{any_of('spoken', 'big')})")

AsDigits = tuple[int, str]
"""How many digits a word stands for, and how it is written."""


def mixed_numbers(skeleton: Skeleton) -> Iterator[Span]:
    """Yields spans for one reading of the text, in original offsets."""
    run: list[tuple[re.Match[str], int, str]] = []
    for match in _TOKEN.finditer(skeleton.text):
        if run and run[-1][2] == "word" and match.group() in _AND:
            continue
        read_as = _read(_APOSTROPHE.sub("", match.group()))
        if run and (read_as is None or not _GAP.fullmatch(skeleton.text, run[-1][0].end(), match.start())):
            yield from _phone(skeleton, run)
            run = []
        if read_as is not None:
            run.append((match, *read_as))
    yield from _phone(skeleton, run)


def _phone(skeleton: Skeleton, run: Sequence[tuple[re.Match[str], int, str]]) -> Iterator[Span]:
    while run and run[0][2] in {"roman", "letter"}:
        run = run[1:]
    while run and run[-1][2] == "letter":
        run = run[:-1]
    digits = sum(count for _, count, _ in run)
    if not _MIN_DIGITS <= digits <= _MAX_DIGITS or _UNIT.match(skeleton.text, run[-1][0].end()):
        return
    if _BIG.match(skeleton.text, run[-1][0].end()):
        return
    if _is_number(run, digits):
        first = run[0][0].start()
        plus = _PLUS.search(skeleton.text[max(0, first - 12) : first])
        first -= len(plus.group()) if plus else 0
        yield Span(*skeleton.span(first, run[-1][0].end()), FindingKind.PHONE)


def _is_number(run: Sequence[tuple[re.Match[str], int, str]], digits: int) -> bool:
    """Returns True for digits that nobody would write like this in a quantity."""
    if _are_of_many_languages([_APOSTROPHE.sub("", match.group()) for match, _, way in run if way == "word"]):
        return False
    # Four digits in one word, "하나칠공구", are no quantity either.
    ways = ["glued" if way == "word" and count >= _MIN_GLUED else way for _, count, way in run]
    glued, spelled = ways.count("glued"), ways.count("word") + ways.count("glued")
    if glued and digits >= _MIN_DIGITS and (glued > 1 or set(ways) <= {"figures", "glued"}):
        return True
    if spelled >= _MIN_TOKENS and (len(set(ways)) > 1 or "roman" in ways):
        return True
    least = _MIN_DIGITS if _starts_with_zero(run[0][0].group()) else _MIN_SPELLED
    return spelled == len(run) >= least


def _are_of_many_languages(spelled: Sequence[str]) -> bool:
    """Returns True for short words that no language counts with: "en het" is Norwegian one and Hungarian seven."""
    if len(spelled) < 2 or any(len(word) > _SHORT for word in spelled):
        return False
    units = frozenset().union(*_languages()).intersection(spelled)
    return not any(language >= units for language in _languages())


@cache
def _languages() -> tuple[frozenset[str], ...]:
    """Returns the words for single digits of each language, or of languages that are alike."""
    found = [line for name in ("units", "more_units", "other_units") for line in lines("spoken", name)]
    return tuple(frozenset(read(word, reading).text for word in line for reading in Reading) for line in found)


def _starts_with_zero(word: str) -> bool:
    return _APOSTROPHE.sub("", word) in _zeros()


@cache
def _zeros() -> frozenset[str]:
    return frozenset(read(word, Reading.SOUNDS).text for word in listed("spoken", "zeros"))


@lru_cache(maxsize=16_384)
def _read(token: str) -> AsDigits | None:
    """Returns how many digits a word stands for and how it is written, or None."""
    if token.isdigit():
        return len(token), "figures"
    if token in _LETTERS:
        return _LETTERS[token], "letter"
    if _ROMAN.fullmatch(token):
        return 1, "roman"
    if _TYPED.fullmatch(token) and not token.isalpha():
        return len(token), "glued"
    pieces = _pieces(token) if len(token) <= _LONGEST else None
    if pieces is None:
        return None
    figures = any(piece.isdigit() for piece in pieces)
    count = sum(len(piece) if piece.isdigit() else _words()[piece] for piece in pieces)
    return count, "glued" if figures else "word"


def _pieces(token: str) -> list[str] | None:
    """Returns the token cut into figures and number words, or None if something else is left."""
    found = _piece().findall(token)
    if "".join(found) != token or not any(not piece.isdigit() for piece in found):
        return None
    return found


@cache
def _words() -> dict[str, int]:
    """Returns number words as they are read, and about how many digits each stands for."""
    found = {
        read(word, Reading.SOUNDS).text: count
        for name, count in _DIGITS_OF_KIND.items()
        for word in listed("spoken", name)
    }
    more = (*listed("spoken", "other_units"), *listed("spoken", "more_units"))
    found |= {read(word, reading).text: 1 for word in more for reading in Reading}
    found |= {read(word, Reading.SOUNDS).text: 2 for word in listed("spoken", "other_tens")}
    return found | dict.fromkeys(_PREFIXES, 0) | dict.fromkeys(SIGNS, 1)


@cache
def _piece() -> re.Pattern[str]:
    return re.compile(rf"\d+|{'|'.join(sorted(map(re.escape, _words()), key=len, reverse=True))}")

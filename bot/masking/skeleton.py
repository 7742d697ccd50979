"""Reduces a text to plain characters and keeps the original offsets of each plain character."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from .letters import DIGIT_LOOKS, LATIN, LOOKS, SIGNS, SOUNDS

_CIRCLED_A = frozenset("ⓐⒶ🅐🅰🄰⒜")
_ENCLOSED = (("🅐", 26), ("🅰", 26), ("🇦", 26))
_DROPPED = frozenset({"Cf", "Mn", "Me", "Cc", "Cs", "Co", "Cn"})
# Letters with separators between them: "g m a i l", "g-m-a-i-l", "g.m.a.i.l".
_SPACED = re.compile(
    r"(?<![^\W_])[a-z0-9@.](?:[\s\-_*|~/+]{1,3}[a-z0-9@.]){3,}(?![^\W_])|(?<![a-z0-9])[a-z](?:\.[a-z]){4,}(?![a-z0-9])"
)
_SEPARATORS = re.compile(r"[\s\-_*|~/+]+")


class Reading(StrEnum):
    """How letters of other scripts are read: by shape or by sound. See `letters`."""

    LOOKS = "looks"
    SOUNDS = "sounds"


@dataclass(frozen=True, slots=True)
class Skeleton:
    """`text[i]` was read from `original[starts[i]:ends[i]]`. Spans grow monotonically and may repeat."""

    original: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Returns the original offsets of a non-empty part of the skeleton."""
        return self.starts[start], self.ends[end - 1]

    def source(self, start: int, end: int) -> str:
        first, last = self.span(start, end)
        return self.original[first:last]

    def replaced(self, pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str | None]) -> "Skeleton":
        """Returns the skeleton with each match replaced; None from `replacement` keeps the match."""
        text: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        position = 0
        for match in pattern.finditer(self.text):
            new = replacement(match)
            if new is None or match.start() == match.end():
                continue
            first, last = self.span(match.start(), match.end())
            text += (self.text[position : match.start()], new)
            starts += self.starts[position : match.start()] + (first,) * len(new)
            ends += self.ends[position : match.start()] + (last,) * len(new)
            position = match.end()
        if not position:
            return self
        text.append(self.text[position:])
        return Skeleton(
            self.original, "".join(text), (*starts, *self.starts[position:]), (*ends, *self.ends[position:])
        )


def read(text: str, reading: Reading) -> Skeleton:
    """Returns the text in lower case, with plain digits and signs, without accents and invisible characters."""
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for index, char in enumerate(text):
        plain = "@" if char in _CIRCLED_A and _stands_alone(text, index) else _plain(char, reading)
        if char in DIGIT_LOOKS and _is_among_digits(text, index):
            plain = DIGIT_LOOKS[char]
        if not plain and ends:
            # Accents and invisible characters belong to the character before them.
            last = starts[-1]
            for back in range(len(ends) - 1, -1, -1):
                if starts[back] != last:
                    break
                ends[back] = index + 1
        chars.append(plain)
        starts += [index] * len(plain)
        ends += [index + 1] * len(plain)
    return Skeleton(text, "".join(chars), tuple(starts), tuple(ends))


def joined(skeleton: Skeleton) -> Skeleton:
    """Removes the separators between single letters: "g m a i l" becomes "gmail"."""
    return _without_separators(skeleton, _SPACED)


def _without_separators(skeleton: Skeleton, runs: re.Pattern[str]) -> Skeleton:
    text: list[str] = []
    kept: list[int] = []
    position = 0
    for match in runs.finditer(skeleton.text):
        if not any(char.isalpha() for char in match.group()):
            continue
        separators = _SEPARATORS if _SEPARATORS.search(match.group()) else re.compile(r"\.")
        gone = {i for gap in separators.finditer(match.group()) for i in range(gap.start(), gap.end())}
        kept += range(position, match.start())
        kept += (match.start() + i for i in range(len(match.group())) if i not in gone)
        position = match.end()
    if not position:
        return skeleton
    kept += range(position, len(skeleton.text))
    text = [skeleton.text[i] for i in kept]
    return Skeleton(
        skeleton.original,
        "".join(text),
        tuple(skeleton.starts[i] for i in kept),
        tuple(skeleton.ends[i] for i in kept),
    )


def _stands_alone(text: str, index: int) -> bool:
    """Returns True if a circled "a" has no other symbol beside it, so that it means "@"."""
    around = (text[index - 1 : index], text[index + 1 : index + 2])
    return not any(unicodedata.category(char) == "So" for char in around if char)


def _is_among_digits(text: str, index: int) -> bool:
    around = text[max(0, index - 1) : index] + text[index + 1 : index + 2]
    return any(char.isdigit() for char in around) and not any(
        char.isalpha() and char not in DIGIT_LOOKS for char in around
    )


@lru_cache(maxsize=16_384)
def _plain(char: str, reading: Reading) -> str:
    known = SIGNS.get(char, LATIN.get(char))
    if known is not None:
        return known
    if char.isspace():
        return "\n" if char in "\n\r\u2028\u2029" else " "
    category = unicodedata.category(char)
    if category in _DROPPED:
        return ""
    if reading is Reading.LOOKS and char in LOOKS:
        return LOOKS[char]
    if category == "Nl" and 1 <= unicodedata.numeric(char, 0) <= 9:  # Ⅷ
        return str(int(unicodedata.numeric(char)))
    if category in {"No", "So"} and not unicodedata.decomposition(char):
        return _enclosed(char)
    return "".join(_plain_letter(letter, reading) for letter in unicodedata.normalize("NFKC", char).casefold())


def _plain_letter(letter: str, reading: Reading) -> str:
    """Returns the plain form of one character of a case-folded compatibility form."""
    if letter in SIGNS:
        return SIGNS[letter]
    digit = unicodedata.digit(letter, -1)
    if digit >= 0:
        return str(digit)
    table = LOOKS if reading is Reading.LOOKS else SOUNDS
    if letter in table or letter in LATIN:
        return table.get(letter) or LATIN.get(letter, "")
    if letter < "\u0900" or "\u1e00" <= letter <= "\u1fff":
        bare = "".join(c for c in unicodedata.normalize("NFD", letter) if unicodedata.category(c) not in _DROPPED)
        return "".join(table.get(c, SOUNDS.get(c, c)) for c in bare)
    return "" if unicodedata.category(letter) in _DROPPED else letter


def _enclosed(char: str) -> str:
    """Returns the letter or number inside an enclosed symbol, or the symbol itself."""
    for first, count in _ENCLOSED:
        if 0 <= ord(char) - ord(first) < count:
            return chr(ord("a") + ord(char) - ord(first))
    number = unicodedata.numeric(char, -1.0)
    return str(int(number)) if number >= 0 and number.is_integer() else char

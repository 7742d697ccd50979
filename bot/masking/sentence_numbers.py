"""Counts the digits of a sentence that can belong to a phone number, a register or a place at a fair."""

import re
from functools import cached_property
from typing import Final

from .cue_words import FIRST_UNSPACED, Word
from .numerals import SIGNS
from .sentence_cues import SentenceCues
from .spoken_phones import is_number_word, number_length
from .vocabulary import any_of

_UNIT: Final = re.compile(rf"\s?(?:{any_of('phones', 'units')})(?![a-z])|\s?[%°]")
_PASCAL: Final = re.compile(r"\s?pa(?![a-z])")  # "then" in Serbian
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_VANITY: Final = re.compile(r"\d{3,4}-[a-z]{5,12}")  # 0800-flowers
_CODE_DIGITS: Final = 6  # of a number with letters
_NEAR: Final = 3  # words
_SERIES_DIGITS: Final = 4  # of numbers that count articles or registers
_PLUS: Final = re.compile(r"\+\s?\d{1,3}(?!\d)")
_SEPARATORS: Final = re.compile(r"[-._/]")
_TIMES: Final = re.compile(r"\s?[x×*]\s?\d")  # 1200 x 800
_TIMES_BEFORE: Final = re.compile(r"\d\s?(?:m|cm|mm)?\s?[x×*]\s?\Z")
_AREA: Final = re.compile(r"[dckm]?m[23]")


class SentenceNumbers(SentenceCues):
    @property
    def has_country_code(self) -> bool:
        start, end = self.extent
        return _PLUS.search(self.skeleton.text[max(0, start - 2) : end]) is not None

    @property
    def has_trunk_prefix(self) -> bool:
        """Returns True if a piece of a number begins with 0."""
        return any(word.text[0] == "0" and len(word.text) >= 3 and self._is_number(word) for word in self.words)

    @cached_property
    def digits(self) -> int:
        """Number of digits in figures and number words that are neither quantities nor years."""
        numbers = [word for word in self.words if self._is_number(word)]
        if any(word.text == "000" for word in numbers):
            return 0
        told = number_length(_without_series([_SEPARATORS.sub("", word.text) for word in numbers]))
        coded = sum(sum(map(str.isdigit, word.text)) for word in self.words if _is_code(word))
        han = sum(char in SIGNS for word in self.words if word.text[0] >= FIRST_UNSPACED for char in word.text)
        return told + (coded if coded >= _CODE_DIGITS else 0) + han

    @cached_property
    def numbers(self) -> list[int]:
        """Positions of numbers and codes."""
        return [at for at, word in enumerate(self.words) if self._is_number(word) or _is_code(word)]

    def has_number_near(self, tag: str, most: int) -> bool:
        numbers = [at for at in self.numbers if not _YEAR.fullmatch(self.words[at].text)]
        return any(abs(at - number) <= most for at in self.at(tag) for number in numbers)

    def extent_with_numbers(self, tag: str) -> tuple[int, int] | None:
        """Returns where the numbers, the words with a tag near them and a single letter behind them begin and end."""
        near = [at for at in self.at(tag) if any(abs(at - number) <= _NEAR for number in self.numbers)]
        told = sorted([*near, *self.numbers])
        last = max(told, default=0)
        last += last + 1 < len(self.words) and len(self.words[last + 1].text) == 1
        first = min(told, default=0)
        first -= first > 0 and "phone" in self.words[first - 1].tags  # "number 88"
        return (self.words[first].start, self.words[last].end) if near else None

    def has_code_near(self, tag: str, most: int) -> bool:
        codes = [at for at, word in enumerate(self.words) if _is_code(word)]
        return any(abs(at - code) <= most for at in self.at(tag) for code in codes)

    @property
    def has_vanity_number(self) -> bool:
        return any(_VANITY.fullmatch(word.text) for word in self.words)

    def _is_number(self, word: Word) -> bool:
        plain = _SEPARATORS.sub("", word.text)
        if plain.isdigit():
            year = (
                not self.near(["call", "phone"], ["self"], 2)
                and len(self.words) > 2
                and _YEAR.fullmatch(word.text) is not None
            )
            text = self.skeleton.text
            decimal = text[word.end : word.end + 1] in {".", ","} and text[word.end + 1 : word.end + 2].isdigit()
            unit = _UNIT.match(text, word.end) is not None and not (
                _PASCAL.match(text, word.end) and self.has("call", "phone")
            )
            return not (year or decimal or unit or self._is_dimension(word))
        return is_number_word(word.text)

    def _is_dimension(self, word: Word) -> bool:
        text = self.skeleton.text
        return _TIMES.match(text, word.end) is not None or (
            _TIMES_BEFORE.search(text[max(0, word.start - 8) : word.start]) is not None
        )


def _without_series(numbers: list[str]) -> list[str]:
    """Leaves out numbers that count on from one before: bytes 01 02 03, registers 40001 and 40004."""
    counted = (at and number.isdigit() and _counts_on(numbers[:at], number) for at, number in enumerate(numbers))
    return [number for number, counts in zip(numbers, counted, strict=True) if not counts]


def _counts_on(before: list[str], number: str) -> bool:
    if before[-1].isdigit() and int(number) == int(before[-1]) + 1:
        return True
    alike = (other for other in before if len(other) == len(number) >= _SERIES_DIGITS)
    return any(other[:-2] == number[:-2] for other in alike)


def _is_code(word: Word) -> bool:
    """Returns True for letters and digits: B12."""
    digits = sum(char.isdigit() for char in word.text)
    is_area = _AREA.fullmatch(word.text) is not None
    return word.text[0] < FIRST_UNSPACED and 0 < digits < len(word.text) and not is_area

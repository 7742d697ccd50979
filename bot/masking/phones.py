"""Finds phone numbers among the many other numbers in technical texts."""

import re
from collections.abc import Iterator
from typing import Final

from .findings import FindingKind, Span
from .numerals import LEET_WORD, Group, leet_digit, runs
from .phone_shapes import MAX_DIGITS, Candidate, is_phone
from .skeleton import Skeleton
from .vocabulary import any_of

_CUE: Final = re.compile(rf"(?:\b(?:{any_of('phones', 'cues')})\b|{any_of('phones', 'unspaced_cues')})[^\d]{{0,14}}\Z")
CODE_CUE: Final = re.compile(
    rf"(?:\b(?:{any_of('phones', 'codes')})|{any_of('phones', 'unspaced_codes')})[\s.:#№(no-]{{0,6}}[a-z]{{0,3}}\s?\Z"
)
# Letters typed for digits, as on an old typewriter: 0S5 S12 9O4. Only after an announcing word.
_TYPED: Final = re.compile(
    r"(?<![a-z0-9])(?=[a-z]?\d)[0-9oilsbzgq]{2,12}(?:[\s./-]{1,2}(?=[a-z]?\d)[0-9oilsbzgq]{2,12}){0,5}(?![a-z0-9])"
)
_TYPED_DIGITS: Final = str.maketrans("oilsbzgq", "01158269")
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH: Final = r"(?:0?[1-9]|1[0-2])"
_YEAR: Final = r"(?:19|20)\d\d"
_DATE: Final = re.compile(
    rf"(?<!\d)(?:{_DAY}[./-]\s?{_MONTH}[./-]\s?{_YEAR}|{_YEAR}[./-]{_MONTH}[./-]{_DAY}|{_MONTH}/{_YEAR})(?!\d)"
)
# Hours of work: 06:00-14:00.
_TIME: Final = re.compile(r"(?<![\d:])(?:[01]?\d|2[0-4]):[0-5]\d(?![\d:])")
_MAX_GROUPS: Final = 16
_CONTEXT: Final = 40  # characters before the number in which an announcing word must be


def phones(skeleton: Skeleton) -> Iterator[Span]:
    """Yields spans for one reading of the text, in original offsets."""
    plain = skeleton.replaced(_DATE, lambda match: "d" * len(match.group())).replaced(LEET_WORD, leet_digit)
    plain = plain.replaced(_TIME, lambda match: "d" * len(match.group()))
    plain = plain.replaced(_TYPED, _typed_digits)
    for run in runs(plain):
        yield from _in_run(plain, run)


def _typed_digits(match: re.Match[str]) -> str | None:
    text = match.group()
    letters = sum(char.isalpha() for char in text)
    if letters < 2 or sum(char.isalnum() for char in text) < 7 or re.search("[a-z]{2}", text):
        return None
    before = match.string[max(0, match.start() - _CONTEXT) : match.start()]
    return text.translate(_TYPED_DIGITS) if _CUE.search(before) else None


def _in_run(skeleton: Skeleton, run: list[Group]) -> Iterator[Span]:
    first = found_end = 0
    while first < len(run):
        last = _longest(skeleton.text, run, first, found_end)
        if last is None:
            first += 1
            continue
        start = max(found_end, _with_prefix(skeleton.text, run[first].start))
        found_end = run[last].end
        yield Span(*skeleton.span(start, found_end), FindingKind.PHONE)
        first = last + 1


def _with_prefix(text: str, start: int) -> int:
    prefix = re.search(r"(?:\+|plus\s?|\()+\s?\Z", text[max(0, start - 8) : start])
    return start - len(prefix.group()) if prefix else start


def _longest(text: str, run: list[Group], first: int, found_end: int) -> int | None:
    """Returns the last group of the longest number that starts with group `first`, or None.

    Text up to `found_end` belongs to a number that was found before and does not count as context.
    """
    before = text[max(found_end, run[first].start - _CONTEXT) : run[first].start]
    # No digit may be between the announcing word and the number, so only the first group can have one.
    cued, coded = (pattern.search(before) is not None if not first else False for pattern in (_CUE, CODE_CUE))
    found = None
    digits = ""
    for last in range(first, min(len(run), first + _MAX_GROUPS)):
        digits += run[last].digits
        if len(digits) > MAX_DIGITS + 2:
            break
        if len(digits) >= 5 and is_phone(
            Candidate(
                digits=digits,
                groups=tuple(run[first : last + 1]),
                before=before,
                after=text[run[last].end : run[last].end + 6],
                cued=cued,
                coded=coded,
                after_run=text[run[-1].end : run[-1].end + 6],
                lengths=tuple(len(group.digits) for group in run[first : last + 1]),
                gaps=tuple(group.gap for group in run[first + 1 : last + 1]),
            )
        ):
            found = last
    return found

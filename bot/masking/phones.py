"""Telephone numbers among all the numbers that technical texts are full of."""

import itertools
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import phonenumbers

from .findings import FindingKind, Span
from .numerals import Group, runs
from .skeleton import Skeleton
from .vocabulary import any_of, listed

_REGIONS: Final = ("RS", "CN", "BA", "HR", "ME", "MK", "SI", "HU", "DE", "IT", "FR", "GB", "KR", "JP", "RU", "RO", "TW")
_CALLING_CODES: Final = listed("phones", "calling_codes")
_STRONG_CUE: Final = re.compile(
    rf"(?:\b(?:{any_of('phones', 'cues')})\b|{any_of('phones', 'unspaced_cues')})[^\d\n]{{0,14}}\Z"
)
_CODE_CUE: Final = re.compile(
    rf"(?:\b(?:{any_of('phones', 'codes')})|{any_of('phones', 'unspaced_codes')})[\s.:#№(no-]{{0,6}}[a-z]{{0,3}}\Z"
)
_UNIT: Final = re.compile(rf"\s?(?:{any_of('phones', 'units')})(?![a-z])")
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH: Final = r"(?:0?[1-9]|1[0-2])"
_YEAR: Final = r"(?:19|20)\d\d"
_DATE: Final = re.compile(rf"(?<!\d)(?:{_DAY}[./-]\s?{_MONTH}[./-]\s?{_YEAR}|{_YEAR}[./-]{_MONTH}[./-]{_DAY})(?!\d)")
_YEARS: Final = re.compile(_YEAR)
_UNUSUAL: Final = re.compile(r"[^\s\d\w\-./(),:;+–]|_")
_WINDOW: Final = 16
_MAX_DIGITS: Final = 15  # E.164


def phones(skeleton: Skeleton) -> Iterator[Span]:
    """For one reading of the text; the offsets are those of the original."""
    plain = skeleton.replaced(_DATE, lambda match: "d" * len(match.group()))
    for run in runs(plain):
        yield from _in_run(plain, run)


def _in_run(skeleton: Skeleton, run: list[Group]) -> Iterator[Span]:
    first = 0
    while first < len(run):
        last = _longest(skeleton.text, run, first)
        if last is None:
            first += 1
            continue
        start = _with_prefix(skeleton.text, run[first].start)
        yield Span(*skeleton.span(start, run[last].end), FindingKind.PHONE)
        first = last + 1


def _with_prefix(text: str, start: int) -> int:
    prefix = re.search(r"(?:\+|plus\s?|\()+\s?\Z", text[max(0, start - 8) : start])
    return start - len(prefix.group()) if prefix else start


def _longest(text: str, run: list[Group], first: int) -> int | None:
    """The last group of the longest number that begins with the given group."""
    found = None
    digits = 0
    for last in range(first, min(len(run), first + _WINDOW)):
        digits += len(run[last].digits)
        if digits > _MAX_DIGITS + 2:
            break
        if digits >= 6 and _is_phone(text, run[first : last + 1]):
            found = last
    return found


def _is_phone(text: str, groups: list[Group]) -> bool:
    digits = "".join(group.digits for group in groups)
    before = text[max(0, groups[0].start - 40) : groups[0].start]
    after = text[groups[-1].end : groups[-1].end + 6]
    if _is_spelled(groups, digits, before):
        return True
    if not all(group.plain for group in groups):
        return False
    if (before[-1:].isalnum() and before[-1:].isascii()) or _is_decimal(groups):
        return False
    return (
        _is_international(digits, before)
        or _is_cued(groups, digits, before, after)
        or (not _CODE_CUE.search(before) and _is_formatted(groups, digits, before, after))
    )


def _is_spelled(groups: list[Group], digits: str, before: str) -> bool:
    """Digit words and numerals in a row: nobody writes a quantity so."""
    spelled = sum(len(group.digits) for group in groups if not group.plain)
    if not spelled:
        return False
    if len(digits) >= 7 and spelled >= 2:
        return not _counts_up(groups)
    return len(digits) >= 5 and spelled >= 3 and (digits.startswith("0") or _STRONG_CUE.search(before) is not None)


def _is_decimal(groups: list[Group]) -> bool:
    """0.05 or 10.5-12.5: a point between two groups that are not of a telephone's length."""
    pairs = list(itertools.pairwise(groups))
    if any(left.digits == "0" and right.gap in {".", ","} and len(right.digits) > 1 for left, right in pairs):
        return True
    return any(right.gap in {",", ", ", ";", "; ", ":", ": "} for _, right in pairs) and len(groups) < 8


def _is_international(digits: str, before: str) -> bool:
    if re.search(r"(?:\+|\bplus)\s?\(?\s?\Z", before) and not re.search(r"[\da-z]\s?\+\s?\(?\Z", before):
        return 7 <= len(digits) <= _MAX_DIGITS and _is_possible("+" + digits)
    return digits.startswith("00") and len(digits) >= 10 and _is_valid("+" + digits[2:])


def _is_cued(groups: list[Group], digits: str, before: str, after: str) -> bool:
    """Six digits are enough after "tel."; a quantity is not meant."""
    if not _STRONG_CUE.search(before) or _UNIT.match(after):
        return False
    years = len(groups) == 2 and all(_YEARS.fullmatch(group.digits) for group in groups)
    return 6 <= len(digits) <= _MAX_DIGITS and not years


def _is_formatted(groups: list[Group], digits: str, before: str, after: str) -> bool:
    """Without any word that announces a number: its form must say it."""
    if before.endswith((".", ",", "-", "/", "x", "×", "*")) and before[-2:-1].isalnum():
        return False
    lengths = tuple(len(group.digits) for group in groups)
    if _is_picked_apart(groups, digits, lengths):
        return True
    if _UNIT.match(after) or (after[:2].strip().startswith(".") and after[1:2].isdigit()):
        return False
    return (
        _is_chinese_mobile(digits, lengths)
        or _is_national(digits, lengths)
        or _is_american(groups, digits, lengths)
        or _is_unprefixed(digits, lengths)
    )


def _is_picked_apart(groups: list[Group], digits: str, lengths: tuple[int, ...]) -> bool:
    """0 6 4 1 2 3 4, or emoji and the like between the digits."""
    if len(digits) < 7 or len(groups) < 3:
        return False
    unusual = sum(1 for group in groups[1:] if _UNUSUAL.search(group.gap))
    if unusual >= 2 and max(lengths) <= 4 and not any(re.search(r"[×x°%±≤≥<>=]", group.gap) for group in groups[1:]):
        return True
    return lengths.count(1) >= max(7, len(lengths) - 2) and not _counts_up(groups)


def _counts_up(groups: list[Group]) -> bool:
    """1 2 3 4 5: a list, not a number."""
    values = [int(group.digits) for group in groups if len(group.digits) == 1]
    steps = sum(1 for left, right in itertools.pairwise(values) if right - left == 1)
    return len(values) == len(groups) and steps >= len(values) - 1


def _is_chinese_mobile(digits: str, lengths: tuple[int, ...]) -> bool:
    grouped = lengths in {(11,), (3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (3, 2, 2, 2, 2), (5, 6), (4, 3, 4), (4, 4, 3)}
    return len(digits) == 11 and grouped and re.match(r"1[3-9]", digits) is not None


def _is_national(digits: str, lengths: tuple[int, ...]) -> bool:
    """With the zero that long-distance numbers begin with."""
    if not digits.startswith("0") or not 9 <= len(digits) <= 12 or len(lengths) > 6 or lengths[0] == 1:
        return False
    return any(_is_valid(digits, region) for region in _REGIONS)


def _is_american(groups: list[Group], digits: str, lengths: tuple[int, ...]) -> bool:
    if lengths != (3, 3, 4):
        return False
    gaps = {group.gap for group in groups[1:]}
    return gaps <= {"-", ") ", ")", ".", " "} and _is_valid("+1" + digits)


def _is_unprefixed(digits: str, lengths: tuple[int, ...]) -> bool:
    """A country's calling code without "+"."""
    if not 10 <= len(digits) <= 13 or len(lengths) > 6 or (len(set(lengths)) == 1 and len(lengths) > 1):
        return False
    if re.match(r"(?:19|20)\d\d", digits) and lengths[0] != 2:
        return False
    codes = [code for code in _CALLING_CODES if digits.startswith(code)]
    if not codes or codes[0] == "1" or (len(lengths) > 1 and str(lengths[0]) not in {str(len(code)) for code in codes}):
        return False
    return _is_valid("+" + digits)


@lru_cache(maxsize=4096)
def _is_valid(number: str, region: str | None = None) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, region))
    except phonenumbers.NumberParseException:
        return False


@lru_cache(maxsize=4096)
def _is_possible(number: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return False

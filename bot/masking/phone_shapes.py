"""Decides from digits, grouping and context whether a number is a phone number."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

import phonenumbers

from .numerals import Group
from .vocabulary import any_of, listed

MAX_DIGITS: Final = 15  # E.164
_REGIONS: Final = ("RS", "CN", "BA", "HR", "ME", "MK", "SI", "HU", "DE", "IT", "FR", "GB", "KR", "JP", "RU", "RO", "TW")
_CALLING_CODES: Final = listed("phones", "calling_codes")
_UNIT: Final = re.compile(rf"\s?(?:{any_of('phones', 'units')})(?![a-z])")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_UNUSUAL: Final = re.compile(r"[^\s\d\w\-./(),:;+–]|_")
_INCHES: Final = re.compile(r"[\"″']\s?[,;]")
_PLUS: Final = re.compile(r"(?:\+|\bplus)\s?\(?\s?\Z")
_GLUED_WORD: Final = re.compile(r"(?<![^\W\d_])[^\W\d_]{5,}\Z")
_SENTENCE_END: Final = re.compile(r"(?<![^\W\d_])[^\W\d_]{4,}[.,]\Z")
_SUM: Final = re.compile(r"[\da-z]\s?\+\s?\(?\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A number with its context in the skeleton.

    `cued`: a word before it announces a phone number. `coded`: a word announces another kind of number.
    """

    digits: str
    groups: tuple[Group, ...]
    before: str
    after: str
    cued: bool
    coded: bool
    after_run: str
    """The text after the last group of the run."""
    lengths: tuple[int, ...]
    gaps: tuple[str, ...]
    """Number of digits in each group, and the text between the groups."""


def is_phone(number: Candidate) -> bool:
    if _is_spelled(number):
        return True
    if not all(group.plain for group in number.groups) or _is_decimal(number):
        return False
    if number.before[-1:].isascii() and number.before[-1:].isalnum():
        glued = _GLUED_WORD.search(number.before) is not None and not number.coded
        return glued and (_is_american(number) or _is_national(number))
    if _is_international(number) or _is_cued(number) or _is_in_pairs(number) or _has_letter_separators(number):
        return True
    one_by_one = len(number.lengths) >= 9 and set(number.lengths) == {1} and not _counts_up(number)
    return one_by_one if number.coded else _is_formatted(number)


def _is_spelled(number: Candidate) -> bool:
    """Returns True for digits in words or numerals. Quantities are not written like this."""
    spelled = sum(len(group.digits) for group in number.groups if not group.plain)
    if len(number.digits) >= 7 and spelled >= 2 and not _is_counted_behind(number):
        return number.cued or not _counts_up(number)
    if spelled and number.digits.startswith("0") and is_number(number.digits, international=False):
        return True  # "nula64 000 01 94"
    return spelled >= 3 and (number.cued or number.digits.startswith("0"))


def _is_counted_behind(number: Candidate) -> bool:
    """Returns True for figures and one number word behind a comma: 8600123456784, twelve pieces."""
    *figures, last = number.groups
    return not last.plain and "," in last.gap and all(group.plain for group in figures)


def _is_decimal(number: Candidate) -> bool:
    """Returns True for a decimal (0.05) or a list (10, 20, 30)."""
    if _is_in_pairs(number):
        return False
    for left, right in pairwise(number.groups):
        if left.digits == "0" and right.gap in {".", ","} and len(right.digits) > 1:
            return True
    return len(number.groups) < 8 and any(gap.strip() in {",", ";", ":"} for gap in number.gaps)


def _is_in_pairs(number: Candidate) -> bool:
    """Returns True for French pairs with any separator: 06,12,34,56,78."""
    if _counts_up(number):
        return False  # bytes 01 02 03 04 05
    return set(number.lengths) == {2} and len(number.lengths) >= 5 and number.digits[0] == "0" != number.digits[1]


def _has_letter_separators(number: Candidate) -> bool:
    """Returns True for one letter as separator: 06x3x76x54x321. Dimensions do not start with 0."""
    gaps = set(number.gaps)
    crossed = len(gaps) == 1 and len(number.gaps) >= 3 and len(number.gaps[0]) == 1 and number.gaps[0].isalpha()
    return crossed and number.digits.startswith("0") and 9 <= len(number.digits) <= MAX_DIGITS


def _is_international(number: Candidate) -> bool:
    if _PLUS.search(number.before) and not _SUM.search(number.before):
        return 7 <= len(number.digits) <= MAX_DIGITS and _is_possible("+" + number.digits)
    return number.digits.startswith("00") and len(number.digits) >= 10 and _is_valid("+" + number.digits[2:])


def _is_cued(number: Candidate) -> bool:
    """Returns True after a word like "tel.", where six digits are enough, unless it is a quantity."""
    if not number.cued or _UNIT.match(number.after) or (number.coded and not number.digits.startswith("0")):
        return False
    years = len(number.groups) == 2 and all(_YEAR.fullmatch(group.digits) for group in number.groups)
    return 6 <= len(number.digits) <= MAX_DIGITS and not years


def _is_formatted(number: Candidate) -> bool:
    """Returns True if the format alone shows that it is a phone number."""
    continued = number.before.endswith((".", ",", "-", "/", "x", "×", "*")) and number.before[-2:-1].isalnum()
    if continued and not _SENTENCE_END.search(number.before):
        return False
    if _has_separated_digits(number):
        return True
    after = number.after
    if _UNIT.match(number.after_run) and set(number.lengths) == {3}:
        return False  # 030 300 400 500 kg
    if _UNIT.match(after) or (after[:2].strip().startswith(".") and after[1:2].isdigit()):
        return False
    return _is_chinese_mobile(number) or _is_national(number) or _is_american(number) or _is_unprefixed(number)


def _has_separated_digits(number: Candidate) -> bool:
    """Returns True for 0 6 4 1 2 3 4, or digits with emoji and other symbols between them."""
    lengths = number.lengths
    if len(number.digits) < 7 or len(lengths) < 3:
        return False
    inches = any(_INCHES.search(gap) for gap in number.gaps)
    unusual = sum(1 for gap in number.gaps if _UNUSUAL.search(gap))
    measures = any(re.search(r"[×x°%±≤≥<>=]", gap) for gap in number.gaps)
    if unusual >= 2 and max(lengths) <= 4 and not measures and not inches:
        return True
    if inches or lengths.count(1) < max(7, len(lengths) - 2) or _counts_up(number):
        return False
    gaps = set(number.gaps)
    # 2.1, 2.2, 2.3 are sections; 1, 3, 5, 7 are claims of a patent.
    return ("." not in gaps or gaps == {"."}) and (not gaps <= {", ", ","} or number.digits.startswith("0"))


def _counts_up(number: Candidate) -> bool:
    """Returns True for 1 2 3 4 5: a list, not a phone number."""
    return _is_increasing(number) and all(int(group.digits) <= 20 for group in number.groups)


def _is_increasing(number: Candidate) -> bool:
    return all(int(left.digits) < int(right.digits) for left, right in pairwise(number.groups))


def _is_chinese_mobile(number: Candidate) -> bool:
    usual = {(11,), (3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (3, 2, 2, 2, 2), (5, 6), (1, 1, 1, 8)}
    return len(number.digits) == 11 and number.lengths in usual and re.match(r"1[3-9]", number.digits) is not None


def _is_national(number: Candidate) -> bool:
    """Returns True for a national number with the trunk prefix 0."""
    lengths = number.lengths
    if not number.digits.startswith("0") or not 9 <= len(number.digits) <= 12 or len(lengths) > 6:
        return False
    if (len(lengths) == 2 and lengths[0] == 1) or (len(lengths) >= 4 and _is_increasing(number)):
        return False
    return any(_is_valid(number.digits, region) for region in _REGIONS)


def _is_american(number: Candidate) -> bool:
    usual = number.lengths == (3, 3, 4) and set(number.gaps) <= {"-", ") ", ")", ".", " "}
    return usual and _is_valid("+1" + number.digits)


def _is_unprefixed(number: Candidate) -> bool:
    """Returns True for a number with a country calling code but without "+"."""
    digits, lengths = number.digits, number.lengths
    if not 10 <= len(digits) <= 13 or len(lengths) > 6 or (len(lengths) > 1 and len(set(lengths)) == 1):
        return False
    if _YEAR.match(digits) and lengths[0] != 2:
        return False
    codes = [code for code in _CALLING_CODES if digits.startswith(code)]
    if not codes or (len(lengths) > 1 and lengths[0] not in {len(code) for code in codes}):
        return False
    return _is_valid("+" + digits)


def is_number(digits: str, *, international: bool, announced: bool = False) -> bool:
    """Returns True for a valid phone number, international or national in one of `_REGIONS`.

    `announced`: a word says that it is a phone number, so it counts without a leading 0 too.
    """
    if international or digits.startswith("00"):
        return len(digits) >= 9 and _is_valid("+" + digits.removeprefix("00"))
    if digits.startswith("0"):
        return 9 <= len(digits) <= 12 and any(_is_valid(digits, region) for region in (*_REGIONS, "TR"))
    if len(digits) == 11 and digits.startswith("8"):
        return _is_valid(digits, "RU")
    if announced and len(digits) in {9, 10}:
        return any(_is_valid(digits, region) for region in (("ES", "PL", "PT") if len(digits) == 9 else ("RU",)))
    return len(digits) == 11 and re.match(r"1[3-9]", digits) is not None


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

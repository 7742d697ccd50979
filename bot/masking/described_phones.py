"""Finds phone numbers that are described: by their pieces in any order, or read backwards."""

import re
from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Final

from .findings import FindingKind, Secrets, Span
from .numerals import Group, groups
from .phone_shapes import MAX_DIGITS, is_number
from .skeleton import Skeleton
from .vocabulary import any_of

_DESCRIBED: Final = re.compile(
    rf"(?<![a-z])(?:{any_of('described', 'pieces')})(?![a-z])|{any_of('described', 'unspaced_pieces')}"
)
_BACKWARDS: Final = re.compile(
    rf"(?:(?<![a-z])(?:{any_of('described', 'backwards')})(?![a-z])|{any_of('described', 'unspaced_backwards')})"
    r"[^\d\n]{0,32}(?P<number>\d(?:[\s./-]{0,2}\d){6,15})(?!\d)"
)
_AREA: Final = re.compile(
    rf"(?:(?<![a-z])(?:{any_of('described', 'area_codes')})(?![a-z])|{any_of('described', 'unspaced_area_codes')})"
    r"[^\d\n]{0,16}\Z"
)
_UNIT: Final = re.compile(rf"[^\S\n]?(?:{any_of('phones', 'units')})(?![a-z])")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_BESIDE: Final = 16  # characters before a piece in which a describing word says that it is no year
_MAX_GAP: Final = 60  # characters between two pieces
_MAX_PIECES: Final = 5
_MAX_TRIES: Final = 64  # sets of pieces tried in one text
_MIN_PIECE: Final = 3  # digits of a piece of the author's own number
_MAX_AREA_CODE: Final = 5  # digits
_MIN_SUBSCRIBER: Final = 5  # digits after the area code
_SUFFIX: Final = 7  # last digits that identify a phone number


def described_phones(skeleton: Skeleton, secrets: Secrets) -> Iterator[Span]:
    """Yields the pieces of described numbers, in original offsets."""
    text = skeleton.text
    for match in _BACKWARDS.finditer(text):
        yield Span(*skeleton.span(*match.span("number")), FindingKind.PHONE)
    found = [group for group in groups(text) if not _is_quantity(text, group)]
    for group in (*_own_pieces(found, secrets), *_after_area_codes(text, found)):
        yield Span(*skeleton.span(group.start, group.end), FindingKind.PHONE)
    words = [match.start() for match in _DESCRIBED.finditer(text)]
    for group in _pieces(found, words):
        yield Span(*skeleton.span(group.start, group.end), FindingKind.PHONE)


def _pieces(found: list[Group], words: list[int]) -> Iterator[Group]:
    """Yields groups that make a valid number in some order, with a describing word before one of the later ones."""
    tries = first = word = 0
    while first < len(found) and words and tries < _MAX_TRIES:
        longest = None
        while word < len(words) and words[word] < found[first].start - _MAX_GAP:
            word += 1
        for last in range(first + 1, min(len(found), first + _MAX_PIECES)):
            if found[last].start - found[last - 1].end > _MAX_GAP:
                break
            digits = sum(len(group.digits) for group in found[first : last + 1])
            if digits > MAX_DIGITS:
                break
            said = [at for at in words[word : word + 8] if at < found[last].end + 24]
            if digits >= 9 and said:
                tries += 1
                if _makes_number([group.digits for group in found[first : last + 1]], len(said)):
                    longest = last
        if longest is None:
            first += 1
            continue
        yield from found[first : longest + 1]
        first = longest + 1


def _after_area_codes(text: str, found: list[Group]) -> Iterator[Group]:
    """Yields an area code that is called so, and the pieces after it."""
    for at, group in enumerate(found):
        if len(group.digits) > _MAX_AREA_CODE or not _AREA.search(text, max(0, group.start - 40), group.start):
            continue
        pieces, digits = [group], group.digits
        for piece in found[at + 1 : at + _MAX_PIECES]:
            if piece.start - pieces[-1].end > _MAX_GAP or len(digits + piece.digits) > MAX_DIGITS:
                break
            pieces.append(piece)
            digits += piece.digits
        if len(digits) - len(group.digits) >= _MIN_SUBSCRIBER:
            yield from pieces


def _makes_number(pieces: Sequence[str], said: int) -> bool:
    orders = permutations(pieces) if len(pieces) <= 4 else [tuple(pieces)]
    numbers = {"".join(order) for order in orders if order[0][0] in "0813679"}
    return any(
        is_number(number, international=False, announced=said > 1) for number in numbers if number[0] == "0" or said > 1
    )


def _is_quantity(text: str, group: Group) -> bool:
    if not group.plain and text[group.end : group.end + 1] == "位":
        return True  # 前三位: the number of the digits
    told = _DESCRIBED.search(text, max(0, group.start - _BESIDE), group.start) is not None
    year = group.plain and not told and _YEAR.fullmatch(group.digits) is not None
    # A quantity does not begin with 0: "065 pa onda" are no pascals.
    return year or (not group.digits.startswith("0") and _UNIT.match(text, group.end) is not None)


def _own_pieces(found: list[Group], secrets: Secrets) -> Iterator[Group]:
    """Yields separate groups that together contain the last digits of one of the author's numbers."""
    for phone in secrets.phones:
        known = "".join(filter(str.isdigit, phone))
        if len(known) < _SUFFIX:
            continue
        pieces = [group for group in found if len(group.digits) >= _MIN_PIECE and group.digits.lstrip("0") in known]
        suffix = known[-_SUFFIX:]
        covered: set[int] = set()
        for group in pieces:
            at = known.rfind(group.digits.lstrip("0"))
            covered |= set(range(at, at + len(group.digits.lstrip("0"))))
        if set(range(len(known) - len(suffix), len(known))) <= covered:
            yield from pieces
        for group in found:
            if suffix in group.digits[::-1]:
                yield group

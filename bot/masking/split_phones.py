"""Finds phone numbers split into pieces with words between them: "063 … then 765 … and at the end 4321"."""

import re
from collections.abc import Iterator
from typing import Final

from .findings import FindingKind, Span
from .numerals import Group, groups
from .phone_shapes import MAX_DIGITS, is_number
from .phones import CODE_CUE
from .skeleton import Skeleton
from .vocabulary import any_of

_CUE: Final = re.compile(
    rf"(?<![a-z])(?:{any_of('phones', 'cues_of_pieces')})(?![a-z])"
    rf"|{any_of('phones', 'unspaced_cues')}"
)
_UNIT: Final = re.compile(rf"[^\S\n]?(?:{any_of('phones', 'units')})(?![a-z])")
_YEAR: Final = re.compile(r"(?<![a-z])(?:in|since|until|from|by|u|od|do|bis|seit|v|s)\s(?:19|20)\d\d\Z")
_MAX_PIECES: Final = 6  # with words between them
_MAX_GAP: Final = 60  # characters between two pieces
_CONTEXT: Final = 60  # characters before the number in which an announcing word must be


def split_phones(skeleton: Skeleton) -> Iterator[Span]:
    """Yields each piece of an announced number whose joined pieces are a valid number, in original offsets."""
    text = skeleton.text
    if not _CUE.search(text):
        return
    found = list(groups(text))
    for first in range(len(found)):
        before = text[max(0, found[first].start - _CONTEXT) : found[first].start]
        if not _CUE.search(before) or CODE_CUE.search(before):
            continue
        last = _last_piece(text, found, first)
        start = found[first].start
        for at in range(first, last + 1) if last is not None else ():
            # One span reaches to the next word between the pieces.
            if at == last or any(char.isalpha() for char in found[at + 1].gap):
                yield Span(*skeleton.span(_with_plus(text, start), found[at].end), FindingKind.PHONE)
                start = found[min(at + 1, len(found) - 1)].start


def _last_piece(text: str, found: list[Group], first: int) -> int | None:
    digits, longest, pieces = "", None, 1
    for at in range(first, min(len(found), first + MAX_DIGITS)):
        group = found[at]
        pieces += at > first and any(char.isalpha() for char in group.gap)
        if pieces > _MAX_PIECES or (at > first and len(group.gap) > _MAX_GAP) or _is_quantity(text, group):
            break
        digits += group.digits
        if len(digits) > MAX_DIGITS:
            break
        plus = text[_with_plus(text, found[first].start)] == "+"
        if at > first and is_number(digits, international=plus, announced=len(digits) == 10):
            longest = at
    return longest


def _is_quantity(text: str, group: Group) -> bool:
    """Returns True if the digits have a unit behind them or are part of a decimal number."""
    if _YEAR.search(text[max(0, group.start - 8) : group.end]):
        return True
    decimal = re.match(r"[.,]\d", text[group.end : group.end + 2]) or re.search(r"\d[.,]\Z", text[: group.start][-2:])
    return _UNIT.match(text, group.end) is not None or decimal is not None


def _with_plus(text: str, start: int) -> int:
    return start - 1 if start and text[start - 1] == "+" else start

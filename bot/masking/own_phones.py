"""Finds the author's own phone numbers, however they are grouped or spelled."""

from collections.abc import Iterator
from typing import Final

from .findings import FindingKind, Secrets, Span
from .numerals import runs
from .skeleton import Skeleton

_SUFFIX: Final = 7  # last digits that identify a phone number


def own_phones(skeleton: Skeleton, secrets: Secrets) -> Iterator[Span]:
    """Yields every run of digits that contains the last digits of one of the numbers."""
    wanted = {"".join(filter(str.isdigit, phone)) for phone in secrets.phones}
    wanted = {digits for digits in wanted if len(digits) >= _SUFFIX}
    for run in runs(skeleton) if wanted else ():
        digits = "".join(group.digits for group in run)
        owners = [group for group in run for _ in group.digits]
        for known in wanted:
            at = digits.find(known[-_SUFFIX:])
            while at >= 0:
                first = _match_start(digits, at, known)
                yield Span(*skeleton.span(owners[first].start, owners[at + _SUFFIX - 1].end), FindingKind.PHONE)
                at = digits.find(known[-_SUFFIX:], at + 1)


def _match_start(digits: str, at: int, known: str) -> int:
    """Extends a match at `at` backwards over further digits of the known number."""
    before = len(known) - _SUFFIX
    while before > 0 and at > 0 and digits[at - 1] == known[before - 1]:
        before, at = before - 1, at - 1
    return at

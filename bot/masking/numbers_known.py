"""The writer's own numbers, however they are grouped or spelled."""

from collections.abc import Iterator
from typing import Final

from .findings import FindingKind, Secrets, Span
from .numerals import runs
from .skeleton import Skeleton

_TELLING: Final = 7  # digits from the end that single out a telephone


def known_numbers(skeleton: Skeleton, secrets: Secrets) -> Iterator[Span]:
    """Wherever the last digits of one of the telephones stand in a row."""
    wanted = {"".join(filter(str.isdigit, phone)) for phone in secrets.phones}
    wanted = {digits for digits in wanted if len(digits) >= _TELLING}
    for run in runs(skeleton) if wanted else ():
        digits = "".join(group.digits for group in run)
        owners = [group for group in run for _ in group.digits]
        for known in wanted:
            at = digits.find(known[-_TELLING:])
            while at >= 0:
                first = _first(digits, at, known)
                yield Span(*skeleton.span(owners[first].start, owners[at + _TELLING - 1].end), FindingKind.PHONE)
                at = digits.find(known[-_TELLING:], at + 1)


def _first(digits: str, at: int, known: str) -> int:
    """Back over the digits before the telling ones that are the number's too."""
    before = len(known) - _TELLING
    while before > 0 and at > 0 and digits[at - 1] == known[before - 1]:
        before, at = before - 1, at - 1
    return at

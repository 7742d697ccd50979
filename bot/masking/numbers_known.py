"""The writer's own numbers, however they are grouped or spelled."""

from collections.abc import Iterator
from typing import Final

from .findings import FindingKind, Secrets, Span
from .numerals import runs
from .skeleton import Skeleton

_TELLING: Final = 7  # digits from the end that single out a telephone


def known_numbers(skeleton: Skeleton, secrets: Secrets) -> Iterator[Span]:
    """Wherever the last digits of one of the telephones stand in a row."""
    wanted = {"".join(filter(str.isdigit, phone))[-_TELLING:] for phone in secrets.phones}
    wanted = {digits for digits in wanted if len(digits) == _TELLING}
    if not wanted:
        return
    for run in runs(skeleton):
        digits = "".join(group.digits for group in run)
        owners = [group for group in run for _ in group.digits]
        for known in wanted:
            at = digits.find(known)
            while at >= 0:
                yield Span(*skeleton.span(owners[at].start, owners[at + _TELLING - 1].end), FindingKind.PHONE)
                at = digits.find(known, at + 1)

"""Finds the author's own phone numbers, however they are grouped, spelled or spread over a text."""

from collections.abc import Iterator
from typing import Final

from .findings import FindingKind, Secrets, Span
from .numerals import groups, runs
from .skeleton import Skeleton

_SUFFIX: Final = 7  # last digits that identify a phone number
_BETWEEN: Final = 24  # characters between two pieces of a spread number
_SPREAD: Final = 8  # last digits that no row of quantities has by chance


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


def spread_phones(skeleton: Skeleton, secrets: Secrets) -> Iterator[Span]:
    """Yields the quantities of a text that hold one of the numbers in order: "07 g of salt, 58 g of sugar, …"."""
    figures = [group for group in groups(skeleton.text) if group.plain] if secrets.phones else []
    digits = "".join(group.digits for group in figures)
    owners = [group for group in figures for _ in group.digits]
    for phone in secrets.phones:
        known = "".join(filter(str.isdigit, phone))
        at = digits.find(known[-_SPREAD:]) if len(known) >= _SPREAD else -1
        if at >= 0:
            first = _match_start(digits, at + _SPREAD - _SUFFIX, known)
            pieces = list(dict.fromkeys(owners[first : at + _SPREAD]))
            start = pieces[0].start
            before = figures[figures.index(pieces[0]) - 1] if pieces[0] is not figures[0] else None
            if before and len(before.digits) == 1 and start - before.end <= 1:
                start = before.start  # the "8" or "0" that is dialled first
            # One span over what stands between two pieces, which only disguises them.
            for piece, after in zip(pieces, [*pieces[1:], None], strict=True):
                if after is None or after.start - piece.end > _BETWEEN:
                    yield Span(*skeleton.span(start, piece.end), FindingKind.PHONE)
                    start = after.start if after else start


def _match_start(digits: str, at: int, known: str) -> int:
    """Extends a match at `at` backwards over further digits of the known number."""
    before = len(known) - _SUFFIX
    while before > 0 and at > 0 and digits[at - 1] == known[before - 1]:
        before, at = before - 1, at - 1
    return at

"""One way through: read the text, let every detector look, mask what they found, look again until nothing is left."""

from collections.abc import Iterable, Iterator
from typing import Final

from .disguises import decoded
from .findings import Finding, FindingKind, Masked, Secrets, Span
from .internet import addresses
from .messengers import accounts
from .names import names
from .numbers_known import known_numbers
from .phones import phones
from .places import places
from .skeleton import Reading, Skeleton, joined, read

MASK: Final = "▒▒▒"
NOTHING: Final = Secrets()
# What is masked may bring together what stood apart. This often never happens.
_ROUNDS: Final = 12


def mask(text: str, *, secrets: Secrets) -> Masked:
    """`text` with everything that identifies or reaches its writer replaced by `MASK`; idempotent."""
    found: list[Span] = []
    for _ in range(_ROUNDS):
        shown, offsets = _apply(text, found)
        spans = [_original(span, offsets) for span in _detect(shown, secrets)]
        merged = _merge([*found, *spans])
        if merged == found:
            break
        found = merged
    shown, _ = _apply(text, found)
    return Masked(text=shown, found=tuple(_finding(text, span) for span in found))


def contains_contact(text: str) -> tuple[Finding, ...]:
    """Contact data in a text of which nothing is known: listings, titles, reasons."""
    return tuple(_finding(text, span) for span in _merge(_detect(text, NOTHING)))


def _finding(text: str, span: Span) -> Finding:
    return Finding(kind=span.kind, start=span.start, end=span.end, snippet=text[span.start : span.end])


def _detect(text: str, secrets: Secrets) -> Iterator[Span]:
    for reading in _readings(text):
        yield from phones(reading)
        yield from known_numbers(reading, secrets)
        together = joined(reading)
        both = [reading] if together is reading else [reading, together]
        if together is not reading:
            yield from phones(together)
        for skeleton in both:
            signs = decoded(skeleton)
            yield from addresses(signs)
            yield from accounts(skeleton)
            yield from places(skeleton)
        yield from names(both, secrets)


def _readings(text: str) -> list[Skeleton]:
    looks = read(text, Reading.LOOKS)
    sounds = read(text, Reading.SOUNDS)
    return [looks] if looks.text == sounds.text else [looks, sounds]


def _merge(spans: Iterable[Span]) -> list[Span]:
    """In order, without overlaps; of those that touch each other the longest says the kind."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            last = merged[-1]
            kind = last.kind if last.end - last.start >= span.end - span.start else span.kind
            merged[-1] = Span(last.start, max(last.end, span.end), kind)
        else:
            merged.append(span)
    return merged


def _apply(text: str, spans: list[Span]) -> tuple[str, list[tuple[int, int]]]:
    """The masked text, and for each of its characters the original offsets it stands for."""
    pieces: list[str] = []
    offsets: list[tuple[int, int]] = []
    position = 0
    for span in [*spans, Span(len(text), len(text), FindingKind.LINK)]:
        pieces.append(text[position : span.start])
        offsets += ((i, i + 1) for i in range(position, span.start))
        if span.start < span.end:
            pieces.append(MASK)
            offsets += [(span.start, span.end)] * len(MASK)
        position = span.end
    return "".join(pieces), offsets


def _original(span: Span, offsets: list[tuple[int, int]]) -> Span:
    return Span(offsets[span.start][0], offsets[span.end - 1][1], span.kind)

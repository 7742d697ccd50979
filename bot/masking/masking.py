"""One way through: read the text, let every detector look, mask what they found, look again until nothing is left."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from .codes import coded
from .disguises import decoded, signs_in_words
from .findings import MASK, Finding, FindingKind, Masked, Secrets, Span
from .internet import addresses
from .messengers import accounts
from .names import names
from .numbers_known import known_numbers
from .phones import phones
from .pieces import pieces
from .places import places
from .skeleton import Reading, Skeleton, joined, read
from .spoken import spoken_numbers

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


def mask_after(earlier: Sequence[str], text: str, *, secrets: Secrets) -> Masked:
    """`text` masked as what follows `earlier`, so that nothing gets through in parts, one message after the other."""
    before = "".join(f"{part}\n" for part in earlier)
    joined = mask(before + text, secrets=secrets).found if before else ()
    late = (Span(max(0, one.start - len(before)), one.end - len(before), one.kind) for one in joined)
    alone = (Span(one.start, one.end, one.kind) for one in mask(text, secrets=secrets).found)
    found = _merge([*(span for span in late if span.end > 0), *alone])
    shown, _ = _apply(text, found)
    return Masked(text=shown, found=tuple(_finding(text, span) for span in found))


def mask_together(parts: Sequence[str], *, secrets: Secrets) -> tuple[str, ...]:
    """Texts that are shown together, each masked as if they were one."""
    whole = "\n".join(parts)
    found = mask(whole, secrets=secrets).found
    shown: list[str] = []
    start = 0
    for part in parts:
        inside = (Span(max(0, one.start - start), min(len(part), one.end - start), one.kind) for one in found)
        shown.append(_apply(part, [span for span in inside if span.start < span.end])[0])
        start += len(part) + 1
    return tuple(shown)


def contains_contact(text: str) -> tuple[Finding, ...]:
    """Contact data in a text of which nothing is known: listings, titles, reasons."""
    return tuple(_finding(text, span) for span in _merge(_detect(text, NOTHING)))


def _finding(text: str, span: Span) -> Finding:
    return Finding(kind=span.kind, start=span.start, end=span.end, snippet=text[span.start : span.end])


def _detect(text: str, secrets: Secrets) -> Iterator[Span]:
    yield from coded(text)
    for reading in _readings(text):
        yield from phones(reading)
        yield from spoken_numbers(reading)
        yield from known_numbers(reading, secrets)
        together = joined(reading)
        both = [reading] if together is reading else [reading, together]
        if together is not reading:
            yield from phones(together)
        for skeleton in both:
            lines = signs_in_words(skeleton)
            yield from addresses(decoded(lines))
            yield from accounts(lines)
            yield from places(skeleton)
        yield from pieces(reading)
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

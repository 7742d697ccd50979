"""Runs all detectors on a text, masks the findings and repeats until nothing new is found."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from itertools import accumulate
from typing import Final

from .announcements import announcements
from .continuations import may_continue, spelled_over_messages
from .detection import contact_data, own_data
from .findings import MASK, Finding, FindingKind, Masked, Secrets, Span
from .name_pieces import name_pieces

NOTHING: Final = Secrets()
_MAX_ROUNDS: Final = 12  # masking one finding can expose another; more rounds have never been needed


def mask(text: str, *, secrets: Secrets, joints: frozenset[int] = frozenset()) -> Masked:
    """Replaces the author's names and contact data in `text` by `MASK`. Idempotent.

    `joints`: offsets of the line ends between messages of one side.
    """
    found: list[Span] = []
    for _ in range(_MAX_ROUNDS):
        shown, offsets = _apply(text, found)
        spans = [_original(span, offsets) for span in contact_data(shown, secrets)]
        merged = _merge([*found, *spans])
        if merged == found:
            # Whole sentences last: what is found exactly leaves the rest of its sentence to be read.
            still = frozenset(at for at, (start, _) in enumerate(offsets) if start in joints)
            spans = [_original(span, offsets) for span in announcements(shown, still)]
            merged = _merge([*found, *spans])
        if merged == found:
            break
        found = merged
    shown, _ = _apply(text, found)
    return Masked(text=shown, found=tuple(_finding(text, span) for span in found))


def mask_after(earlier: Sequence[str], text: str, *, secrets: Secrets) -> Masked:
    """Masks `text` as a continuation of `earlier`, so that data split over several messages is found too."""
    if not earlier:
        return mask(text, secrets=secrets)
    if spelled_over_messages(earlier, text):
        return Masked(text=MASK, found=(_finding(text, Span(0, len(text), FindingKind.COMPANY)),))
    before = "".join(f"{part}\n" for part in earlier)
    joints = frozenset(accumulate((len(part) + 1 for part in earlier), initial=-1))
    continues = may_continue(text)
    in_context = list(_joined(before, text, joints, secrets) if continues else _own_pieces(before, text, secrets))
    alone = (
        Span(one.start, one.end, one.kind)
        for one in mask(text, secrets=secrets).found
        # What is found exactly in context leaves the rest of its sentence.
        if one.kind is not FindingKind.SENTENCE
        or not any(other.start < one.end and one.start < other.end for other in in_context)
    )
    found = _merge([*in_context, *_in_last(name_pieces(before + text, joints, secrets), len(before)), *alone])
    if not found and continues:
        # What is announced in one message and named in the next is read as it was written.
        told = (span for span in announcements(before + text, joints) if span.start < len(before))
        found = _merge(_in_last(told, len(before)))
    return Masked(text=_apply(text, found)[0], found=tuple(_finding(text, span) for span in found))


def _joined(before: str, text: str, joints: frozenset[int], secrets: Secrets) -> Iterator[Span]:
    """Yields what all messages together tell in the last one."""
    found = mask(before + text, secrets=secrets, joints=joints).found
    return _in_last((Span(one.start, one.end, one.kind) for one in found), len(before))


def _own_pieces(before: str, text: str, secrets: Secrets) -> Iterator[Span]:
    """Yields pieces of the author's data. What an earlier message told whole has no piece in the last one."""
    shown, _ = _apply(before, _merge(own_data(before, secrets)))
    return _in_last(own_data(shown + text, secrets), len(shown))


def _in_last(spans: Iterable[Span], start: int) -> Iterator[Span]:
    """Yields the parts of spans in the last message, in offsets of this message."""
    return (Span(max(0, one.start - start), one.end - start, one.kind) for one in spans if one.end > start)


def mask_together(parts: Sequence[str], *, secrets: Secrets) -> tuple[Masked, ...]:
    """Masks texts that are shown together as if they were one; returns one `Masked` for each."""
    whole = "\n".join(parts)
    found = mask(whole, secrets=secrets).found
    shown: list[Masked] = []
    start = 0
    for part in parts:
        cut = (Span(max(0, one.start - start), min(len(part), one.end - start), one.kind) for one in found)
        inside = [span for span in cut if span.start < span.end]
        shown.append(Masked(text=_apply(part, inside)[0], found=tuple(_finding(part, span) for span in inside)))
        start += len(part) + 1
    return tuple(shown)


def contains_contact(text: str) -> tuple[Finding, ...]:
    """Returns the contact data in a text whose author is unknown: listings, titles, reasons."""
    return tuple(_finding(text, span) for span in _merge([*contact_data(text, NOTHING), *announcements(text)]))


def former_data(text: str, *, former: Secrets, current: Secrets) -> tuple[Finding, ...]:
    """Returns the parts that only `former` hides. A few milliseconds where there are none, which is the rule."""
    gone = Secrets(
        **{
            field.name: tuple(one for one in getattr(former, field.name) if one not in getattr(current, field.name))
            for field in fields(Secrets)
        }
    )
    found = [] if gone == NOTHING else _merge(own_data(text, gone))
    still = list(contact_data(text, current)) if found else []
    return tuple(
        _finding(text, span)
        for span in found
        if not any(other.start <= span.start and span.end <= other.end for other in still)
    )


def _finding(text: str, span: Span) -> Finding:
    return Finding(kind=span.kind, start=span.start, end=span.end, snippet=text[span.start : span.end])


def _merge(spans: Iterable[Span]) -> list[Span]:
    """Sorts spans and merges overlapping ones. The longest one sets the kind."""
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
    """Returns the masked text and, for each of its characters, the original offsets."""
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

"""Finds the author's name told in pieces, in several messages with words between: "Hell", "and then wald"."""

from collections.abc import Iterator
from typing import Final

from .cue_words import Word, tagged_words
from .findings import Secrets, Span
from .names import names
from .skeleton import Reading, Skeleton, read

_COPULAS: Final = "叫是为就的"
_SHORT: Final = 60  # characters of messages that can hold pieces


def name_pieces(text: str, joints: frozenset[int], secrets: Secrets) -> Iterator[Span]:
    """Yields spans in offsets of the text. `joints`: line ends between messages."""
    starts = sorted({0, *(at + 1 for at in joints if at >= 0)})
    first = len(starts) - 1
    while first and starts[first] - starts[first - 1] <= _SHORT:
        first -= 1
    if len(text) - starts[-1] > _SHORT or first == len(starts) - 1:
        return
    skeleton = read(text, Reading.SOUNDS)
    at = next((i for i, start in enumerate(skeleton.starts) if start >= starts[first]), len(skeleton.text))
    words = [word for word in tagged_words(skeleton) if word.start >= at]
    last = next((i for i, start in enumerate(skeleton.starts) if start >= starts[-1]), len(skeleton.text))
    for chosen in (words, [word for word in words if not word.tags]):
        # A name that an earlier message tells as a whole has no piece in the last one.
        earlier = _glued(skeleton, [word for word in chosen if word.start < last])
        told = {span.start for span in names([earlier], secrets)}
        for span in names([_glued(skeleton, chosen)], secrets):
            if span.end > starts[-1] and span.start not in told:
                yield Span(max(span.start, starts[-1]), span.end, span.kind)


def _glued(skeleton: Skeleton, words: list[Word]) -> Skeleton:
    """Returns the words without anything between them."""
    kept = [i for word in words for i in range(word.start, word.end) if skeleton.text[i] not in _COPULAS]
    return Skeleton(
        skeleton.original,
        "".join(skeleton.text[i] for i in kept),
        tuple(skeleton.starts[i] for i in kept),
        tuple(skeleton.ends[i] for i in kept),
    )

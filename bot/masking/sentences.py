"""Cuts a text into sentences with tagged words."""

import re
from collections.abc import Iterator
from typing import Final

from .cue_words import tagged_words
from .sentence_context import in_context
from .sentence_names import SentenceNames
from .sentence_numbers import SentenceNumbers
from .skeleton import Skeleton

_LONGEST: Final = 240  # characters of a sentence; a longer one is cut
_SHORT: Final = 60  # characters of messages that can be one sentence
_END: Final = re.compile(
    r"[!?;\n]|(?<=[^\W\d_]{4})\.(?=\s|\Z|[^\x00-\x7f])|(?<=\d{3})\.(?=\s(?!god|roku)|\Z)|(?<=[)\]\"”»'▒])\.(?=\s|\Z)"
    r"|(?<=[^\x00-\x7f])\.(?=[^\x00-\x7f]|\Z)"
    # Behind the ending of a host: "hrastovdol.rs. Telegram is fine."
    r"|(?<=[a-z0-9]{3}\.[a-z]{2})\.(?=\s|\Z)|(?<=[a-z0-9]{3}\.(?:com|net|org))\.(?=\s|\Z)"
)


class Sentence(SentenceNames, SentenceNumbers):
    """A sentence with all that is known of its words."""


def sentences(skeleton: Skeleton, joints: frozenset[int]) -> Iterator[Sentence]:
    tagged = tagged_words(skeleton)
    at = start = 0
    for end in _ends(skeleton, joints):
        first = at
        while at < len(tagged) and tagged[at].start < end:
            if at > first and tagged[at].end - tagged[first].start > _LONGEST:
                yield Sentence(skeleton, in_context(skeleton, tagged[first:at]), start)
                first, start = at, tagged[at].start
            at += 1
        if at > first:
            yield Sentence(skeleton, in_context(skeleton, tagged[first:at]), start)
        start = end


def sentence_around(text: str, start: int, end: int) -> str:
    """Returns the sentence of the text with the characters from `start` to `end`."""
    before = [match.end() for match in _END.finditer(text, max(0, start - _LONGEST), start)]
    after = _END.search(text, end, end + _LONGEST)
    return text[max([max(0, start - _LONGEST), *before]) : after.start() if after else end + _LONGEST]


def _ends(skeleton: Skeleton, joints: frozenset[int]) -> Iterator[int]:
    found = [match.start() for match in _END.finditer(skeleton.text)] + [len(skeleton.text)]
    previous = -1
    for end, after in zip(found, [*found[1:], len(skeleton.text)], strict=True):
        joint = end < len(skeleton.text) and skeleton.text[end] == "\n" and skeleton.starts[end] in joints
        if not joint or end - previous > _SHORT or after - end > _SHORT:
            yield end
        previous = end

"""Finds what is left of a name beside its mask: "▒▒▒ Utyos", "Herr ▒▒▒", "▒▒▒.zmey", "«▒▒▒ of silver»"."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from .cue_words import FIRST_UNSPACED, Word, is_like_known_word
from .findings import MASK
from .sentences import Sentence

_QUOTED: Final = re.compile(rf"[\"„“”«»「『《][^\"„“”«»」』》\n]{{0,40}}{MASK}[^\"„“”«»」』》\n]{{0,40}}[\"“”«»」』》]")
_SPACED: Final = (" ", "-", "")
_IN_ACCOUNT: Final = (".", "_")


def beside_masks(sentence: Sentence) -> Iterator[Word]:
    if not sentence.has_mask:
        return
    named = sentence.has("name", "namer")
    quoted = [match.span() for match in _QUOTED.finditer(sentence.skeleton.original)]
    hard = {at for at in sentence.hard if not is_like_known_word(sentence.words[at].text)}
    initials = sentence.abbreviations if sentence.has("channel") else []
    for at, word in enumerate(sentence.words):
        start, end = sentence.skeleton.span(word.start, word.end)
        untagged = named and not word.tags and word.start > sentence.start
        if (
            ((at in hard or untagged or "title" in word.tags) and _touches(sentence, word, _SPACED))
            or (word.text.isdigit() and _touches(sentence, word, ("-", *_IN_ACCOUNT)))
            or (at in initials and _touches(sentence, word, (" ",)))
            or (sentence.skeleton.original[start:end].islower() and _touches(sentence, word, _IN_ACCOUNT))
            or any(first < start and end < last for first, last in quoted)
        ):
            yield word


def _touches(sentence: Sentence, word: Word, gaps: Sequence[str]) -> bool:
    start, end = sentence.skeleton.span(word.start, word.end)
    text = sentence.skeleton.original
    if word.text[0] >= FIRST_UNSPACED:
        gaps = [gap for gap in gaps if gap == " "]  # no space parts a Chinese name from what follows
    return any(text.endswith(MASK + gap, 0, start) or text.startswith(gap + MASK, end) for gap in gaps)

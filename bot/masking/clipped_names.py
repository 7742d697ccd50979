"""Finds company names whose words are cut: MornHarv and Morning HF for Morning Harvest Foods."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from .compact import compact
from .findings import FindingKind, Secrets, Span
from .skeleton import Reading, read

_MIN_PIECE: Final = 3  # letters of each cut word
_MIN_SHORTENED: Final = 5  # letters of a single cut word
_SHORTENED: Final = re.compile(r"(?<![^\W_])(?P<word>[A-ZÀ-ÞĀ-ſА-Я][^\W\d_]{3,23})\.")
_GLUED: Final = re.compile(r"(?<![^\W_])[^\W\d_]{2,16}(?:-?[^\W\d_]{2,16}){1,2}(?![^\W_])")
_PIECE: Final = re.compile(r"[^\W\d_][^\W\d_A-ZА-Я]+|[^\W\d_]")
_INITIAL: Final = re.compile(r"(?<![^\W_])(?P<initial>[A-ZА-Я])\.\s?(?P<word>[A-ZÀ-ÞĀ-ſА-Я][^\W\d_]{2,23})(?![^\W_])")
_INITIALS: Final = re.compile(r"(?<![^\W_])(?P<word>[^\W\d_]{3,24})[ -](?P<initials>[A-Z]{2,5})(?![^\W_])")


def clipped_names(text: str, secrets: Secrets) -> Iterator[Span]:
    """Yields spans in offsets of the text."""
    for words in _words(secrets):
        matches = [*_shortened(text, words), *(_cut(text, words) if len(words) > 1 else ())]
        yield from (Span(match.start(), match.end(), FindingKind.COMPANY) for match in matches)


def _shortened(text: str, words: tuple[str, ...]) -> Iterator[re.Match[str]]:
    for match in _SHORTENED.finditer(text):
        piece = _plain(match["word"])
        if len(match["word"]) >= _MIN_SHORTENED and len(piece) < len(words[0]) and words[0].startswith(piece):
            yield match


def _cut(text: str, words: tuple[str, ...]) -> Iterator[re.Match[str]]:
    for match in _GLUED.finditer(text):
        if _is_cut([_plain(piece) for piece in _PIECE.findall(match.group())], words):
            yield match
    for match in _INITIAL.finditer(text):
        if _plain(match["word"]) == words[1] and _plain(match["initial"]) == words[0][0]:
            yield match
    for match in _INITIALS.finditer(text):
        if _plain(match["word"]) == words[0] and _are_letters_of(_plain(match["initials"]), words[1:]):
            yield match


def _is_cut(pieces: list[str], words: tuple[str, ...]) -> bool:
    """Returns True for the beginnings of the first words, in order, each with a capital of its own."""
    return 2 <= len(pieces) <= len(words) and all(
        len(piece) >= _MIN_PIECE and word.startswith(piece) for piece, word in zip(pieces, words, strict=False)
    )


def _are_letters_of(initials: str, words: tuple[str, ...]) -> bool:
    left = iter("".join(words))
    return initials[:1] == words[0][0] and all(letter in left for letter in initials)


@lru_cache(maxsize=256)
def _words(secrets: Secrets) -> tuple[tuple[str, ...], ...]:
    """Returns the words of each company's name without its legal form."""
    from .keys import LEGAL_FORMS

    names = ([_plain(word) for word in re.findall(r"[^\W\d_]{2,}", name)] for name in secrets.company_names)
    cores = (tuple(word for word in name if word and word not in LEGAL_FORMS) for name in names)
    return tuple(core for core in cores if core)


def _plain(word: str) -> str:
    return compact(read(word, Reading.SOUNDS).text)

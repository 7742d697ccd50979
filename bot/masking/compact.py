"""Reduces plain letters to the form in which names are compared: no spaces, one letter per sound."""

import re
from collections.abc import Iterator
from typing import Final

_DIGRAPHS: Final = {"dj": "d", "zh": "z", "ch": "c", "sh": "s", "ph": "f", "kh": "h", "ts": "c", "cz": "c"}
_CHANGES: Final = re.compile(r"[yw]|([a-z])\1|" + "|".join(_DIGRAPHS), re.IGNORECASE)
_ONE: Final = str.maketrans("yw", "iv")


def compact_pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """Yields (letter, start, end) for letters and digits. Doubled letters and digraphs become one letter."""
    previous = ""
    start = 0
    end = 0
    for index, char in enumerate(text.translate(_ONE)):
        if not char.isalnum():
            continue
        pair = previous + char
        if end == index and (pair in _DIGRAPHS or (previous == char and char.isascii() and char.isalpha())):
            previous, end = _DIGRAPHS.get(pair, char), index + 1
            continue
        if previous:
            yield previous, start, end
        previous, start, end = char, index, index + 1
    if previous:
        yield previous, start, end


def compact(text: str) -> str:
    if text.isalnum() and not _CHANGES.search(text):
        return text  # as most words do
    return "".join(piece for piece, _, _ in compact_pieces(text))

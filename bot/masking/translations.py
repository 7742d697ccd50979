"""Translates words that companies are named after: Zelena Gora is Green Mountain and 绿山."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product
from typing import Final

from .compact import compact
from .vocabulary import listed

_LANGUAGES: Final = 5
_HAN: Final = 4  # column of a script without spaces
_MAX_WORDS: Final = 3


@cache
def _rows() -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Returns the words of each thing by language."""
    return tuple(tuple(tuple(cell.split("/")) for cell in row.split("|")) for row in listed("translations", "rows"))


@cache
def _by_word() -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for row, cells in enumerate(_rows()):
        for word in {compact(word) for cell in cells for word in cell}:
            found[word] = (*found.get(word, ()), row)
    return found


def translations(name: Sequence[str]) -> Iterator[str]:
    """Yields a name of two or three words in each language, if all of its words are known. Words are compact."""
    things = [_by_word().get(word, ()) for word in name[:2]]
    if not 2 <= len(name) <= _MAX_WORDS or not all(things):
        return
    for rows in product(*things):
        for language in range(_LANGUAGES):
            for words in product(*(_rows()[row][language] for row in rows)):
                yield "".join(words) if language == _HAN else " ".join(words).title()

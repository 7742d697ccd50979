"""Finds names that are translated word by word: Renard Rusé for Хитрая Лиса, الصقر الأزرق for Blue Falcon."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise, permutations
from typing import Final

from .findings import FindingKind, Secrets, Span
from .trade_words import is_trade
from .translations import meanings, plain_word

_WORD: Final = re.compile(r"[\u0900-\u0dff]{1,32}|[^\W\d_\u0900-\u0dff\u3040-\u30ff\u3400-\u9fff]{1,32}")
_ARTICLE: Final = re.compile(r"^(?:ال|ה(?=[\u0590-\u05ff]{3}))")
_BETWEEN: Final = re.compile(
    r"[ -]{1,2}(?:(?:of|de|del|della|du|des|d'|l'|der|von|do|da|dos|the|la|le|el|al)[ -])?(?:la )?"
)
_MOST_GAP: Final = 10  # characters between two words of a name
_MOST_WORDS: Final = 3
_MIN_COMPOUND: Final = 8  # letters of a word made of two
_MIN_HALF: Final = 4
_MIN_STEM: Final = 4  # letters that two forms of a word share
_MOST_ENDING: Final = 3

Meanings = frozenset[int]


def translated_names(text: str, secrets: Secrets) -> Iterator[Span]:
    """Yields spans in offsets of the text."""
    wanted = _names(secrets)
    if not wanted:
        return
    known = [(match, meaning) for match in _WORD.finditer(text) for meaning in _parts_of(match.group())]
    for first, (match, _) in enumerate(known):
        for name in wanted:
            window = known[first : first + len(name)]
            if len(window) < len(name) or not _is_written_together(text, [one for one, _ in window]):
                continue
            if _means(name, [meaning for _, meaning in window]):
                yield Span(match.start(), window[-1][0].end(), FindingKind.COMPANY)


def _is_written_together(text: str, window: Sequence[re.Match[str]]) -> bool:
    """Returns True for words with capitals, and in scripts without capitals for words that are not all of trade."""
    for one, other in pairwise(window):
        gap = text[one.end() : other.start()]
        if one is not other and (len(gap) > _MOST_GAP or _BETWEEN.fullmatch(gap) is None):
            return False
    if window[0].group()[0].lower() == window[0].group()[0].upper():
        return not all(is_trade(one.group()) for one in window)
    return all(one.group()[0].isupper() for one in window)


def _means(name: Sequence[Meanings], window: Sequence[Meanings]) -> bool:
    """Returns True if each word of the name is there, in any order: some languages put adjectives last."""
    return any(all(one & other for one, other in zip(name, order, strict=True)) for order in permutations(window))


@lru_cache(maxsize=16_384)
def _parts_of(word: str) -> tuple[Meanings, ...]:
    """Returns the meaning of a word, or of the two words that it is made of: Kranichhain."""
    exact, _ = _table()
    if plain_word(word.lower()) not in exact and len(word) >= _MIN_COMPOUND:
        for at in range(_MIN_HALF, len(word) - _MIN_HALF + 1):
            first, second = exact.get(plain_word(word[:at].lower())), exact.get(plain_word(word[at:].lower()))
            if first and second:
                return first, second
    whole = _meanings_of(word)
    return (whole,) if whole else ()


@lru_cache(maxsize=256)
def _names(secrets: Secrets) -> tuple[tuple[Meanings, ...], ...]:
    """Returns the meanings of two or three known words in a row of each company's name."""
    found = []
    for name in secrets.company_names:
        words = _WORD.findall(name)
        known: list[Meanings] = []
        if all(is_trade(word) for word in words if _meanings_of(word)):
            continue  # the things in its name are on offer
        for meaning in (*map(_meanings_of, words), frozenset()):
            if meaning:
                known.append(meaning)
                continue
            found += [tuple(known[:length]) for length in range(2, min(len(known), _MOST_WORDS) + 1)]
            known = []
    return tuple(found)


@lru_cache(maxsize=16_384)
def _meanings_of(word: str) -> Meanings:
    """Returns the rows of the table in which the word stands, also with another ending."""
    exact, stems = _table()
    plain = plain_word(_ARTICLE.sub("", word).lower())
    found = exact.get(plain, frozenset())
    shortest = max(_MIN_STEM, len(plain) - _MOST_ENDING)
    for length in range(len(plain) - 1, shortest - 1, -1):
        found = found or exact.get(plain[:length], frozenset()) or stems.get(plain[:length], frozenset())
    return found


@cache
def _table() -> tuple[dict[str, Meanings], dict[str, Meanings]]:
    """Returns the rows by word, and by word without its last letters."""
    exact: dict[str, Meanings] = {}
    stems: dict[str, Meanings] = {}
    for row, (_, words) in enumerate(meanings()):
        for word in words:
            if word.isascii() and len(word) < 2:
                continue
            exact[word] = exact.get(word, frozenset()) | {row}
            for length in (len(word) - 1, len(word) - 2):
                if length >= _MIN_STEM:
                    stems[word[:length]] = stems.get(word[:length], frozenset()) | {row}
    return exact, stems

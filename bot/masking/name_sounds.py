"""Tells how the author's names sound: their consonants, in classes that transcriptions preserve."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from typing import Final

from .compact import compact
from .consonants import classes, sounds_of
from .findings import FindingKind, Secrets
from .ordinary_words import LEGAL_FORMS, is_ordinary

MIN_INTRODUCED: Final = 3
_MIN_PART: Final = 2  # consonants
MOST_WORDS: Final = 3  # of a name
_SEMITIC_ARTICLE: Final = re.compile(r"^(?:ال|ה(?=[\u0590-\u05ff]{4}))")
_READ_ALIKE: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), spoken)
    for pattern, spoken in (
        ("j|g(?=[eiyéèê])", "c"),
        ("[гґ]", ""),
        ("[žźż]|zh", "s"),
        ("c(?=[aou]|[lrtn]|\\Z)", "k"),
        ("r(?=\\Z|[^aeiouyr])", ""),
        ("wh?", ""),
        ("qu(?=[aeiou])", "kv"),
        ("mb(?=e?\\Z|[^aeiou])", "m"),
    )
)

Name = tuple[FindingKind, str, str]
"""What a name is, its script, and its sounds with the vowels."""


def consonants_of(window: list[str]) -> str:
    return _classes(spoken_together(window))


@lru_cache(maxsize=16_384)
def _classes(heard: str) -> str:
    return classes(heard)


def spoken_together(window: list[str]) -> str:
    return "".join(sounds_of(_SEMITIC_ARTICLE.sub("", word)).lower() for word in window)


def script_of(word: str) -> str:
    """Returns a letter of the word that stands for its script."""
    char = word[0]
    starts = ("\u0370", "\u0400", "\u0530", "\u0590", "\u0600", "\u0900", "\u0e00", "\u10a0", "\u3040", "\uac00")
    if char < "\u0370" or "\u1e00" <= char < "\u1f00":
        return "a"
    return max((start for start in starts if start <= char), default="a")


@lru_cache(maxsize=256)
def names_by_consonants(secrets: Secrets) -> dict[str, list[Name]]:
    """Returns the forms of all names by their consonants."""
    found: dict[str, list[Name]] = {}
    for kind, names in ((FindingKind.COMPANY, secrets.company_names), (FindingKind.PERSON, secrets.person_names)):
        for form in {form for name in names for form in _forms(name, kind) if form}:
            for spelled in _pronunciations(form):
                spoken = sounds_of(spelled).lower()
                if len(heard := classes(spoken)) >= MIN_INTRODUCED:
                    found.setdefault(heard, []).append((kind, script_of(form), spoken))
    return found


@lru_cache(maxsize=256)
def parts_of_names(secrets: Secrets) -> dict[str, list[tuple[str, str]]]:
    """Returns (script, sounds) of single words of the names by their consonants, however few.

    They count beside another word of a name.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for word in (word for name in (*secrets.company_names, *secrets.person_names) for word in _words_of(name)):
        for spelled in _pronunciations(word):
            if len(heard := consonants_of([spelled])) >= _MIN_PART:
                found.setdefault(heard, []).append((script_of(word), spoken_together([spelled])))
    return found


def _words_of(name: str) -> list[str]:
    """Returns the words of a name without its legal form and articles."""
    words = (_SEMITIC_ARTICLE.sub("", word) for word in re.split(r"[\s.,&\-·・\"“”«»()]+", name))
    return [word for word in words if len(word) >= 2 and compact(word.lower()) not in LEGAL_FORMS]


def _forms(name: str, kind: FindingKind) -> Iterator[str]:
    """Yields the words of a name that are its own, and all words that stand together, in either order."""
    from .han_forms import brand_and_trades
    from .trade_words import is_trade

    if "\u3400" <= name[:1] <= "\u9fff":
        if kind is FindingKind.COMPANY:
            yield _spoken(brand_and_trades(name)[0])
        else:
            yield _spoken(name[0]) + _spoken(name[1:])
            yield _spoken(name[1:]) + _spoken(name[0])
        return
    words = _words_of(name)
    for word in words:
        if len(word) >= 3 and not is_ordinary(word) and not (kind is FindingKind.COMPANY and is_trade(word)):
            yield word
    for start, end in combinations(range(len(words) + 1), 2):
        if 2 <= end - start <= MOST_WORDS:
            yield "".join(words[start:end])
            yield "".join(reversed(words[start:end]))


def _spoken(han: str) -> str:
    """Returns Chinese characters in pinyin, with its letters as other languages pronounce them."""
    from pypinyin import lazy_pinyin

    return (
        "".join(lazy_pinyin(han)).replace("zh", "c").replace("j", "c").replace("q", "c").replace("x", "s").capitalize()
    )


def _pronunciations(name: str) -> set[str]:
    """Returns spellings of a name as other languages may read it: a hard c, a silent w, b or r, a j as in English."""
    found = {name}
    for pattern, spoken in _READ_ALIKE:
        found |= {pattern.sub(spoken, one) for one in found}
    return found

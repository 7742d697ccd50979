"""Finds the author's names transcribed by sound into another script: 米拉诺维奇, ミラノヴィッチ, Milanowitsch.

Compares consonants, in classes that transcriptions preserve.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from rapidfuzz import fuzz

from .compact import compact
from .consonants import classes, sounds_of
from .findings import FindingKind, Secrets, Span
from .skeleton import Reading, read
from .vocabulary import any_of

_MIN_CLASSES: Final = 4  # consonants of a name that is found without an introduction
_MIN_LATIN: Final = 5  # the same for a Latin word that is spelled otherwise, because most words are Latin
_ALIKE: Final = 60  # 0 to 100: similarity of spelling
_MIN_INTRODUCED: Final = 3
_LONGEST_RUN: Final = 14  # syllables examined in one run of Han characters
_HAN: Final = re.compile(rf"[{any_of('sounds', 'han').replace('|', '')}·]{{3,{_LONGEST_RUN}}}")
_WORD: Final = re.compile(
    "[\u0370-\u03ff]{4,24}|[\u0530-\u058f]{4,24}|[\u0590-\u05ff]{4,24}|[\u0600-\u06ff]{4,24}|[\u0900-\u0dff]{3,24}"
    "|[\u0e00-\u0e7f]{5,48}|[\u10a0-\u10ff]{4,24}|[\u30a0-\u30ff]{4,24}|[\uac00-\ud7af]{3,16}"
    "|[A-Z\u00c0-\u00de\u0100-\u017f][a-z\u00df-\u017f]{5,24}|[\u0410-\u042fЀ-Џ][\u0430-\u044fѐ-џ]{2,24}"
)
_CUED: Final = re.compile(rf"(?:{any_of('sounds', 'introductions')})[\s:是：]{{0,3}}\Z")
_READ_ALIKE: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), spoken)
    for pattern, spoken in (
        ("j", "c"),
        ("[žźż]|zh", "s"),
        ("c(?=[aou]|[lrtn]|\\Z)", "k"),
        ("r(?=\\Z|[^aeiouyr])", ""),
        ("wh?", ""),
        ("mb(?=e?\\Z|[^aeiou])", "m"),
    )
)


def sounding_names(text: str, secrets: Secrets) -> Iterator[Span]:
    """Yields names transcribed by sound, in offsets of the original text."""
    wanted = _consonants_of_secrets(secrets)
    if not wanted:
        return
    last = None
    sounded_words = [(match, classes(sounds_of(match.group()))) for match in _WORD.finditer(text)]
    for (one, first), (other, second) in pairwise(sounded_words):
        kind = wanted.get(classes(first + second))
        if kind and _are_adjacent(text, one, other):
            yield Span(one.start(), other.end(), kind)
    for at, (match, heard) in enumerate(sounded_words):
        name = _name(match.group(), heard, wanted)
        if name is None:
            continue
        after = sounded_words[at + 1][0] if at + 1 < len(sounded_words) else None
        beside = [one for one in (last, after) if one is not None and _are_adjacent(text, one, match)]
        # First and last name together are enough.
        together = any(_name(one.group(), classes(sounds_of(one.group())), wanted) for one in beside)
        last = match
        if together or _is_enough(text, match.start(), name, least=_least(match.group(), secrets)):
            yield Span(match.start(), match.end(), wanted[name])
    for match in _HAN.finditer(text):
        yield from _in_han(text, match, wanted)


def _least(word: str, secrets: Secrets) -> int:
    """Returns how many consonants are enough: more for a Latin word that is spelled unlike all names."""
    if word[0] >= "\u0180":
        return _MIN_CLASSES
    own = (one for name in (*secrets.company_names, *secrets.person_names) for one in name.split())
    alike = any(fuzz.ratio(compact(word.lower()), compact(read(one, Reading.SOUNDS).text)) >= _ALIKE for one in own)
    return _MIN_CLASSES if alike else _MIN_LATIN


def _are_adjacent(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    first, second = sorted((one.span(), other.span()))
    return second[0] - first[1] == 1 and not text[first[1]].isalnum()


def _name(word: str, heard: str, wanted: dict[str, FindingKind]) -> str | None:
    """Returns the name that the word sounds like. A particle or a case ending may be attached."""
    if heard in wanted:
        return heard
    if word.isascii():
        return None
    longest = len(heard) if "\uac00" <= word[0] <= "\ud7af" else 1
    return next(
        (heard[:-cut] for cut in range(1, longest) if len(heard) - cut >= _MIN_CLASSES and heard[:-cut] in wanted), None
    )


def _in_han(text: str, match: re.Match[str], wanted: dict[str, FindingKind]) -> Iterator[Span]:
    syllables = [sounds_of(char) for char in match.group()]
    for start in range(len(syllables)):
        heard = ""
        for end in range(start + 1, len(syllables) + 1):
            heard += syllables[end - 1]
            kind = wanted.get(classes(heard))
            if kind and end - start >= 3 and _is_enough(text, match.start() + start, classes(heard)):
                whole = "·" in match.group()
                yield Span(match.start() + (0 if whole else start), match.end() if whole else match.start() + end, kind)


def _is_enough(text: str, start: int, name: str, *, least: int = _MIN_CLASSES) -> bool:
    if len(name) >= least:
        return True
    before = text[max(0, start - 16) : start].lower()
    return len(name) >= _MIN_INTRODUCED and _CUED.search(before) is not None


@lru_cache(maxsize=256)
def _consonants_of_secrets(secrets: Secrets) -> dict[str, FindingKind]:
    """Returns consonants → kind, for each name and for first and last name together."""
    found: dict[str, FindingKind] = {}
    for kind, names in ((FindingKind.COMPANY, secrets.company_names), (FindingKind.PERSON, secrets.person_names)):
        for form in {form for name in names for form in _forms(name, kind)}:
            for spelled in _pronunciations(form):
                if len(heard := classes(sounds_of(spelled))) >= _MIN_INTRODUCED:
                    found.setdefault(heard, kind)
    return found


def _forms(name: str, kind: FindingKind) -> tuple[str, ...]:
    """Returns the words of a name that are its own, those words together, and all words together."""
    from .han_forms import brand_and_trades
    from .keys import COMPANY_WORDS, LEGAL_FORMS
    from .trade_words import is_trade

    if "\u3400" <= name[:1] <= "\u9fff":
        if kind is FindingKind.COMPANY:
            return (_spoken(brand_and_trades(name)[0]),)
        return _spoken(name[0]) + _spoken(name[1:]), _spoken(name[1:]) + _spoken(name[0])
    whole = [word for word in re.findall(r"[^\W\d_]{3,}", name) if compact(word.lower()) not in LEGAL_FORMS]
    own = [
        word
        for word in whole
        if (word.isascii() or word < "\u0530")
        and compact(word.lower()) not in COMPANY_WORDS
        and not (kind is FindingKind.COMPANY and is_trade(word))
    ]
    return *own, "".join(own), "".join(reversed(own)), *(["".join(whole)] if len(whole) > 1 else [])


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

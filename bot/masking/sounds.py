"""Finds the author's names transcribed by sound: 米拉诺维奇, ミラノヴィッチ, Milanowitsch, Al Saqr for الصقر.

Compares the consonants of up to three adjacent words, in classes that transcriptions preserve; where both scripts write
vowels, the whole words must be alike as well.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rapidfuzz import fuzz

from .consonants import classes, sounds_of
from .cue_words import is_known_word
from .findings import FindingKind, Secrets, Span
from .name_sounds import (
    MIN_INTRODUCED,
    MOST_WORDS,
    Name,
    consonants_of,
    names_by_consonants,
    parts_of_names,
    script_of,
    spoken_together,
)
from .strange_words import is_frequent
from .vocabulary import any_of

_MIN_CLASSES: Final = 4  # consonants of a name that is found without an introduction
_MIN_WITHOUT_VOWELS: Final = 5  # the same for one word, where a script leaves out the vowels
_ALIKE: Final = 60  # 0 to 100: similarity of two words of one script
_ALIKE_ACROSS: Final = 52  # the same, of two scripts
_MIN_DECLINED: Final = 6  # letters of a word that may have a case ending
_MUCH_ALIKE: Final = 80  # where few consonants of two words are enough
_LONGEST_RUN: Final = 14  # syllables examined in one run of Han characters
_HAN: Final = re.compile(rf"[{any_of('sounds', 'han').replace('|', '')}·]{{3,{_LONGEST_RUN}}}")
_WORD: Final = re.compile(
    "[\u0370-\u03ff\u1f00-\u1fff]{2,24}|[\u0530-\u058f]{2,24}|[\u0590-\u05ff]{2,24}|[\u0600-\u06ff]{2,24}"
    "|[\u0900-\u0dff]{2,24}|[\u0e00-\u0e7f]{4,48}|[\u10a0-\u10ff]{2,24}|[\u30a0-\u30ff]{3,24}|[\uac00-\ud7af]{2,16}"
    "|[A-Z\u00c0-\u00de\u0100-\u024f\u1e00-\u1eff][a-z\u00df-\u024f\u1e00-\u1eff'’]{1,24}"
    "|[\u0400-\u042f\u0490][\u0430-\u045f\u0491]{1,24}"
)
_BETWEEN: Final = re.compile(r"[ \-·・.]{1,2}(?:(?:al|el|аль|эль|ben|bin)[- ])?\Z")
_ARTICLES: Final = frozenset({"Al", "El", "The", "La", "Le", "Los", "Las", "Der", "Die", "Das", "Аль", "Эль"})
_CUED: Final = re.compile(rf"(?:{any_of('sounds', 'introductions')})[\s:是：]{{0,3}}\Z")


def sounding_names(text: str, secrets: Secrets) -> Iterator[Span]:
    """Yields names transcribed by sound, in offsets of the original text."""
    wanted = names_by_consonants(secrets)
    if not wanted:
        return
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        found = _longest(text, words, at, wanted)
        if found is None:
            at += 1
            continue
        first, last = _with_neighbours(text, words, at, found[0], parts_of_names(secrets))
        yield Span(words[first].start(), words[last].end(), found[1])
        at = last + 1
    for match in _HAN.finditer(text):
        yield from _in_han(text, match, wanted)


def _longest(
    text: str, words: list[re.Match[str]], first: int, wanted: dict[str, list[Name]]
) -> tuple[int, FindingKind] | None:
    """Returns the last of the most words that sound like a name, and what it is."""
    found = None
    window: list[str] = []
    for last in range(first, min(len(words), first + MOST_WORDS)):
        word = words[last].group()
        if (last > first and not _are_adjacent(text, words[last - 1], words[last])) or not (
            window or word not in _ARTICLES
        ):
            break
        if word in _ARTICLES:
            continue
        for stem in _stems(word):
            alike = [
                one
                for one in wanted.get(consonants_of([*window, stem]), ())
                if _sounds_like(text, words[first].start(), [*window, stem], one)
            ]
            if alike:
                found = last, alike[0][0]
                break
        window.append(word)
    return found


def _stems(word: str) -> Iterator[str]:
    """Yields the word, and what is no known word also without a case ending or a Korean "I am"."""
    yield word
    if is_known_word(word.lower()):
        return
    if word[0] >= "\uac00":
        yield from (word[:length] for length in range(len(word) - 1, max(1, len(word) - 7), -1))
    elif word[0] >= "\u0370" and len(word) >= _MIN_DECLINED:
        yield from (word[:-cut] for cut in range(1, 4))


def _sounds_like(text: str, start: int, window: list[str], name: Name) -> bool:
    written = "".join(window)
    if all(is_known_word(word.lower()) for word in window):
        return False
    _, script, spoken = name
    if len(window) > 1 and consonants_of(window) in {consonants_of(window[1:]), consonants_of(window[:-1])}:
        return False  # "Ask Zvezdana": the first word only seems to be swallowed
    heard = spoken_together(window)
    count = len(classes(heard))
    alike = fuzz.ratio(heard, spoken)
    if _has_vowels(script) and _has_vowels(script_of(written)):
        if alike < (_ALIKE if script == script_of(written) else _ALIKE_ACROSS):
            return False
        least = MIN_INTRODUCED if len(window) > 1 and alike >= _MUCH_ALIKE else _MIN_CLASSES
    else:
        least = _MIN_WITHOUT_VOWELS if len(window) == 1 else _MIN_CLASSES
    if count >= least:
        return True
    before = text[max(0, start - 16) : start].lower()
    return count >= MIN_INTRODUCED and _CUED.search(before) is not None


def _with_neighbours(
    text: str, words: list[re.Match[str]], first: int, last: int, parts: Mapping[str, Sequence[tuple[str, str]]]
) -> tuple[int, int]:
    """Returns the first and last word of a name, with those beside it that sound like the rest of it."""
    for _ in range(MOST_WORDS):
        if first and _are_adjacent(text, words[first - 1], words[first]) and _is_part(words[first - 1].group(), parts):
            first -= 1
    for _ in range(MOST_WORDS):
        beside = last + 1 < len(words) and _are_adjacent(text, words[last], words[last + 1])
        if beside and _is_part(words[last + 1].group(), parts):
            last += 1
    return first, last


def _is_part(word: str, parts: Mapping[str, Sequence[tuple[str, str]]]) -> bool:
    return word in _ARTICLES or any(_is_alike(stem, parts) for stem in _stems(word))


def _is_alike(word: str, parts: Mapping[str, Sequence[tuple[str, str]]]) -> bool:
    spoken, here = spoken_together([word]), script_of(word)
    return any(
        not (_has_vowels(script) and _has_vowels(here)) or fuzz.ratio(spoken, own) >= _ALIKE_ACROSS
        for script, own in parts.get(consonants_of([word]), ())
    )


def _are_adjacent(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    return other.start() - one.end() <= 6 and _BETWEEN.fullmatch(text[one.end() : other.start()]) is not None


def is_weak(written: str) -> bool:
    """Returns True for frequent words, and for words of a script that leaves out the vowels."""
    words = _WORD.findall(written)
    return bool(words) and all(is_frequent(word.lower()) or not _has_vowels(script_of(word)) for word in words)


def _has_vowels(script: str) -> bool:
    return script in {"a", "\u0370", "\u0400", "\u0530", "\u0900", "\u10a0", "\u3040", "\uac00"}


def _in_han(text: str, match: re.Match[str], wanted: dict[str, list[Name]]) -> Iterator[Span]:
    syllables = [sounds_of(char) for char in match.group()]
    for start in range(len(syllables)):
        heard = ""
        for end in range(start + 1, len(syllables) + 1):
            heard += syllables[end - 1]
            names = wanted.get(classes(heard))
            if names and end - start >= 3 and _is_enough(text, match.start() + start, classes(heard)):
                whole = "·" in match.group()
                first, last = (0, len(match.group())) if whole else (start, end)
                yield Span(match.start() + first, match.start() + last, names[0][0])


def _is_enough(text: str, start: int, heard: str) -> bool:
    if len(heard) >= _MIN_CLASSES:
        return True
    before = text[max(0, start - 16) : start].lower()
    return len(heard) >= MIN_INTRODUCED and _CUED.search(before) is not None

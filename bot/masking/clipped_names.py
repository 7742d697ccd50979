"""Finds company names of which letters are left out: MornHarv, Morning HF, M. Harv., mrnng hrvst, M*rn1ng."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from .compact import compact
from .cue_words import is_known_word
from .findings import FindingKind, Secrets, Span
from .ordinary_words import COMPANY_WORDS, LEGAL_FORMS
from .skeleton import Reading, read

_MIN_PIECE: Final = 3  # letters of each cut word
_MIN_SHORTENED: Final = 5  # letters of a single cut word
_SHORTENED: Final = re.compile(r"(?<![^\W_])(?P<word>[A-ZÀ-ÞĀ-ſА-Я][^\W\d_]{3,23})\.")
_GLUED: Final = re.compile(r"(?<![^\W_])[^\W\d_]{2,16}(?:-?[^\W\d_]{2,16}){1,2}(?![^\W_])")
_PIECE: Final = re.compile(r"[^\W\d_][^\W\d_A-ZА-Я]+|[^\W\d_]")
_INITIAL: Final = re.compile(r"(?<![^\W_])(?P<initial>[A-ZА-Я])\.\s?(?P<word>[A-ZÀ-ÞĀ-ſА-Я][^\W\d_]{2,23})(?![^\W_])")
_INITIALS: Final = re.compile(r"(?<![^\W_])(?P<word>[^\W\d_]{3,24})[ -](?P<initials>[A-Z]{2,5})(?![^\W_])")
_CONTRACTED: Final = re.compile(r"(?<![^\W_])(?P<first>[^\W\d_]{1,3})['’‘](?P<last>[^\W\d_]{2,5})(?![^\W_])")  # Q'ton
_WORD: Final = re.compile(r"[^\W\d_]{1,24}")
_STOP: Final = re.compile(r"\.?[ -]{0,2}")
_MOST_WORDS: Final = 3
_MIN_DOTTED: Final = 4  # letters of all beginnings together
_BARE: Final = re.compile(r"(?<![^\W_])[^\W\d_]{3,20}(?:[ -][^\W\d_]{2,20})?(?![^\W_])")
_VOWELS: Final = str.maketrans("", "", "aeiouy")
_MIN_BARE: Final = 4  # consonants of a name without its vowels
# A word with signs or figures in place of some letters.
_STARRED: Final = re.compile(r"(?<![^\W_])[^\W_](?=[^\s]{0,30}[*#$@!?%&€£+_.\d○◯●•])[\w*#$@!?%&€£+.○◯●•]{4,30}")
_LEET: Final = str.maketrans("0134578@$€!", "oieastbasei")
_UNSPACED: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff]")  # written without spaces: Chinese, Japanese
_MIN_INSIDE: Final = 7  # letters of a name that is found inside a longer word
_MIN_BACKWARDS: Final = 5
_MIN_LEFT: Final = 0.6  # of the letters of a name, where the others are replaced
_MIN_STARRED: Final = 5  # letters of a name that is found so


def clipped_names(text: str, secrets: Secrets) -> Iterator[Span]:
    """Yields spans in offsets of the text."""
    for words in _words(secrets):
        matches = [*_shortened(text, words), *(_cut(text, words) if len(words) > 1 else ())]
        yield from (Span(match.start(), match.end(), FindingKind.COMPANY) for match in matches)
        yield from _dotted(text, words) if len(words) > 1 else ()
    for kind, names in _single_words(secrets):
        for match in (*_without_vowels(text, names), *_inside(text, names)):
            yield Span(match.start(), match.end(), kind)
        yield from (Span(start, end, kind) for start, end in _with_signs(text, names))


def _shortened(text: str, words: tuple[str, ...]) -> Iterator[re.Match[str]]:
    for match in _SHORTENED.finditer(text):
        piece = _plain(match["word"])
        if len(match["word"]) >= _MIN_SHORTENED and len(piece) < len(words[0]) and words[0].startswith(piece):
            yield match


def _cut(text: str, words: tuple[str, ...]) -> Iterator[re.Match[str]]:
    for match in _GLUED.finditer(text):
        if _is_cut([_plain(piece) for piece in _PIECE.findall(match.group())], words):
            yield match
    for match in _CONTRACTED.finditer(text):
        first, last = _plain(match["first"]), _plain(match["last"])
        if any(word.startswith(first) and word.endswith(last) and len(word) > len(first + last) for word in words[:1]):
            yield match
    for match in _INITIAL.finditer(text):
        if _plain(match["word"]) == words[1] and _plain(match["initial"]) == words[0][0]:
            yield match
    for match in _INITIALS.finditer(text):
        if _plain(match["word"]) == words[0] and _are_letters_of(_plain(match["initials"]), words[1:]):
            yield match


def _dotted(text: str, words: tuple[str, ...]) -> Iterator[Span]:
    """Yields beginnings of the words in a row, at least one of them with a full stop: Morn. Harv."""
    found = list(_WORD.finditer(text))
    for first, match in enumerate(found):
        if not match.group()[0].isupper() or not words[0].startswith(_plain(match.group()) or " "):
            continue
        last, letters = first, len(match.group())
        for word in words[1:_MOST_WORDS]:
            if last + 1 == len(found) or not _STOP.fullmatch(text[found[last].end() : found[last + 1].start()]):
                break
            piece = _plain(found[last + 1].group())
            if not piece or not word.startswith(piece):
                break
            last, letters = last + 1, letters + len(piece)
        written = text[match.start() : found[last].end() + 1]
        if last > first and letters >= _MIN_DOTTED and "." in written:
            yield Span(match.start(), found[last].end(), FindingKind.COMPANY)


def _is_cut(pieces: list[str], words: tuple[str, ...]) -> bool:
    """Returns True for the beginnings of the first words, in order, each with a capital of its own."""
    return 2 <= len(pieces) <= len(words) and all(
        len(piece) >= _MIN_PIECE and word.startswith(piece) for piece, word in zip(pieces, words, strict=False)
    )


def _are_letters_of(initials: str, words: tuple[str, ...]) -> bool:
    left = iter("".join(words))
    return initials[:1] == words[0][0] and all(letter in left for letter in initials)


def _without_vowels(text: str, names: frozenset[str]) -> Iterator[re.Match[str]]:
    """Yields words without a vowel whose letters are the consonants of a name."""
    wanted = {name.translate(_VOWELS) for name in names}
    wanted |= {"".join(name[:1] + name[1:].translate(_VOWELS)) for name in names}
    for match in _BARE.finditer(text):
        for word in {match.group(), *re.split("[ -]", match.group())}:
            plain = _letters(word)
            if len(plain) >= _MIN_BARE and plain[1:].translate(_VOWELS) == plain[1:] and plain in wanted:
                yield match
                break


def _with_signs(text: str, names: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yields (start, end) of words with signs or figures in place of letters that are otherwise a name."""
    for match in _STARRED.finditer(text):
        word = match.group().rstrip(".!?")  # the end of a sentence is no sign for a letter
        if word.isalpha():
            continue
        plain = _letters_and_signs(word)
        if any(_is_masked(plain, name) for name in names if len(name) == len(plain)):
            yield match.start(), match.start() + len(word)


def _inside(text: str, names: frozenset[str]) -> Iterator[re.Match[str]]:
    """Yields words that contain a name, and names from right to left."""
    telling = [name for name in names if len(name) >= _MIN_INSIDE]
    for match in _WORD.finditer(text) if names else ():
        if _UNSPACED.search(match.group()):
            continue  # a run of such letters is a sentence
        plain = _letters(match.group()) if len(match.group()) >= _MIN_BACKWARDS else ""
        if plain[::-1] in names or any(name in plain and name != plain for name in telling):
            yield match


def _is_masked(written: str, name: str) -> bool:
    """Returns True if letters are those of the name or replaced by a sign, and most are left."""
    kept = sum(one == other for one, other in zip(written, name, strict=True))
    alike = all(one == other or not one.isalpha() for one, other in zip(written, name, strict=True))
    return alike and len(name) >= _MIN_STARRED and kept >= _MIN_LEFT * len(name)


def _letters(word: str) -> str:
    return "".join(char for char in read(word, Reading.SOUNDS).text if char.isalpha())


def _letters_and_signs(word: str) -> str:
    return "".join(
        _letters(char) or char if char.isalpha() else char.translate(_LEET) if not char.isalpha() else char
        for char in word
    )


@lru_cache(maxsize=256)
def _single_words(secrets: Secrets) -> tuple[tuple[FindingKind, frozenset[str]], ...]:
    """Returns the words of the names in plain letters, without those that are ordinary words."""
    kinds = ((FindingKind.COMPANY, secrets.company_names), (FindingKind.PERSON, secrets.person_names))
    found = []
    for kind, names in kinds:
        words = [_letters(word) for name in names for word in re.findall(r"[^\W\d_]{4,}", name)]
        own = [word for word in words if compact(word) not in LEGAL_FORMS]
        pairs = [one + other for one, other in pairwise(own)]
        telling = [word for word in own if compact(word) not in COMPANY_WORDS and not is_known_word(word)]
        found.append((kind, frozenset((*telling, *pairs))))
    return tuple(found)


@lru_cache(maxsize=256)
def _words(secrets: Secrets) -> tuple[tuple[str, ...], ...]:
    """Returns the words of each company's name without its legal form."""
    names = ([_plain(word) for word in re.findall(r"[^\W\d_]{2,}", name)] for name in secrets.company_names)
    cores = (tuple(word for word in name if word and word not in LEGAL_FORMS) for name in names)
    return tuple(core for core in cores if core)


def _plain(word: str) -> str:
    return compact(read(word, Reading.SOUNDS).text)

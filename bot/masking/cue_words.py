"""Tags the words of a text: "our" is about the author, "search" tells to look outside, "spelled" disguises a name.

The words of all languages are in announcements.toml. One pass over the text, whatever their number.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from bot.matching.keys import name_key
from bot.matching.lexicon import glossary_table
from bot.matching.normalise import fold, simplify
from bot.matching.place_index import country_index, larger_cities

from .skeleton import Reading, Skeleton, read
from .trade_words import is_trade

Tags = frozenset[str]
NONE: Final[Tags] = frozenset()
_LONGEST_PREFIX: Final = 16  # letters of a word that are looked up
_LONGEST_PHRASE: Final = 4  # words
# Scripts without spaces between words, or with prefixes and endings written together.
_UNSPACED: Final = "\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af"
_WORD: Final = re.compile(rf"[^\W_{_UNSPACED}]+(?:['’.@_-][^\W_{_UNSPACED}]+)*|[{_UNSPACED}]+")
_LETTERS: Final = re.compile(r"[^\W\d_]{3,}")
_GLUED_TAGS: Final[Tags] = frozenset({"self", "find", "call", "where", "websearch"})
_PARTS: Final = re.compile(r"['’-]")
FIRST_UNSPACED: Final = "\u0590"
# Arabic, Hebrew and Indian words have spaces between them. "And", "to" and "the" are written before Semitic ones.
_SPACED: Final = re.compile("[\u0590-\u06ff\u0900-\u0dff]")
_BEFORE: Final = re.compile(
    r"[\u0648\u0641\u0628\u0644\u0643\u0627]{1,4}|[\u05d5\u05d4\u05d1\u05db\u05dc\u05de\u05e9]{1,3}"
)
_MIN_BARE: Final = 3  # letters
_STEM: Final = 6  # letters that two forms of a word share
_ENDING: Final = 3  # letters in which they differ
# Endings of adjectives, verbs and abstract nouns. Names and accounts seldom have them.
_ORDINARY_END: Final = re.compile(
    r"(?:ing|[^e]ed|al|ic|ary|able|ible|ful|ous|ive|tions?|ments?|ness|less|ity|ly|anje|enje|nost|acija|acije|ski|skih|skog|ung|ungen|lich|isch|keit|heit|eur|ique|cion|mente|zione|sch|anija|enija|ennyj|owanie|ania|ilir|acak|ecek)\Z"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a skeleton, or a part of a run in a script without spaces. No tags: nothing is known about it."""

    start: int
    end: int
    text: str
    tags: Tags


def tagged_words(skeleton: Skeleton) -> list[Word]:
    found: list[Word] = []
    for match in _WORD.finditer(skeleton.text):
        if match.group()[0] >= FIRST_UNSPACED:
            found += _in_run(match.group(), match.start())
        else:
            found.append(
                Word(start=match.start(), end=match.end(), text=match.group(), tags=tags_of_word(match.group()))
            )
    return _with_phrases(found)


def _in_run(run: str, start: int) -> Iterator[Word]:
    position = 0
    simple = simplify(run)
    for match in _unspaced().finditer(simple if len(simple) == len(run) else run):
        before = run[position : match.start()]
        if before and _SPACED.match(before) and not _BEFORE.fullmatch(before):
            continue  # inside another word: "with us" in "it suits us"
        if before:
            yield _piece(run, position, match.start(), start, NONE)
        yield _piece(run, match.start(), match.end(), start, _unspaced_tags()[match.group()])
        position = match.end()
    if position < len(run):
        yield _piece(run, position, len(run), start, NONE)


def _piece(run: str, first: int, last: int, start: int, tags: Tags) -> Word:
    return Word(start=start + first, end=start + last, text=run[first:last], tags=tags)


def _with_phrases(words: list[Word]) -> list[Word]:
    """Adds the tags of phrases ("look up") to each of their words."""
    tags = [word.tags for word in words]
    phrases = _phrases()
    for at, word in enumerate(words):
        for phrase, tag in phrases.get(word.text, ()):
            if [one.text for one in words[at : at + len(phrase)]] == list(phrase):
                for inside in range(at, at + len(phrase)):
                    tags[inside] |= {tag}
    return [
        word if word.tags is tag else Word(start=word.start, end=word.end, text=word.text, tags=tag)
        for word, tag in zip(words, tags, strict=True)
    ]


# "Our" as an ending, in Turkish and Hungarian.
_OURS: Final = re.compile(r"[a-z]{3,16}(?:[iu]m[iu]z(?:[aeiu]\w{0,3})?|(?:ja|je|u)nk)\Z")


@lru_cache(maxsize=16_384)
def tags_of_word(word: str) -> Tags:
    exact, prefixes = _latin()
    tags = exact.get(word, NONE)
    for length in range(2, min(len(word), _LONGEST_PREFIX) + 1):
        tags |= prefixes.get(word[:length], NONE)
    if not tags and (parts := _PARTS.split(word))[1:]:
        # "Cherchez-nous" and "googlez-nous", but not "signal-to-noise".
        tags = frozenset().union(*(exact.get(part, NONE) for part in parts)) & _GLUED_TAGS
    return tags | {"self"} if _OURS.match(word) else tags


@lru_cache(maxsize=16_384)
def is_known_word(word: str) -> bool:
    """Returns True for a word of trade or a place in one of the languages of the glossary.

    Arabic and Hebrew write small words in front of it.
    """
    before = _BEFORE.match(word)
    starts = range(before.end() + 1 if before else 1)
    return any(_is_listed(word[start:]) for start in starts if start == 0 or len(word) - start >= _MIN_BARE)


def _is_listed(word: str) -> bool:
    return fold(word) in _ordinary() or is_trade(word) or is_place(word)


@lru_cache(maxsize=16_384)
def is_place(word: str) -> bool:
    """Returns True for a country or a larger city."""
    key = name_key(word)
    return key in larger_cities() or key in country_index().exact


@lru_cache(maxsize=16_384)
def is_like_known_word(word: str) -> bool:
    """Returns True for another form of a known word, and for a word that ends like ordinary ones."""
    plain = fold(word)
    shortest = max(_STEM, len(plain) - _ENDING)
    return _ORDINARY_END.search(plain) is not None or any(
        plain[:length] in _stems() for length in range(shortest, len(plain) + 1)
    )


@cache
def _stems() -> frozenset[str]:
    return frozenset(
        word[:length] for word in _ordinary() for length in range(max(_STEM, len(word) - _ENDING), len(word) + 1)
    )


@cache
def _ordinary() -> frozenset[str]:
    """Returns all words, folded, that the data of the matcher is written in."""
    data = files("bot.matching").joinpath("data")
    texts = [data.joinpath(name).read_text("utf-8") for name in ("sectors.toml", "cues.toml", "parallel.toml")]
    # Line by line, since `fold` looks at each character of what has line breaks in it.
    lines = (line for text in (glossary_table(), *texts) for line in text.splitlines())
    return frozenset(word for line in lines for word in _LETTERS.findall(fold(line, limit=10**5)))


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    table = tomllib.loads(files(__package__).joinpath("announcements.toml").read_text(encoding="utf-8"))
    return {
        tag: {"words": section.get("words", "").split(), "unspaced": section.get("unspaced", [])}
        for tag, section in table.items()
    }


def _plain(word: str) -> str:
    return read(word, Reading.SOUNDS).text


@cache
def _latin() -> tuple[dict[str, Tags], dict[str, Tags]]:
    """Returns tags by whole word, and by the beginning of a word."""
    exact: dict[str, Tags] = {}
    prefixes: dict[str, Tags] = {}
    for tag, section in _table().items():
        for word in section["words"]:
            if "_" in word:
                continue
            table, key = (prefixes, _plain(word[:-1])) if word.endswith("*") else (exact, _plain(word))
            table[key] = table.get(key, NONE) | {tag}
    return exact, prefixes


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for tag, section in _table().items():
        for phrase in section["words"]:
            words = tuple(_plain(word) for word in phrase.strip("_*").split("_"))
            if 2 <= len(words) <= _LONGEST_PHRASE:
                found.setdefault(words[0], []).append((words, tag))
    return found


@cache
def _unspaced_tags() -> dict[str, Tags]:
    found: dict[str, Tags] = {}
    for tag, section in _table().items():
        for entry in section["unspaced"]:
            key = simplify(_plain(entry)).strip()
            found[key] = found.get(key, NONE) | {tag}
    return found


@cache
def _unspaced() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _unspaced_tags()), key=len, reverse=True)))

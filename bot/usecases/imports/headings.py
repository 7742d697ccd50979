"""Finds the meaning of a heading: a column of a list of exhibitors, a known but unneeded heading, or unknown."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache, partial
from importlib.resources import files
from typing import Final

from rapidfuzz import fuzz, process

from bot.matching.normalise import fold

_SURE: Final = 84  # rapidfuzz, 0 to 100; a typing error in a short heading stays above, another word falls below
_SHORTEST_MISSPELT: Final = 5
_LONGEST: Final = 100
_UNSPACED: Final = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_SPACE_BETWEEN: Final = re.compile(r"(?<=[\u3040-\u30ff\u3400-\u9fff]) (?=[\u3040-\u30ff\u3400-\u9fff])")
_SCRIPT_CHANGE: Final = re.compile(r"(?<=[\u3400-\u9fff])(?=[a-z0-9])|(?<=[a-z0-9])(?=[\u3400-\u9fff])")
_INNER_CAPITAL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""The position between joined words, as in "CompanyCountry"."""
_MOST_WORDS: Final = 6
_LONGEST_UNSPACED: Final = 10
_BRACKETS: Final = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")


class Column(StrEnum):
    NAME = "name"
    COUNTRY = "country"
    CITY = "city"
    WEBSITE = "website"
    EMAIL = "email"
    PHONE = "phone"
    CONTACT = "contact"
    HALL = "hall"
    BOOTH = "booth"
    NEEDS = "needs"
    OFFERS = "offers"
    ABOUT = "about"
    ADDRESS = "address"
    REGION = "region"
    """A state or province. Read only without a country column."""
    DETAILS = "details"
    """Contact data of any kind in one cell."""
    OFFERS_OR_NEEDS = "offers_or_needs"
    """Both in one cell; the table then has it as both columns."""
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    ANY_NAME = "any_name"
    """A person's name beside a company column, otherwise the company's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingGuess:
    """The column of a heading; None for a known heading that we do not need, such as a registration question."""

    column: Column | None
    score: float
    is_exact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    text: str
    column: Column | None
    order: int
    alone: bool
    """True if the word means the column only alone or beside fillers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lexicon:
    by_text: dict[str, list[_Entry]]
    questions: tuple[str, ...]
    asking: tuple[str, ...]
    fillers: frozenset[str]
    business: frozenset[str]


_Match = tuple[int, int, _Entry]
"""(start, end, entry) of a known word in a heading."""


@lru_cache(maxsize=20_000)
def recognise(text: str) -> HeadingGuess | None:
    """Returns the meaning of a heading; None if it is unknown."""
    if len(text) > _LONGEST * 2:
        return None
    outside = _BRACKETS.sub(" ", text)
    for part in dict.fromkeys((outside, text, _INNER_CAPITAL.sub(" ", outside))):
        key = heading_key(part)
        if len(key) <= _LONGEST:
            found = _by_words(key)
            if found is not None:
                return found
    return _by_spelling(heading_key(outside))


def exact_columns(text: str) -> frozenset[Column]:
    """Returns the columns that have exactly this text as a usual heading."""
    entries = _lexicon().by_text.get(heading_key(text), ())
    return frozenset(entry.column for entry in entries if entry.column is not None)


def heading_key(text: str) -> str:
    """Returns the folded words of a heading. Chinese characters are joined, and separate from Latin letters."""
    key = " ".join(word for word in re.sub(r"[\W_]+", " ", fold(text)).split() if word != "the")
    return _SCRIPT_CHANGE.sub(" ", _SPACE_BETWEEN.sub("", key))


def _by_words(key: str) -> HeadingGuess | None:
    lexicon = _lexicon()
    if key in lexicon.by_text:
        # "Booths" alone is the booth, "number of booths" is about the order.
        entry = min(lexicon.by_text[key], key=lambda each: (each.column is None, each.order))
        return HeadingGuess(column=entry.column, score=100 if entry.alone else 101, is_exact=True)
    found = _matches(key, lexicon)
    if _is_yes_or_no(key, lexicon):
        return HeadingGuess(column=None, score=100)
    kept = [match for match in found if not match[2].alone or _has_only_fillers(key, match, found, lexicon)]
    if not kept:
        return None
    start, end, entry = min(kept, key=lambda match: (match[2].order, match[0] - match[1]))
    return HeadingGuess(column=entry.column, score=90 + min(9.0, (end - start) / 10))


def _is_yes_or_no(key: str, lexicon: _Lexicon) -> bool:
    """Returns True for a yes/no question: "Do you need an invitation letter?"."""
    return any(map(partial(_contains_words, key), lexicon.questions)) and not any(
        map(partial(_contains_words, key), lexicon.asking)
    )


def _contains_words(key: str, words: str) -> bool:
    return words in key if _UNSPACED.search(words) else f" {words} " in f" {key} "


def _matches(key: str, lexicon: _Lexicon) -> list[_Match]:
    """Returns known words with their positions, without those inside a longer one."""
    spans = {(start, end): lexicon.by_text[key[start:end]] for start, end in _known_spans(key, lexicon)}
    return [
        (start, end, entry)
        for (start, end), entries in spans.items()
        if not any(a <= start and end <= b and (a, b) != (start, end) for a, b in spans)
        for entry in entries
    ]


def _known_spans(key: str, lexicon: _Lexicon) -> Iterator[tuple[int, int]]:
    """Yields runs of whole words, and parts of words in scripts without spaces."""
    words = list(re.finditer(r"\S+", key))
    for at, first in enumerate(words):
        for last in words[at : at + _MOST_WORDS]:
            if key[first.start() : last.end()] in lexicon.by_text:
                yield first.start(), last.end()
        if _UNSPACED.search(first.group()):
            for start in range(first.start(), first.end()):
                for end in range(start + 1, min(first.end(), start + _LONGEST_UNSPACED) + 1):
                    if key[start:end] in lexicon.by_text:
                        yield start, end


def _has_only_fillers(key: str, match: _Match, found: list[_Match], lexicon: _Lexicon) -> bool:
    """Returns True if the other words are only fillers or further words of the same column."""
    column = match[2].column
    rest = list(key)
    for start, end, entry in found:
        if entry.column is column:
            rest[start:end] = " " * (end - start)
    words = "".join(rest).split()
    known = lexicon.fillers
    if column in {Column.NEEDS, Column.OFFERS}:
        known |= lexicon.business
    return all(_consists_of(word, known) for word in words)


def _consists_of(word: str, known: frozenset[str]) -> bool:
    if word in known or word.isdigit():
        return True
    if not _UNSPACED.search(word):
        return False
    # Chinese has no spaces, so this takes the longest known word at each position.
    at = 0
    while at < len(word):
        size = next((n for n in range(min(6, len(word) - at), 0, -1) if word[at : at + n] in known), 0)
        if not size:
            return False
        at += size
    return True


def _by_spelling(key: str) -> HeadingGuess | None:
    """Recognises a heading with a typing error."""
    if not _SHORTEST_MISSPELT <= len(key) <= _LONGEST or _UNSPACED.search(key):
        return None
    lexicon = _lexicon()
    near = process.extractOne(key, _misspellable_texts(), scorer=fuzz.ratio, score_cutoff=_SURE)
    if near is None:
        return None
    entry = min(lexicon.by_text[near[0]], key=lambda each: each.order)
    return HeadingGuess(column=entry.column, score=near[1] - 10)


@cache
def _misspellable_texts() -> tuple[str, ...]:
    return tuple(text for text in _lexicon().by_text if len(text) >= _SHORTEST_MISSPELT and not _UNSPACED.search(text))


@cache
def _lexicon() -> _Lexicon:
    read = tomllib.loads(files("bot.usecases.imports").joinpath("headings.toml").read_text("utf-8"))
    by_text: dict[str, list[_Entry]] = {}
    for text in read["blocked"]:
        key = heading_key(text)
        by_text.setdefault(key, []).append(_Entry(text=key, column=None, order=-1, alone=False))
    columns = [name for name in read if name in set(Column)]
    for order, name in enumerate(columns):
        for kind in ("phrases", "words"):
            for text in read[name].get(kind, ()):
                entry = _Entry(text=heading_key(text), column=Column(name), order=order, alone=kind == "words")
                by_text.setdefault(entry.text, []).append(entry)
    return _Lexicon(
        by_text=by_text,
        questions=tuple(map(heading_key, read["questions"])),
        asking=tuple(map(heading_key, read["asking"])),
        fillers=frozenset(word for text in read["fillers"] for word in heading_key(text).split()),
        business=frozenset(word for text in read["business"] for word in heading_key(text).split()),
    )

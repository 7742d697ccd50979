"""Finds the sectors that the words of a text indicate: whole words by stem, Chinese by the longest terms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from bot.matching.keys import han_runs, name_key
from bot.matching.normalise import clean, fold
from bot.matching.sector_table import sector_table

MAX_TEXT = 2_000
"""Characters of a listing that are read for its sector. The beginning names the subject."""

_WORD = re.compile(r"[^\W_]+")
_LONGEST_PHRASE = 4
_LONGEST_HAN = 8
_SHORTEST_STEM = 4
_SHORTEST_IN_PHRASE = 3  # in a phrase, stems may be shorter: "сточные воды", "сточных вод"
_ABBREVIATION = 3  # abbreviations up to this length count in capitals only: "VI", but not the Serbian word "vi"
# Endings of words in European languages, folded: Slavic cases, Romance and English plurals, German endings.
_WRITTEN_ENDINGS = (
    "ovima evima ijama ijami anje ama ima ami ogo omu emu ovi eva ova oga ega aja oje ije ija iji iju "
    "iya ies ii ij ov ev og om oj im ih em eg ie ja je ju jo aj ej es en er s a e i o u y"
)
_ENDINGS = tuple(sorted(_WRITTEN_ENDINGS.split(), key=len, reverse=True))


@lru_cache(maxsize=32_768)
def word_stem(word: str, shortest: int = _SHORTEST_STEM) -> str:
    """Returns a folded word without its ending, at least `shortest` long: "senzorima", "senzora" → "senzor"."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= shortest:
            return word[: -len(ending)]
    return word


@dataclass(slots=True)
class TermIndex:
    """Sectors by phrase (stems of its words), by Chinese term, and by patterns within one word."""

    phrases: dict[tuple[str, ...], set[str]] = field(default_factory=dict)
    abbreviations: dict[str, set[str]] = field(default_factory=dict)
    han: dict[str, set[str]] = field(default_factory=dict)
    beginnings: dict[str, set[str]] = field(default_factory=dict)
    middles: dict[str, set[str]] = field(default_factory=dict)
    mixed: dict[str, set[str]] = field(default_factory=dict)

    def add(self, term: str, sector_id: str) -> None:
        key = name_key(term.strip("*"))
        if han_runs(key):
            is_pure = key == han_runs(key)[0]
            (self.han if is_pure else self.mixed).setdefault(key.replace(" ", ""), set()).add(sector_id)
        elif term.startswith("*"):
            self.middles.setdefault(key, set()).add(sector_id)
        elif term.endswith("*"):
            self.beginnings.setdefault(key, set()).add(sector_id)
        elif len(key) <= _ABBREVIATION and _has_capitals(term):
            self.abbreviations.setdefault(key, set()).add(sector_id)
        else:
            self.phrases.setdefault(_phrase(_WORD.findall(fold(term))), set()).add(sector_id)


def _phrase(words: list[str]) -> tuple[str, ...]:
    if len(words) == 1:
        return (word_stem(words[0]),)
    return tuple(word_stem(word, _SHORTEST_IN_PHRASE) for word in words)


def _has_capitals(word: str) -> bool:
    return sum(map(str.isupper, word)) > 1


@cache
def term_index() -> TermIndex:
    index = TermIndex()
    for sector in sector_table().values():
        for terms in sector.terms.values():
            for term in terms:
                index.add(term, sector.id)
    return index


@dataclass(frozen=True, slots=True, kw_only=True)
class TermHit:
    """A term at a position of the folded text. Longer and rarer terms have a higher `weight`."""

    term: str
    sectors: frozenset[str]
    weight: float
    position: int


def term_hits(text: str) -> Iterator[TermHit]:
    """Yields every term in the text, the longest one at each position. A term may occur several times."""
    text = clean(text, MAX_TEXT)
    yield from _word_hits(text)
    flat = fold(text, MAX_TEXT)
    yield from _han_hits(flat)
    tight = flat.replace(" ", "")
    for term, sectors in term_index().mixed.items():
        if term in tight:
            yield _hit(term, sectors, 1.4, tight.index(term))


def _word_hits(text: str) -> Iterator[TermHit]:
    index = term_index()
    matches = list(_WORD.finditer(text))
    words = [fold(match.group()) for match in matches]
    covered = 0
    for at, match in enumerate(matches):
        start = match.start()
        for size in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
            phrase = _phrase(words[at : at + size])
            # A phrase inside a longer hit adds nothing: "water" in "waste water treatment".
            if phrase in index.phrases and at + size > covered:
                covered = at + size
                yield _hit(" ".join(phrase), index.phrases[phrase], 1 + 0.4 * (size - 1), start)
                break
        else:
            if at >= covered:
                yield from _within_word(words[at], match.group(), start)


def _within_word(word: str, written: str, start: int) -> Iterator[TermHit]:
    index = term_index()
    if len(word) <= _ABBREVIATION:
        if word in index.abbreviations and _has_capitals(written):
            yield _hit(word, index.abbreviations[word], 1.0, start)
        return
    for tables, fits in ((index.beginnings, word.startswith), (index.middles, word.__contains__)):
        for piece, sectors in tables.items():
            if fits(piece):
                yield _hit(piece, sectors, 1.0, start)


def _han_hits(flat: str) -> Iterator[TermHit]:
    index = term_index()
    for run in re.finditer("[\u3400-\u4dbf\u4e00-\u9fff]+", flat):
        at, end = run.span()
        while at < end:
            size = next((n for n in range(min(_LONGEST_HAN, end - at), 0, -1) if flat[at : at + n] in index.han), 0)
            if size:
                term = flat[at : at + size]
                yield _hit(term, index.han[term], min(1.4, 0.6 + 0.2 * size), at)
            at += size or 1


def _hit(term: str, sectors: set[str], weight: float, position: int) -> TermHit:
    return TermHit(term=term, sectors=frozenset(sectors), weight=weight / len(sectors), position=position)

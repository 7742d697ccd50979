"""A glossary of trade and technology in sixteen languages. Finds its concepts in a text of any of them.

Concepts make words comparable across languages. They are evidence beside the encoder, nearly the only evidence without
one, and reasons that can be shown side by side ("土壤" and "zemljišta").
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from rapidfuzz import fuzz

from bot.matching.normalise import fold
from bot.matching.tokens import SCRIPTS, Token, folded, stem, token, without_contacts

_SPACELESS = ("cjk", "hangul", "thai")
_SPACED_AND_NOT = re.compile("[a-z0-9][\u3040-\u9fff\uac00-\ud7af]")
"""Terms in two scripts, such as "3D打印"."""
_VOWEL = re.compile("[aeiou]")
_OWN_SCRIPT = frozenset({"zh", "ja", "ko", "ar"})
_PART = re.compile(r"[^-/.]+")
_LONGEST_RUN = 8
"""Length in characters of the longest term to search for in scripts without spaces."""
_LONGEST_PHRASE = 4
_PLAIN = "~"
"""Marks the line of a concept that is too common as evidence ("machine", "wholesale"). It is only translated."""
_COMPOUNDING = frozenset({"de", "nl", "hu", "sv", "da", "no", "fi", "et", ""})
"""Languages that write "soil moisture sensor" as one word. "" is an unknown one."""
_LIKE_ENOUGH = 75
"""0 to 100: words with the same stem but a lower similarity are different words."""


@dataclass(frozen=True, slots=True)
class Term:
    concept: int
    language: str
    spelling: str


@dataclass(frozen=True, slots=True)
class Word:
    flat: str
    shown: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.shown)


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that match `terms`, from `start` to `end` of the text. The terms are of one or more concepts.

    If the position is unknown, `start` equals `end`: the position at which to insert the words.
    """

    terms: list[Term]
    shown: str
    start: int
    end: int

    @property
    def concepts(self) -> list[int]:
        return sorted({term.concept for term in self.terms})


class Lexicon:
    def __init__(self, table: str) -> None:
        self._phrases: defaultdict[tuple[str, ...], list[Term]] = defaultdict(list)
        self._runs: defaultdict[str, list[Term]] = defaultdict(list)
        self._whole: defaultdict[str, list[Term]] = defaultdict(list)
        self._mixed: list[Term] = []
        header, *rows = (line.split("|") for line in table.splitlines() if line)
        self._english = [row[0].split("/")[0].lstrip(_PLAIN) for row in rows]
        self._plain = {concept for concept, row in enumerate(rows) if row[0].startswith(_PLAIN)}
        for concept, row in enumerate(rows):
            for language, cell in zip(header, row, strict=True):
                for spelling in cell.split("/"):
                    self._enter(Term(concept, language, folded(spelling.strip(_PLAIN))))

    def _enter(self, term: Term) -> None:
        match = SCRIPTS.match(term.spelling)
        if match and match.lastgroup in _SPACELESS:
            self._runs[term.spelling.replace(" ", "")].append(term)
            return
        if _SPACED_AND_NOT.search(term.spelling):
            self._mixed.append(term)
            return
        words = re.findall(r"\w+", term.spelling)
        self._phrases[tuple(map(stem, words))].append(term)
        if len(words) == 1 and len(words[0]) >= 4:
            self._whole[words[0]].append(term)

    def find(self, text: str, language: str | None) -> tuple[Token, ...]:
        """Returns the concepts of a cleaned text, each once, with their words as written. Longer terms come first."""
        found: dict[str, Token] = {}
        for hit in self.hits(without_contacts(text), language):
            for concept in hit.concepts:
                if concept in self._plain:
                    continue
                found.setdefault(f"@{concept}", token(f"@{concept}", hit.shown))
        return tuple(found.values())

    def gloss(self, text: str, language: str | None) -> str:
        """Returns a cleaned text with all glossary terms in English and the rest unchanged, without contacts."""
        bare = without_contacts(text)
        pieces, at = [], 0
        for hit in sorted(self.hits(bare, language), key=lambda hit: hit.start):
            if hit.start >= at:
                pieces += [bare[at : hit.start], self._english[hit.concepts[0]]]
                at = hit.end
        return " ".join(" ".join([*pieces, bare[at:]]).split())

    def first_spelling(self, concept: int) -> str:
        """Returns the concept's first English spelling."""
        return self._english[concept]

    def hits(self, text: str, language: str | None) -> Iterator[Hit]:
        """Yields the terms of a cleaned text. Of terms that begin at the same place, the longest counts."""
        tag = _tag(language)
        flat = fold(text)  # not `folded`, which would cache whole texts
        for term in self._mixed:
            known = self._in_language([term], tag) if term.spelling in flat else None
            if known:
                yield Hit(known, term.spelling, 0, 0)
        words: list[Word] = []
        for match in SCRIPTS.finditer(text):
            if match.lastgroup in _SPACELESS:
                yield from self._in_run(match.group(), match.start(), tag)
            else:
                parts = _PART.finditer(match.group())
                words += [Word(folded(part.group()), part.group(), match.start() + part.start()) for part in parts]
        yield from self._in_words(words, tag)

    def _in_run(self, run: str, offset: int, tag: str) -> Iterator[Hit]:
        flat = folded(run)
        aligned = len(run) == len(flat)
        shown = run if aligned else flat
        start = 0
        while start < len(flat):
            for length in range(min(_LONGEST_RUN, len(flat) - start), 0, -1):
                terms = self._runs.get(flat[start : start + length])
                known = terms and self._in_language(terms, tag)
                if known:
                    begin, end = (offset + start, offset + start + length) if aligned else (offset, offset)
                    yield Hit(known, shown[start : start + length], begin, end)
                    start += length - 1
                    break
            start += 1

    def _in_words(self, words: list[Word], tag: str) -> Iterator[Hit]:
        stems = [stem(word.flat) for word in words]
        start = 0
        while start < len(words):
            for length in range(min(_LONGEST_PHRASE, len(words) - start), 0, -1):
                candidates = self._phrases.get(tuple(stems[start : start + length]))
                if candidates is None:  # the usual case
                    continue
                spelling = " ".join(word.flat for word in words[start : start + length])
                shown = " ".join(word.shown for word in words[start : start + length])
                alike = [term for term in candidates if _same_word(spelling, shown, term, tag)]
                known = self._in_language(alike, tag)
                if known:
                    yield Hit(known, shown, words[start].start, words[start + length - 1].end)
                    start += length - 1
                    break
            else:
                yield from self._in_compound(words[start], tag)
            start += 1

    def _in_compound(self, word: Word, tag: str) -> Iterator[Hit]:
        """Yields the longest terms at the beginning and the end of a compound word."""
        if len(word.flat) < 9 or tag not in _COMPOUNDING:
            return
        ends = [(0, end) for end in range(len(word.flat) - 3, 3, -1)]
        starts = [(start, len(word.flat)) for start in range(3, len(word.flat) - 3)]
        for places in (ends, starts):
            for start, end in places:
                terms = self._whole.get(word.flat[start:end])
                known = terms and self._in_language(terms, tag)
                if known:
                    yield Hit(known, word.shown, word.start + start, min(word.start + end, word.end))
                    break

    @staticmethod
    def _in_language(terms: list[Term], tag: str) -> list[Term]:
        """Returns the terms that belong to the language. English terms belong to every language."""
        return [term for term in terms if term.language in {tag, "en"}] if tag in LANGUAGES else terms


def _tag(language: str | None) -> str:
    tag = (language or "").split("-")[0].lower()
    return "sr" if tag in {"hr", "bs", "cnr", "sh", "me"} else tag


def _same_word(spelling: str, shown: str, term: Term, tag: str) -> bool:
    """Returns True if a spelling matches the term.

    An inflected form counts only in the listing's own language, so that "fábrica" is no English term. A short English
    term in another language must also look like a code, because "die", "hat" and "can" are words of many languages.
    """
    if term.language == "en" and tag in LANGUAGES - {"en"}:
        return spelling == term.spelling and (
            len(spelling) > 4 or tag in _OWN_SCRIPT or shown.isupper() or not _VOWEL.search(spelling)
        )
    return fuzz.ratio(spelling, term.spelling) >= _LIKE_ENOUGH


LANGUAGES: Final = frozenset(
    {"en", "de", "fr", "es", "it", "pt", "pl", "sr", "hu", "tr", "ru", "ar", "zh", "ja", "ko", "vi"}
)


def glossary_table() -> str:
    """Returns the glossary as lines of cells separated by "|". The first line names the language of each column.

    A cell holds spellings separated by "/", the first one for translation. "~" marks lines that are translated but are
    no evidence.
    """
    return files("bot.matching").joinpath("data/glossary.csv").read_text("utf-8")


@cache
def lexicon() -> Lexicon:
    """Returns the shipped glossary. The first call takes about 150 ms."""
    return Lexicon(glossary_table())

"""A glossary of trade and technology in fifteen languages: finds the things a text speaks of, whatever its language.

It is what makes words comparable across languages: evidence beside the encoder, nearly all there is without one, and
the
source of reasons that can be shown side by side ("土壤" and "zemljišta").
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz

from bot.matching.normalise import fold
from bot.matching.tokens import SCRIPTS, Token, folded, stem, token, without_contacts

_SPACELESS = ("cjk", "hangul", "thai")
_SPACED_AND_NOT = re.compile("[a-z0-9][\u3040-\u9fff\uac00-\ud7af]")
"""Terms such as "3D打印", of two scripts."""
_LONGEST_RUN = 8
"""Characters of the longest term looked for in scripts without spaces."""
_LONGEST_PHRASE = 4
_COMPOUNDING = frozenset({"de", "nl", "hu", "sv", "da", "no", "fi", "et", ""})
"""Languages that write "soil moisture sensor" as one word; "" is an unknown one."""
_LIKE_ENOUGH = 75
"""Of 100: two words of one stem that are less alike than this are two words."""


@dataclass(frozen=True, slots=True)
class Term:
    concept: int
    language: str
    spelling: str


class Lexicon:
    def __init__(self, table: str) -> None:
        self._phrases: defaultdict[tuple[str, ...], list[Term]] = defaultdict(list)
        self._runs: defaultdict[str, list[Term]] = defaultdict(list)
        self._whole: defaultdict[str, list[Term]] = defaultdict(list)
        self._mixed: list[Term] = []
        header, *rows = (line.split("|") for line in table.splitlines() if line)
        for concept, row in enumerate(rows):
            for language, cell in zip(header, row, strict=True):
                for spelling in cell.split("/"):
                    self._enter(Term(concept, language, folded(spelling.strip())))

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
        """The concepts of a cleaned text, each once, with the words that name it as written; longest terms first
        served."""
        tag = (language or "").split("-")[0].lower()
        tag = "sr" if tag in {"hr", "bs", "cnr", "sh", "me"} else tag
        found: dict[str, Token] = {}
        for one in self._tokens(without_contacts(text), tag):
            found.setdefault(one.key, one)
        return tuple(found.values())

    def _tokens(self, text: str, tag: str) -> Iterator[Token]:
        flat = fold(text)  # not `folded`, which would remember whole texts
        for term in self._mixed:
            if term.spelling in flat:
                yield from (token(f"@{concept}", term.spelling) for concept in self._spoken([term], tag))
        words: list[tuple[str, str]] = []
        for match in SCRIPTS.finditer(text):
            if match.lastgroup in _SPACELESS:
                yield from self._in_run(match.group(), tag)
            else:
                words += [(folded(part), part) for part in re.split(r"[-/.]", match.group()) if part]
        yield from self._in_words(words, tag)

    def _in_run(self, run: str, tag: str) -> Iterator[Token]:
        flat = folded(run)
        shown = run if len(run) == len(flat) else flat
        start = 0
        while start < len(flat):
            for length in range(min(_LONGEST_RUN, len(flat) - start), 0, -1):
                terms = self._runs.get(flat[start : start + length])
                concepts = terms and self._spoken(terms, tag)
                if concepts:
                    yield from (token(f"@{concept}", shown[start : start + length]) for concept in concepts)
                    start += length - 1
                    break
            start += 1

    def _in_words(self, words: list[tuple[str, str]], tag: str) -> Iterator[Token]:
        stems = [stem(flat) for flat, _ in words]
        start = 0
        while start < len(words):
            for length in range(min(_LONGEST_PHRASE, len(words) - start), 0, -1):
                candidates = self._phrases.get(tuple(stems[start : start + length]))
                if candidates is None:  # nearly always
                    continue
                spelling = " ".join(flat for flat, _ in words[start : start + length])
                alike = [term for term in candidates if _same_word(spelling, term, tag)]
                terms = self._spoken(alike, tag)
                if terms:
                    shown = " ".join(part for _, part in words[start : start + length])
                    yield from (token(f"@{term}", shown) for term in terms)
                    start += length - 1
                    break
            else:
                yield from self._in_compound(*words[start], tag)
            start += 1

    def _in_compound(self, flat: str, shown: str, tag: str) -> Iterator[Token]:
        """The longest terms that a compound word begins and ends with."""
        if len(flat) < 9 or tag not in _COMPOUNDING:
            return
        for pieces in (
            [flat[:end] for end in range(len(flat) - 3, 3, -1)],
            [flat[at:] for at in range(3, len(flat) - 3)],
        ):
            for piece in pieces:
                terms = self._whole.get(piece)
                concepts = terms and self._spoken(terms, tag)
                if concepts:
                    yield from (token(f"@{concept}", shown) for concept in concepts)
                    break

    @staticmethod
    def _spoken(terms: list[Term], tag: str) -> list[int]:
        """Concepts of the terms that are words of the language; English ones are in use everywhere."""
        known = tag in _LANGUAGES
        return sorted({term.concept for term in terms if not known or term.language in {tag, "en"}})


def _same_word(spelling: str, term: Term, tag: str) -> bool:
    """An inflected form will do for a word of the listing's own language, not for an English one in another
    ("fábrica")."""
    if term.language == "en" and tag in _LANGUAGES - {"en"}:
        return spelling == term.spelling
    return fuzz.ratio(spelling, term.spelling) >= _LIKE_ENOUGH


_LANGUAGES = frozenset({"en", "de", "fr", "es", "it", "pt", "pl", "sr", "hu", "tr", "ru", "ar", "zh", "ja", "ko"})


def glossary_table() -> str:
    """Lines of cells parted by "|", one column a language as the first line names it; in a cell, spellings parted by
    "/"."""
    return files("bot.matching").joinpath("data/glossary.csv").read_text("utf-8")


@cache
def lexicon() -> Lexicon:
    """The one that ships, read at first use in some 50 ms."""
    return Lexicon(glossary_table())

"""A glossary of trade and technology in sixteen languages. Finds its concepts in a text of any of them.

Concepts make words comparable across languages. They are evidence beside the encoder, nearly the only evidence without
one, and reasons that can be shown side by side ("土壤" and "zemljišta").
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.resources import files

from bot.matching.term_finder import Hit, TermFinder
from bot.matching.terms import Term, tag_of
from bot.matching.tokens import Token, folded, token, without_contacts

_DIGIT = re.compile(r"\d")
_PLAIN = "~"
"""Marks the line of a concept that is too common as evidence ("machine", "wholesale"). It is only translated."""
_SYNONYM = "="
"""Marks a spelling that means the first English word of its line, not the one at its own place."""


def _narrower(names: list[list[str]]) -> dict[int, frozenset[int]]:
    """Returns concept → concepts with an English name of several words that is about this one.

    It is if it ends in this concept's first name ("car battery"), or contains it and ends in a word that is no concept
    ("battery pack"). A bell pepper is a pepper and no bell.
    """
    by_name = {own[0]: concept for concept, own in enumerate(names) if " " not in own[0]}
    found: defaultdict[int, set[int]] = defaultdict(set)
    for concept, own in enumerate(names):
        for *before, last in (name.split() for name in own if " " in name):
            for word in [last] if last in by_name else before:
                if by_name.get(word, concept) != concept:
                    found[by_name[word]].add(concept)
    return {concept: frozenset(others) for concept, others in found.items()}


class Lexicon:
    def __init__(self, table: str) -> None:
        self.terms = TermFinder()
        header, *rows = (line.split("|") for line in table.splitlines() if line)
        self._english = [row[0].lstrip(_PLAIN).split("/")[0] for row in rows]
        self._plain = {concept for concept, row in enumerate(rows) if row[0].startswith(_PLAIN)}
        self._narrower = _narrower([row[0].lstrip(_PLAIN).split("/") for row in rows])
        for concept, row in enumerate(rows):
            english = row[0].lstrip(_PLAIN).split("/")
            for language, cell in zip(header, row, strict=True):
                spellings = cell.lstrip(_PLAIN).split("/")
                # Cells of one length name the same things in the same order. A code as "304" is no name.
                ordered = len(spellings) == len(english) and not any(map(_DIGIT.search, english))
                names = english if ordered else [""] * len(spellings)
                for marked, name in zip(spellings, names, strict=True):
                    spelling = marked.lstrip(_SYNONYM)
                    known = "" if marked != spelling else name
                    self.terms.add(Term(concept, language, folded(spelling), spelling.casefold(), english[0], known))

    def find(self, text: str, language: str | None) -> tuple[Token, ...]:
        """Returns the concepts of a cleaned text, each once, with their words as written. Longer terms come first."""
        found: dict[str, Token] = {}
        for one, _, _ in self._placed(without_contacts(text), language):
            known = found.get(one.key)
            if known is None:
                found[one.key] = one
            elif known.name and one.name not in known.name.split("/"):
                name = f"{known.name}/{one.name}" if one.name else ""
                found[one.key] = token(known.key, known.shown, name)
        return tuple(found.values())

    def places(self, text: str) -> list[tuple[Token, int, int]]:
        """Returns the concepts of a cleaned text in an unknown language, each as (token, start, end)."""
        return list(self._placed(text, None))

    def _placed(self, text: str, language: str | None) -> Iterator[tuple[Token, int, int]]:
        for hit in self.terms.find(text, language):
            names: dict[int, dict[str, None]] = {}
            for term in hit.terms:
                if term.concept not in self._plain:
                    names.setdefault(term.concept, {})[term.name] = None
            for concept, known in sorted(names.items()):
                name = "" if "" in known else "/".join(known)
                yield token(f"@{concept}", hit.shown, name), hit.start, hit.end

    def gloss(self, text: str, language: str | None) -> str:
        """Returns a cleaned text with all glossary terms in English and the rest unchanged, without contacts.

        English texts and words stay as they are: "optical lenses" are no "microscope lenses".
        """
        tag = tag_of(language)
        bare = without_contacts(text)
        return " ".join(bare.split()) if tag == "en" else _replaced(bare, self.terms.find(bare, language), _english)

    def headings(self, text: str, language: str | None) -> str:
        """Returns a cleaned text with all glossary terms replaced by the first English word of their line."""
        bare = without_contacts(text)
        return _replaced(bare, self.terms.find(bare, language), lambda hit: _by_concept(hit)[0].english)

    def narrower(self, concept: int) -> frozenset[int]:
        """Returns the concepts whose English names contain a name of this one: a battery pack is about batteries."""
        return self._narrower.get(concept, frozenset())

    def first_spelling(self, concept: int) -> str:
        """Returns the concept's first English spelling."""
        return self._english[concept]


def _replaced(text: str, hits: Iterable[Hit], word: Callable[[Hit], str]) -> str:
    pieces, at = [], 0
    for hit in sorted(hits, key=lambda hit: hit.start):
        if hit.start >= at:
            pieces += [text[at : hit.start], word(hit)]
            at = hit.end
    return " ".join(" ".join([*pieces, text[at:]]).split())


def _by_concept(hit: Hit) -> list[Term]:
    return sorted(hit.terms, key=lambda term: term.concept)


def _english(hit: Hit) -> str:
    """Returns the words in English: all their meanings, and English words as they are."""
    foreign = dict.fromkeys(term.name or term.english for term in _by_concept(hit) if term.language != "en")
    return " / ".join(foreign) if foreign else hit.shown


def glossary_table() -> str:
    """Returns the glossary as lines of cells separated by "|". The first line names the language of each column.

    A cell holds spellings separated by "/", the first one for translation. "~" marks lines that are translated but are
    no evidence.
    """
    return marked_table().replace(_SYNONYM, "")


@cache
def marked_table() -> str:
    """Returns the glossary with its marks of synonyms."""
    return files("bot.matching").joinpath("data/glossary.csv").read_text("utf-8")


@cache
def lexicon() -> Lexicon:
    """Returns the shipped glossary. The first call takes about 150 ms."""
    return Lexicon(marked_table())

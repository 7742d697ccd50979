"""A glossary of trade and technology in sixteen languages. Finds its concepts in a text of any of them.

Concepts make words comparable across languages. They are evidence beside the encoder, nearly the only evidence without
one, and reasons that can be shown side by side ("土壤" and "zemljišta").
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from bot.matching.normalise import fold
from bot.matching.terms import Term, as_written, closest, in_language, is_inside_a_word, stands_alone, tag_of
from bot.matching.tokens import SCRIPTS, Token, folded, stem, token, without_contacts

_SPACELESS = ("cjk", "hangul", "thai")
_SPACED_AND_NOT = re.compile("[a-z0-9] ?[\u3040-\u9fff\uac00-\ud7af]|[\u3040-\u9fff\uac00-\ud7af] ?[a-z0-9]")
"""Terms in two scripts, such as "3D打印" and "工业4.0"."""
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\w+")
_PART = re.compile(r"[^-/.]+")
_PLAIN = "~"
"""Marks the line of a concept that is too common as evidence ("machine", "wholesale"). It is only translated."""
_SYNONYM = "="
"""Marks a spelling that means the first English word of its line, not the one at its own place."""
_COMPOUNDING = frozenset({"de", "nl", "hu", "sv", "da", "no", "fi", "et", ""})
"""Languages that write "soil moisture sensor" as one word. "" is an unknown one."""
_SHORTEST_COMPOUND = 9
_SHORTEST_INFLECTED = 6
"""A shorter end of a compound counts only as the glossary spells it."""


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
    """Words that are one of the `terms`, from `start` to `end` of the text.

    If the position is unknown, `start` equals `end`: the position at which to insert the words.
    """

    terms: list[Term]
    shown: str
    start: int
    end: int


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
        self._phrases: defaultdict[tuple[str, ...], list[Term]] = defaultdict(list)
        self._runs: defaultdict[str, list[Term]] = defaultdict(list)
        self._whole: defaultdict[str, list[Term]] = defaultdict(list)
        self._mixed: list[Term] = []
        self._spaced: defaultdict[str, list[Term]] = defaultdict(list)
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
                    self._enter(Term(concept, language, folded(spelling), spelling.casefold(), english[0], known))
        self._longest_run = max(map(len, self._runs), default=0)
        self._longest_phrase = max(map(len, self._phrases), default=0)

    def _enter(self, term: Term) -> None:
        if _SPACED_AND_NOT.search(term.spelling):
            self._mixed.append(term)
            return
        match = SCRIPTS.match(term.spelling)
        if match and match.lastgroup in _SPACELESS:
            self._runs[term.spelling.replace(" ", "")].append(term)
            first, space, _ = term.spelling.partition(" ")
            if space:
                self._spaced[first].append(term)
            return
        words = _WORD.findall(term.spelling)
        # As texts are read: "x ray" for "x-ray".
        term = replace(term, spelling=" ".join(words), written=" ".join(_WORD.findall(term.written)))
        self._phrases[tuple(map(stem, words))].append(term)
        if len(words) == 1 and len(words[0]) >= 4:
            self._whole[words[0]].append(term)

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
        for hit in self.hits(text, language):
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
        return " ".join(bare.split()) if tag == "en" else _replaced(bare, self.hits(bare, language), _english)

    def headings(self, text: str, language: str | None) -> str:
        """Returns a cleaned text with all glossary terms replaced by the first English word of their line."""
        bare = without_contacts(text)
        return _replaced(bare, self.hits(bare, language), lambda hit: _by_concept(hit)[0].english)

    def narrower(self, concept: int) -> frozenset[int]:
        """Returns the concepts whose English names contain a name of this one: a battery pack is about batteries."""
        return self._narrower.get(concept, frozenset())

    def first_spelling(self, concept: int) -> str:
        """Returns the concept's first English spelling."""
        return self._english[concept]

    def hits(self, text: str, language: str | None) -> Iterator[Hit]:
        """Yields the terms of a cleaned text. Of terms that begin at the same place, the longest counts."""
        tag = tag_of(language)
        flat = fold(text)  # not `folded`, which would cache whole texts
        for term in self._mixed:
            if term.spelling in flat and in_language([term], tag):
                yield Hit([term], term.spelling, 0, 0)
        words: list[Word] = []
        end = 0
        for match in SCRIPTS.finditer(text):
            if match.start() < end:
                continue
            if match.lastgroup in _SPACELESS:
                phrase = self._spaced_at(match.group(), text, match.start(), tag)
                if phrase is not None:
                    yield phrase
                    end = phrase.end
                else:
                    yield from self._in_run(match.group(), match.start(), tag)
            else:
                parts = _PART.finditer(match.group())
                words += [Word(folded(part.group()), part.group(), match.start() + part.start()) for part in parts]
        yield from self._in_words(words, text, tag)

    def _spaced_at(self, run: str, text: str, start: int, tag: str) -> Hit | None:
        """Returns the longest term of several words, as Korean writes them, that begins here; None if there is none."""
        begin = self._spaced.get(folded(run), [])
        terms = [term for term in begin if folded(text[start : start + len(term.spelling)]) == term.spelling]
        longest = max((len(term.spelling) for term in terms), default=0)
        longest_terms = in_language([term for term in terms if len(term.spelling) == longest], tag)
        end = start + longest
        return Hit(longest_terms, text[start:end], start, end) if longest_terms else None

    def _in_run(self, run: str, offset: int, tag: str) -> Iterator[Hit]:
        flat = folded(run)
        aligned = len(run) == len(flat)
        shown = run if aligned else flat
        parts = list(self._parts_of_run(flat, tag))
        covered = {place for start, end, _ in parts for place in range(start, end)} | {-1, len(flat)}
        for start, end, terms in parts:
            if end - start == 1 and not stands_alone(flat, start, covered):
                continue
            if is_inside_a_word(flat, start, end, covered):
                continue
            begin, stop = (offset + start, offset + end) if aligned else (offset, offset)
            meant = as_written(terms, shown[start:end], tag)
            if meant:
                yield Hit(meant, shown[start:end], begin, stop)

    def _parts_of_run(self, flat: str, tag: str) -> Iterator[tuple[int, int, list[Term]]]:
        """Yields the longest terms from left to right, as (start, end, terms)."""
        start = 0
        while start < len(flat):
            for length in range(min(self._longest_run, len(flat) - start), 0, -1):
                terms = in_language(self._runs.get(flat[start : start + length], []), tag)
                if terms:
                    yield start, start + length, terms
                    start += length - 1
                    break
            start += 1

    def _in_words(self, words: list[Word], text: str, tag: str) -> Iterator[Hit]:
        stems = [stem(word.flat) for word in words]
        start = 0
        while start < len(words):
            for length in range(min(self._longest_phrase, len(words) - start), 0, -1):
                candidates = self._phrases.get(tuple(stems[start : start + length]))
                if candidates is None:  # the usual case
                    continue
                spelling = " ".join(word.flat for word in words[start : start + length])
                shown = " ".join(word.shown for word in words[start : start + length])
                alike = closest(spelling, shown, in_language(candidates, tag), tag)
                if alike:
                    begin, end = words[start].start, words[start + length - 1].end
                    # As written ("X-ray"), unless more than one character stands between two words.
                    yield Hit(alike, text[begin:end] if end - begin == len(shown) else shown, begin, end)
                    start += length - 1
                    break
            else:
                yield from self._in_compound(words[start], tag)
            start += 1

    def _in_compound(self, word: Word, tag: str) -> Iterator[Hit]:
        """Yields the terms of a compound: the longest at its beginning and at its end, and what stands between them."""
        flat = word.flat
        if len(flat) < _SHORTEST_COMPOUND or tag not in _COMPOUNDING:
            return
        ends = range(len(flat) - 3, 3, -1)
        starts = range(3, len(flat) - 3)
        first = next(((terms, end) for end in ends if (terms := self._part(flat[:end], tag))), None)
        last = next(((terms, start) for start in starts if (terms := self._last_part(flat[start:], tag))), None)
        aligned = len(flat) == len(word.shown)

        def hit(terms: list[Term], start: int, end: int) -> Hit:
            shown = word.shown[start:end] if aligned else word.shown
            return Hit(terms, shown, word.start + start, min(word.start + end, word.end))

        if first is not None:
            yield hit(first[0], 0, first[1])
        if last is not None:
            yield hit(last[0], last[1], len(word.shown))
        if first is not None and last is not None and first[1] < last[1]:
            between = self._part(flat[first[1] : last[1]], tag)
            if between:
                yield hit(between, first[1], last[1])

    def _part(self, spelling: str, tag: str) -> list[Term]:
        return in_language(self._whole.get(spelling, []), tag)

    def _last_part(self, spelling: str, tag: str) -> list[Term]:
        """Returns the terms at the end of a compound, which is inflected as they are by themselves."""
        whole = self._part(spelling, tag)
        if whole or len(spelling) < _SHORTEST_INFLECTED:
            return whole
        return closest(spelling, spelling, in_language(self._phrases.get((stem(spelling),), []), tag), tag)


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

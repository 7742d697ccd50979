"""Finds the terms of a glossary in a text: phrases, parts of compounds, and runs of scripts without spaces."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.matching.normalise import fold
from bot.matching.terms import Term, as_written, closest, in_language, is_inside_a_word, stands_alone, tag_of
from bot.matching.tokens import SCRIPTS, folded, stem

_SPACELESS = ("cjk", "hangul", "thai")
_SPACED_AND_NOT = re.compile("[a-z0-9] ?[\u3040-\u9fff\uac00-\ud7af]|[\u3040-\u9fff\uac00-\ud7af] ?[a-z0-9]")
"""Terms in two scripts, such as "3D打印" and "工业4.0"."""
_WORD = re.compile(r"\w+")
_PART = re.compile(r"[^-/.]+")
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


class TermFinder:
    def __init__(self) -> None:
        self._phrases: defaultdict[tuple[str, ...], list[Term]] = defaultdict(list)
        self._runs: defaultdict[str, list[Term]] = defaultdict(list)
        self._whole: defaultdict[str, list[Term]] = defaultdict(list)
        self._mixed: list[Term] = []
        self._spaced: defaultdict[str, list[Term]] = defaultdict(list)
        self._longest_run = self._longest_phrase = 0

    def add(self, term: Term) -> None:
        if _SPACED_AND_NOT.search(term.spelling):
            self._mixed.append(term)
            return
        match = SCRIPTS.match(term.spelling)
        if match and match.lastgroup in _SPACELESS:
            run = term.spelling.replace(" ", "")
            self._runs[run].append(term)
            self._longest_run = max(self._longest_run, len(run))
            first, space, _ = term.spelling.partition(" ")
            if space:
                self._spaced[first].append(term)
            return
        words = _WORD.findall(term.spelling)
        # As texts are read: "x ray" for "x-ray".
        term = replace(term, spelling=" ".join(words), written=" ".join(_WORD.findall(term.written)))
        self._phrases[tuple(map(stem, words))].append(term)
        self._longest_phrase = max(self._longest_phrase, len(words))
        if len(words) == 1 and len(words[0]) >= 4:
            self._whole[words[0]].append(term)

    def find(self, text: str, language: str | None) -> Iterator[Hit]:
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

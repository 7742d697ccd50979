"""Finds what a message offers and seeks: the words that say so, and on which side of them the goods stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.matching.cues import Cue, CueHit, cue_hits, cue_pattern, is_undone
from bot.matching.keys import has_han
from bot.matching.normalise import fold
from storage.vocabulary import Kind

MAX_TEXT = 2_000
_CLAUSE_END = re.compile("[,.;!?。、،؛؟।]")
_SENTENCE_END = re.compile("[.;!?。؟।]")
_LINE_END = re.compile("\n|[\u203c\u2049\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]\ufe0f?")
_RELATIVE_WITHIN = 8  # Chinese characters between a word of seeking and the partner's task
_OBJECT_WITHIN = 60  # folded characters beside a word of seeking in which its object stands
_VERB_LAST = frozenset({"ja", "ko", "tr", "hi"})
_OFTEN_LAST = frozenset({"hu"})
_EITHER_SIDE = frozenset({"hu", "de", "fa"})
_PARTICIPLE = re.compile("wanted|needed|required|gesucht")
_NOUN = 4  # letters
_MOST = 3  # words of a kind that count
SALES = 0.6
"""Weight of a word of advertising."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A word of offering or seeking in folded text. `weight` is 1 if it is sure of its kind.

    `to_market`: it seeks buyers for what the writer has. `is_making`: it says what the writer does in general.
    `object_first`: the goods stand before the word.
    """

    start: int
    end: int
    kind: Kind
    weight: float
    languages: frozenset[str]
    to_market: bool = False
    is_making: bool = False
    object_first: bool = False


def folded_message(text: str) -> str:
    """Returns the folded text, in which semicolons stand for the ends of lines and for emoji."""
    return fold(_LINE_END.sub(" ; ", text[: 2 * MAX_TEXT].strip()), MAX_TEXT)


def find_intents(folded: str) -> list[Intent]:
    """Returns the words of offering and seeking from left to right, without those about the reader or a supplier."""
    seeking = list(_seeking(folded))[:_MOST]
    offering = list(_offering(folded, seeking))[:_MOST]
    if any(one.kind is Kind.NEED and one.weight == 1 for one in seeking) and not any(one.to_market for one in seeking):
        # "We make scooters. We need batteries" seeks batteries.
        offering = [replace(one, weight=0.0) if one.is_making else one for one in offering]
    if not seeking and not offering:
        offering = [_intent(hit, Kind.OFFER, SALES) for hit in cue_hits(Cue.SALES, folded)][:1]
    return sorted([*seeking, *offering], key=lambda one: one.start)


def _intent(hit: CueHit, kind: Kind, weight: float) -> Intent:
    return Intent(start=hit.start, end=hit.end, kind=kind, weight=weight, languages=hit.languages)


def _offering(folded: str, seeking: list[Intent]) -> Iterator[Intent]:
    """Yields words of offering, except those that describe the sought partner."""
    for hit in cue_hits(Cue.OFFER, folded):
        if _is_the_readers(folded, hit) or _is_sought(folded, hit, seeking):
            continue
        written = folded[hit.start : hit.end]
        yield replace(
            _intent(hit, Kind.OFFER, 1.0),
            is_making=cue_pattern(Cue.MAKING).fullmatch(written) is not None,
            object_first=_is_object_first(folded, hit),
        )


def _is_sought(folded: str, hit: CueHit, seeking: list[Intent]) -> bool:
    """Returns True if the offer is the partner's: "寻求能够提供…的供应商", "looking for a producer of"."""
    written = folded[hit.start : hit.end]
    for sought in seeking:
        if sought.start <= hit.start < sought.end:
            return True
        between = folded[sought.start : hit.start] if sought.start < hit.start else folded[hit.end : sought.start]
        if _SENTENCE_END.search(between) or (sought.start > hit.start and not sought.object_first):
            continue
        if has_han(folded[sought.start]) and 0 <= hit.start - sought.start <= _RELATIVE_WITHIN:
            return True
        is_beside = sought.start < hit.start or not _CLAUSE_END.search(between)
        if sought.kind is Kind.NEED and is_beside and cue_pattern(Cue.MAKER).fullmatch(written):
            return True
    return False


def _seeking(folded: str) -> Iterator[Intent]:
    """Yields words of seeking. A person who seeks goods has a need, one who seeks a distributor has an offer."""
    for hit in cue_hits(Cue.SEEK, folded):
        if _is_the_readers(folded, hit):
            continue
        sought = _sought(folded, hit)
        first = _is_object_first(folded, hit)
        if cue_pattern(Cue.MARKET).search(f"{folded[hit.start : hit.end]} {sought}"):
            yield replace(_intent(hit, Kind.OFFER, 0.8), to_market=True, object_first=first)
        else:
            is_open = cue_pattern(Cue.PARTNER).search(sought) and not cue_pattern(Cue.MAKER).search(sought)
            weight = 0.25 if is_open else 1.0
            yield replace(_intent(hit, Kind.NEED, weight), object_first=first)


def _sought(folded: str, hit: CueHit) -> str:
    """Returns what is sought: the rest of the clause, or its beginning."""
    after, before = _after(folded, hit), _before(folded, hit)
    if _is_object_first(folded, hit):
        return before
    return f"{before} {after}" if hit.languages & _EITHER_SIDE else after


def _is_object_first(folded: str, hit: CueHit) -> bool:
    """Returns True if the goods stand before the word: "土壤传感器求购", "sensors wanted", and always in Japanese."""
    after, before = _after(folded, hit), _before(folded, hit)
    if hit.languages & _VERB_LAST and _letters(before) > 1:
        return "zh" not in hit.languages or _has_kana(folded)
    if _PARTICIPLE.fullmatch(folded[hit.start : hit.end]) and _letters(before) >= _NOUN:
        return True
    if hit.languages & _OFTEN_LAST and _letters(before) > 1 and not cue_pattern(Cue.SELF).match(before.lstrip()):
        return True
    return _letters(after) < 2 <= _letters(before)


def _after(folded: str, hit: CueHit) -> str:
    return _CLAUSE_END.split(folded[hit.end : hit.end + _OBJECT_WITHIN])[0]


def _before(folded: str, hit: CueHit) -> str:
    return _CLAUSE_END.split(folded[max(0, hit.start - _OBJECT_WITHIN) : hit.start])[-1]


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _has_kana(text: str) -> bool:
    return re.search("[\u3040-\u30ff]", text) is not None


def _is_the_readers(folded: str, hit: CueHit) -> bool:
    """Returns True for a word under a negation, or in a condition or question about the reader: "if you need"."""
    if is_undone(folded, hit.start):
        return True
    begins = max((match.end() for match in _CLAUSE_END.finditer(folded, 0, hit.start)), default=0)
    condition = cue_pattern(Cue.CONDITION).search(folded, begins, hit.end)
    return condition is not None and condition.start() <= hit.start

"""Many listings ranked at once against all of the other kind: matrices for what they can do, single pairs for the rest.

Every pair is scored by meaning, by words in common and by coded fields; near spellings are looked at where they could
still matter, and reasons are found for what is kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from bot.matching.answers import Ranked
from bot.matching.coded_table import CodedTable
from bot.matching.encoders import Floats
from bot.matching.lexical import SOFT_CUTOFF, Overlap, Weighed, overlap
from bot.matching.pool import Entry
from bot.matching.scoring import log_odds, log_odds_of_many
from bot.matching.semantic import Views, closest, likeness_of_many, views_of
from bot.matching.state import State
from bot.matching.tokens import folded
from storage.vocabulary import Kind

LARGEST = 20_000
"""Counterparts up to which it pays: their views are held in single precision, 8 KB a listing."""
_BLOCK = 64
_CLOSER = 3
"""How many times as many as are wanted are looked at for near spellings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meanings:
    """Of one listing with every counterpart: hub-corrected likeness, NaN where that has no vectors; and the likeness of
    its sentences (rows) with all of theirs."""

    values: Floats
    sentences: Floats


class Batch:
    """A snapshot of the listings of one kind, good until the matcher changes: until it counts other `changes`."""

    def __init__(self, state: State, kind: Kind, changes: int) -> None:
        self._state = state
        self.kind = kind
        self.changes = changes
        self.entries = [entry for entry in state.sides[kind].pool.entries if entry is not None]
        self._weighed = [Weighed(entry.tokens, state.vocabulary) for entry in self.entries]
        self._word_weight = np.array([one.words or 1 for one in self._weighed], np.float32)
        self._concept_weight = np.array([one.concepts or 1 for one in self._weighed], np.float32)
        self._fields = CodedTable([entry.subject for entry in self.entries])
        self._places = self._posted()
        self._with_views = np.array([entry.views is not None for entry in self.entries], bool)
        self._rows = np.cumsum(self._with_views) - 1
        seen = [entry for entry in self.entries if entry.views is not None]
        self._views = views_of(seen, state.means.table()) if seen else None
        self._penalties = state.penalties(seen)
        self._soft = [[folded(one.tokens[key].shown) for key in one.soft] for one in self._weighed]
        self._keys = {
            word: key
            for one, words in zip(self._weighed, self._soft, strict=True)
            for word, key in zip(words, one.soft, strict=True)
        }

    def _posted(self) -> dict[str, npt.NDArray[np.int64]]:
        places: dict[str, list[int]] = {}
        for place, one in enumerate(self._weighed):
            for key in one.weights:
                places.setdefault(key, []).append(place)
        return {key: np.array(held, np.int64) for key, held in places.items()}

    def rank(self, many: Sequence[Entry], limit: int, floor: float) -> Iterator[tuple[Entry, Weighed, list[Ranked]]]:
        """For each its best counterparts of log-odds `floor` or more, best first, ties by id."""
        for start in range(0, len(many), _BLOCK):
            block = many[start : start + _BLOCK]
            for asked, meanings in zip(block, self._meanings(block), strict=True):
                weighed = Weighed(asked.tokens, self._state.vocabulary)
                yield asked, weighed, self._rank_one(asked, weighed, meanings, limit, floor)

    def _meanings(self, block: Sequence[Entry]) -> list[_Meanings | None]:
        """None for what has no vectors."""
        found: list[_Meanings | None] = [None] * len(block)
        places = [place for place, entry in enumerate(block) if entry.views is not None]
        if self._views is None or not places:
            return found
        asked = [block[place] for place in places]
        mine: Views = views_of(asked, self._state.means.table())
        alike, sentences = likeness_of_many(mine, self._views, ones_are_needs=self.kind is Kind.OFFER)
        alike -= self._penalties + self._state.penalties(asked)[:, None]
        for place, row, start, count in zip(places, alike, mine.starts, mine.counts, strict=True):
            spread = np.full(len(self.entries), np.nan, np.float32)
            spread[self._with_views] = row
            found[place] = _Meanings(values=spread, sentences=sentences[start : start + count])
        return found

    def _rank_one(
        self, asked: Entry, weighed: Weighed, meanings: _Meanings | None, limit: int, floor: float
    ) -> list[Ranked]:
        if not self.entries or limit < 1:
            return []
        evidence = self._fields.evidence(asked.subject)
        rough = log_odds_of_many(None if meanings is None else meanings.values, *self._shares(weighed), evidence)
        rough[~self._fields.permitted(asked.subject)] = -np.inf
        reach = min(len(rough), _CLOSER * limit)
        top = np.argpartition(-rough, reach - 1)[:reach]
        top = top[np.isfinite(rough[top])]
        near = self._near(weighed, top)
        best = [
            self._exact(weighed, place, meanings, evidence) if place in near else (float(rough[place]), place, None)
            for place in top.tolist()
        ]
        best.sort(key=lambda one: (-one[0], self.entries[one[1]].subject.id))
        return [self._ranked(weighed, one, meanings) for one in best[:limit] if one[0] >= floor]

    def _shares(self, weighed: Weighed) -> tuple[Floats, Floats]:
        """Words and concepts in common as in `overlap`, but for near spellings."""
        words, concepts = np.zeros((2, len(self.entries)), np.float32)
        for key, weight in weighed.weights.items():
            held = self._places.get(key)
            if held is not None:
                (concepts if key[0] == "@" else words)[held] += weight
        return (
            _mean_share(words, weighed.words, self._word_weight),
            _mean_share(concepts, weighed.concepts, self._concept_weight),
        )

    def _near(self, weighed: Weighed, top: npt.NDArray[np.int64]) -> set[int]:
        """Those of the counterparts that have a word spelt nearly like one of the asked's and not the same."""
        mine = [folded(weighed.tokens[key].shown) for key in weighed.soft]
        yours = list({word for place in top.tolist() for word in self._soft[place]})
        if not mine or not yours:
            return set()
        table = process.cdist(mine, yours, scorer=fuzz.ratio, score_cutoff=SOFT_CUTOFF, dtype=np.uint8)
        alike = {
            yours[column]
            for row, column in np.argwhere(table)
            if self._keys.get(yours[column]) != weighed.soft[row]  # the same word is in common, not near
        }
        return {place for place in top.tolist() if not alike.isdisjoint(self._soft[place])}

    def _exact(
        self, weighed: Weighed, place: int, meanings: _Meanings | None, evidence: Floats
    ) -> tuple[float, int, Overlap | None]:
        words = overlap(weighed, self._weighed[place])
        meaning = _known(meanings, place)
        return log_odds(meaning, words.words, words.concepts, float(evidence[place])), place, words

    def _ranked(self, weighed: Weighed, one: tuple[float, int, Overlap | None], meanings: _Meanings | None) -> Ranked:
        odds, place, words = one
        return Ranked(
            entry=self.entries[place],
            odds=odds,
            meaning=_known(meanings, place),
            words=words or overlap(weighed, self._weighed[place]),
            weighed=self._weighed[place],
            places=self._closest(place, meanings),
        )

    def _closest(self, place: int, meanings: _Meanings | None) -> tuple[int, int]:
        if self._views is None or meanings is None or _known(meanings, place) is None:
            return 0, 0
        row = self._rows[place]
        start = self._views.starts[row]
        return closest(meanings.sentences[:, start : start + self._views.counts[row]])


def _known(meanings: _Meanings | None, place: int) -> float | None:
    return None if meanings is None or np.isnan(meanings.values[place]) else float(meanings.values[place])


def _mean_share(common: Floats, here: float, there: Floats) -> Floats:
    shares = np.minimum(1, common / (here or 1)) * np.minimum(1, common / there)
    return np.asarray(np.sqrt(shares), np.float32)

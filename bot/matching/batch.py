"""Many listings ranked at once against all of the other kind: matrices for what they can do, single pairs for the rest.

Every pair is looked at by whole texts, by words in common and by coded fields. The best of them are scored in full:
sentences, then near spellings; reasons are found for what is kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.matching.answers import Ranked
from bot.matching.coded_table import CodedTable
from bot.matching.encoders import Floats
from bot.matching.lexical import Overlap, Weighed, in_common, overlap
from bot.matching.pool import Entry
from bot.matching.scoring import log_odds, log_odds_of_many
from bot.matching.semantic import Near, Views, coarse_likeness, fine_likeness, views_of
from bot.matching.shares import WordTable
from bot.matching.state import State
from storage.vocabulary import Kind

LARGEST = 20_000
"""Counterparts up to which it pays: their views are held in single precision, 8 KB a listing."""
_BLOCK = 64
_AT_LEAST = 64
_CLOSER = 3
"""How many times as many as are wanted are scored by sentences, beyond _AT_LEAST, and looked at for near spellings."""

_FINER, _LIFT = 5.0, 2.0
"""Log-odds that sentences may add to what whole texts say, and near spellings to that: half of a listing's words. What
falls short of a floor by more is not looked at any closer."""

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Short:
    """The best counterparts of one listing: their places, best first, log-odds but for near spellings, and what makes
    them: coded evidence, shares of words and concepts, meaning (NaN without vectors; `near` None if none has any)."""

    places: Places
    odds: Floats
    evidence: Floats
    words: Floats
    concepts: Floats
    meanings: Floats
    near: Near | None


class Batch:
    """A snapshot of the listings of one kind, good until the matcher changes: until it counts other `changes`."""

    def __init__(self, state: State, kind: Kind, changes: int) -> None:
        self._state = state
        self.kind = kind
        self.changes = changes
        self.entries = [entry for entry in state.sides[kind].pool.entries if entry is not None]
        self._ids = np.array([entry.subject.id for entry in self.entries])
        self._words = WordTable([Weighed(entry.tokens, state.vocabulary) for entry in self.entries])
        self._fields = CodedTable([entry.subject for entry in self.entries])
        self._with_views = np.array([entry.views is not None for entry in self.entries], bool)
        self._rows = np.cumsum(self._with_views) - 1
        seen = [entry for entry in self.entries if entry.views is not None]
        self._views = views_of(seen, state.means.table()) if seen else None
        self._penalties = state.penalties(seen)

    def rank(self, many: Sequence[Entry], limit: int, floor: float) -> Iterator[tuple[Entry, Weighed, list[Ranked]]]:
        """For each its best counterparts of log-odds `floor` or more, best first, ties by id."""
        for start in range(0, len(many), _BLOCK):
            block = many[start : start + _BLOCK]
            weighed = [Weighed(asked.tokens, self._state.vocabulary) for asked in block]
            if not self.entries or limit < 1:
                yield from ((asked, own, []) for asked, own in zip(block, weighed, strict=True))
                continue
            for asked, own, short in zip(block, weighed, self._shortlists(block, weighed, limit, floor), strict=True):
                yield asked, own, self._best(own, short, limit, floor)

    def _shortlists(
        self, block: Sequence[Entry], weighed: Sequence[Weighed], limit: int, floor: float
    ) -> Iterator[_Short]:
        subjects = [asked.subject for asked in block]
        evidence = self._fields.evidence(subjects)
        words, concepts = self._words.shares(weighed)
        seen = [asked for asked in block if asked.views is not None]
        mine = views_of(seen, self._state.means.table()) if seen and self._views is not None else None
        penalties = iter(self._state.penalties(seen))
        rough = log_odds_of_many(self._coarse(block, mine), words, concepts, evidence)
        rough[~self._fields.permitted(subjects) | (rough < floor - _FINER)] = -np.inf
        reach = min(len(self.entries), _AT_LEAST + _CLOSER * limit)
        best = np.argpartition(-rough, reach - 1, axis=1)[:, :reach]
        of_views = 0
        for row, asked in enumerate(block):
            places = np.sort(best[row][np.isfinite(rough[row, best[row]])])
            meanings, near = np.full(len(places), np.nan, np.float32), None
            if asked.views is not None and mine is not None and self._views is not None:
                known = self._with_views[places]
                near = fine_likeness(
                    mine, of_views, self._views, self._rows[places[known]], one_is_need=self.kind is Kind.OFFER
                )
                meanings[known] = near.values - self._penalties[near.rows] - next(penalties)
                of_views += 1
            told = evidence[row, places]
            odds = log_odds_of_many(meanings, words[row, places], concepts[row, places], told)
            order = np.lexsort((self._ids[places], -odds))[: _CLOSER * limit]
            places = places[order]
            yield _Short(
                places=places,
                odds=odds[order],
                evidence=told[order],
                words=words[row, places],
                concepts=concepts[row, places],
                meanings=meanings[order],
                near=near,
            )

    def _coarse(self, block: Sequence[Entry], mine: Views | None) -> Floats | None:
        """By whole texts alone, hub-corrected for the counterparts; NaN for pairs without vectors."""
        if mine is None or self._views is None:
            return None
        values = np.full((len(block), len(self.entries)), np.nan, np.float32)
        rows = np.array([asked.views is not None for asked in block], bool)
        values[np.ix_(rows, self._with_views)] = (
            coarse_likeness(mine, self._views, ones_are_needs=self.kind is Kind.OFFER) - self._penalties
        )
        return values

    def _best(self, weighed: Weighed, short: _Short, limit: int, floor: float) -> list[Ranked]:
        near = self._words.near(weighed, short.places[short.odds >= floor - _LIFT])
        best: list[tuple[float, str, int, Overlap | None]] = []
        for at, place in enumerate(short.places.tolist()):
            odds, words = float(short.odds[at]), None
            if place in near:
                words = overlap(weighed, self._words.weighed[place])
                meaning = _known(short.meanings[at])
                odds = log_odds(meaning, words.words, words.concepts, float(short.evidence[at]))
            best.append((-odds, self.entries[place].subject.id, at, words))
        best.sort(key=lambda one: one[:2])
        return [self._ranked(weighed, short, -odds, at, words) for odds, _, at, words in best[:limit] if -odds >= floor]

    def _ranked(self, weighed: Weighed, short: _Short, odds: float, at: int, words: Overlap | None) -> Ranked:
        place = int(short.places[at])
        meaning, there = _known(short.meanings[at]), self._words.weighed[place]
        if words is None:
            shares = (float(short.words[at]), float(short.concepts[at]))
            words = Overlap(words=shares[0], concepts=shares[1], common=tuple(in_common(weighed, there)))
        return Ranked(
            entry=self.entries[place],
            odds=odds,
            meaning=meaning,
            words=words,
            weighed=there,
            places=(0, 0) if meaning is None or short.near is None else short.near.closest(int(self._rows[place])),
        )


def _known(meaning: np.float32) -> float | None:
    return None if np.isnan(meaning) else float(meaning)

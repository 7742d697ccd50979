"""Ranks many listings against all listings of the other kind at once, with matrix products.

Every pair is scored by meaning, common words and coded fields. Near spellings are compared for the best pairs only, and
reasons are computed for the returned pairs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from bot.matching.answers import Ranked
from bot.matching.coded_table import CodedTable
from bot.matching.encoders import Floats
from bot.matching.lexical import Overlap, Weighed, in_common, overlap
from bot.matching.pool import Entry
from bot.matching.scoring import Evidence, log_odds
from bot.matching.semantic import likeness, views_of
from bot.matching.shares import WordTable
from bot.matching.state import State
from storage.vocabulary import Kind

LARGEST = 20_000
"""Maximum number of counterparts for a batch. It holds their views in single precision, 6 KB per listing."""
_BLOCK = 64
_CLOSER = 3
"""Near spellings are compared for this many times the wanted number of pairs."""
_LIFT = 2.0
"""Maximum log-odds from near spellings (half of a listing's words). Pairs further below the floor are dropped."""

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shortlist:
    """The best counterparts of one listing by log-odds without near spellings, best first."""

    places: Places
    odds: Floats
    evidence: Evidence


class Batch:
    """A snapshot of the listings of one kind. Valid while the matcher's count of changes equals `changes`."""

    def __init__(self, state: State, kind: Kind, changes: int) -> None:
        self._state = state
        self.kind = kind
        self.changes = changes
        self.entries = [entry for entry in state.sides[kind].pool.entries if entry is not None]
        self._ids = np.array([entry.subject.id for entry in self.entries])
        self._words = WordTable(
            [Weighed(entry.tokens, state.vocabulary, entry.subject.title) for entry in self.entries]
        )
        self._fields = CodedTable([entry.subject for entry in self.entries])
        self._languages = _languages(self.entries)
        self._longness = _longness(self.entries)
        self._with_views = np.array([entry.views is not None for entry in self.entries], bool)
        seen = [entry for entry in self.entries if entry.views is not None]
        self._views = views_of(seen, state.means.table()) if seen else None
        self._penalties = state.penalties(seen)

    def rank(self, many: Sequence[Entry], limit: int, floor: float) -> Iterator[tuple[Entry, Weighed, list[Ranked]]]:
        """Yields for each listing its best counterparts with log-odds of at least `floor`, best first, ties by id."""
        for start in range(0, len(many), _BLOCK):
            block = many[start : start + _BLOCK]
            weighed = [Weighed(asked.tokens, self._state.vocabulary, asked.subject.title) for asked in block]
            if not self.entries or limit < 1:
                yield from ((asked, own, []) for asked, own in zip(block, weighed, strict=True))
                continue
            for asked, own, short in zip(block, weighed, self._shortlists(block, weighed, limit, floor), strict=True):
                yield asked, own, self._best(own, short, limit, floor)

    def _shortlists(
        self, block: Sequence[Entry], weighed: Sequence[Weighed], limit: int, floor: float
    ) -> Iterator[_Shortlist]:
        subjects = [asked.subject for asked in block]
        words, concepts = self._words.shares(weighed)
        languages = _languages(block)[:, None]
        longness = self._longness if self.kind is Kind.OFFER else _longness(block)[:, None]
        evidence = Evidence(
            meaning=self._meanings(block),
            words=words,
            concepts=concepts,
            coded=self._fields.evidence(subjects),
            one_language=np.asarray((languages == self._languages) & (languages > 0), np.float32),
            titles=self._words.titles(weighed, of_asked=self.kind is Kind.OFFER),
            longness=np.broadcast_to(longness, words.shape),
        )
        odds = log_odds(evidence)
        odds[~self._fields.permitted(subjects) | (odds < floor - _LIFT)] = -np.inf
        reach = min(len(self.entries), _CLOSER * limit)
        best = np.argpartition(-odds, reach - 1, axis=1)[:, :reach]
        for row in range(len(block)):
            places = best[row][np.isfinite(odds[row, best[row]])]
            places = places[np.lexsort((self._ids[places], -odds[row, places]))]
            yield _Shortlist(places=places, odds=odds[row, places], evidence=evidence.at((row, places)))

    def _meanings(self, block: Sequence[Entry]) -> Floats:
        """Returns the hub-corrected similarity; NaN for pairs without vectors."""
        values = np.full((len(block), len(self.entries)), np.nan, np.float32)
        seen = [asked for asked in block if asked.views is not None]
        if not seen or self._views is None:
            return values
        mine = views_of(seen, self._state.means.table())
        alike = likeness(mine, self._views) if self.kind is Kind.OFFER else likeness(self._views, mine).T
        rows = np.array([asked.views is not None for asked in block], bool)
        values[np.ix_(rows, self._with_views)] = alike - self._penalties - self._state.penalties(seen)[:, None]
        return values

    def _best(self, weighed: Weighed, short: _Shortlist, limit: int, floor: float) -> list[Ranked]:
        near = self._words.near(weighed, short.places)
        best: list[tuple[float, str, int, Overlap | None]] = []
        for at, place in enumerate(short.places.tolist()):
            odds, words = float(short.odds[at]), None
            if place in near:
                words = overlap(weighed, self._words.weighed[place])
                share, concepts = np.array([words.words, words.concepts], np.float32)
                odds = float(log_odds(replace(short.evidence.at(at), words=share, concepts=concepts)))
            best.append((-odds, self.entries[place].subject.id, at, words))
        best.sort(key=lambda one: one[:2])
        return [self._ranked(weighed, short, -odds, at, words) for odds, _, at, words in best[:limit] if -odds >= floor]

    def _ranked(self, weighed: Weighed, short: _Shortlist, odds: float, at: int, words: Overlap | None) -> Ranked:
        place = int(short.places[at])
        there = self._words.weighed[place]
        told = short.evidence.at(at)
        if words is None:
            common = tuple(in_common(weighed, there))
            words = Overlap(words=float(told.words), concepts=float(told.concepts), common=common)
        by_meaning = not np.isnan(told.meaning)
        return Ranked(entry=self.entries[place], odds=odds, by_meaning=by_meaning, words=words, weighed=there)


def _longness(entries: Sequence[Entry]) -> Floats:
    return np.array([entry.longness for entry in entries], np.float32)


def _languages(entries: Sequence[Entry]) -> Places:
    return np.array([entry.language for entry in entries], np.int64)

"""How near two listings are in meaning: several views of each, corrected for language and for hubs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.matching.encoders import Floats, unit
from bot.matching.pool import Entry

SHRINKAGE = 30
"""A language's mean over its listings counts as if it had this many more listings with no bias at all."""
NEIGHBOURS = 5
"""Nearest counterparts whose mean likeness is a listing's hubness."""
USUAL_HUBNESS = 0.2
"""Seen in pools of some hundred short listings."""
HUB_WEIGHT_SHORT, HUB_WEIGHT_LONG = 1.0, 0.3
"""How much of the hubness of CSLS is taken off a listing that is all title, and off one with text.

Few words make a vague vector that is near to many; with more text, being near to many is mostly earned.
"""
LONG_IS_FAIR = 0.045
"""Added to every likeness with a listing that has text: what is told at length is never as near as two words are, and
as often relevant. Fitted with the scale in `scoring`."""


class LanguageMeans:
    """What the listings of a language have in common beyond their subjects, kept online and shrunk by SHRINKAGE.

    Language 0 stands for unknown and is never corrected.
    """

    def __init__(self, dimensions: int) -> None:
        self._codes: dict[str, int] = {"": 0}
        self._sums: npt.NDArray[np.float64] = np.zeros((32, dimensions))
        self._counts = np.zeros(32, np.int64)
        self._table: Floats | None = None

    def code(self, language: str | None) -> int:
        """A number for the main part of a language tag ("zh-Hant" is zh)."""
        main = (language or "").split("-")[0].split("_")[0].lower()
        if main not in self._codes and len(self._codes) < len(self._counts):
            self._codes[main] = len(self._codes)
        return self._codes.get(main, 0)

    def add(self, languages: npt.NDArray[np.int64], rows: Floats, times: int = 1) -> None:
        """Counts listings in, or with `times` = -1 out again; rows of zeros are of no account."""
        present = rows.any(axis=1)
        for language in np.unique(languages[present]):
            these = present & (languages == language)
            self._sums[language] += times * rows[these].sum(axis=0)
            self._counts[language] += times * int(these.sum())
        self._table = None

    def table(self) -> Floats:
        """Shrunk means by language code, shape (32, d)."""
        if self._table is None:
            means = self._sums / (self._counts[:, None] + SHRINKAGE)
            means[0] = 0
            self._table = means.astype(np.float32)
        return self._table


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """Many listings side by side: search and full (n, d); all their sentences (s, d), those of listing i from
    starts[i]."""

    search: Floats
    full: Floats
    sentences: Floats
    starts: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]


def views_of(entries: Sequence[Entry], means: Floats) -> Views:
    """The views of entries that all have vectors, less their languages' means."""
    rows = [entry.views for entry in entries if entry.views is not None]
    lengths = np.array([len(row) for row in rows])
    languages = np.repeat([entry.language for entry in entries], lengths)
    stacked = unit(np.concatenate(rows).astype(np.float32) - means[languages])
    firsts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    is_sentence = np.ones(len(stacked), bool)
    is_sentence[firsts] = is_sentence[firsts + 1] = False
    counts = lengths - 2
    return Views(
        search=unit(stacked[firsts] + stacked[firsts + 1]),
        full=stacked[firsts + 1],
        sentences=stacked[is_sentence],
        starts=np.concatenate([[0], np.cumsum(counts)[:-1]]),
        counts=counts,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Of one listing with each of many (n). `places` (n, 2): the closest sentences, the one's and the other's."""

    values: Floats
    places: npt.NDArray[np.int64]


def likeness(one: Views, many: Views, *, one_is_need: bool) -> Likeness:
    """Before hub correction: the mean of three views.

    Need as title and text against the offer's text (offers' titles are often slogans); for each sentence of the need
    the best of the offer; for each sentence of the offer the best of the need.
    """
    coarse = many.full @ one.search[0] if one_is_need else many.search @ one.full[0]
    pairs = many.sentences @ one.sentences.T
    of_one = np.maximum.reduceat(pairs, many.starts, axis=0).mean(axis=1)
    of_many = np.add.reduceat(pairs.max(axis=1), many.starts) / many.counts
    best = [int(pairs[start : start + count].argmax()) for start, count in zip(many.starts, many.counts, strict=True)]
    places = np.stack([np.remainder(best, pairs.shape[1]), np.floor_divide(best, pairs.shape[1])], axis=1)
    return Likeness(values=np.asarray((coarse + of_one + of_many) / 3, np.float32), places=places)


def coarse_likeness(ones: Views, many: Views, *, ones_are_needs: bool) -> Floats:
    """What of `likeness` can be told without sentences, of several with each of many: shape (ones, many)."""
    coarse = ones.search @ many.full.T if ones_are_needs else ones.full @ many.search.T
    return np.asarray(coarse, np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """The `values` of `likeness` for one listing with those of `rows` of many; and the likeness of all sentences of the
    one (rows) with theirs (columns, those of the n-th from starts[n] on)."""

    rows: npt.NDArray[np.int64]
    values: Floats
    pairs: Floats
    starts: npt.NDArray[np.int64]

    def closest(self, row: int) -> tuple[int, int]:
        """Which sentences of the one and of that row are closest; the other's first of equals."""
        at = int(np.searchsorted(self.rows, row))
        end = self.starts[at + 1] if at + 1 < len(self.starts) else self.pairs.shape[1]
        columns = self.pairs[:, self.starts[at] : end]
        there, here = divmod(int(columns.T.argmax()), len(columns))
        return here, there


def fine_likeness(ones: Views, one: int, many: Views, rows: npt.NDArray[np.int64], *, one_is_need: bool) -> Near:
    """For the one at this place among several, with those of many in ascending `rows`."""
    counts = many.counts[rows]
    starts = np.cumsum(counts) - counts
    if not len(rows):
        return Near(rows=rows, values=np.zeros(0, np.float32), pairs=np.zeros((1, 0), np.float32), starts=starts)
    columns = np.repeat(many.starts[rows] - starts, counts) + np.arange(counts.sum())
    own = ones.sentences[ones.starts[one] : ones.starts[one] + ones.counts[one]]
    pairs = own @ many.sentences[columns].T
    coarse = many.full[rows] @ ones.search[one] if one_is_need else many.search[rows] @ ones.full[one]
    of_one = np.maximum.reduceat(pairs, starts, axis=1).mean(axis=0)
    of_many = np.add.reduceat(pairs.max(axis=0), starts) / counts
    return Near(rows=rows, values=np.asarray((coarse + of_one + of_many) / 3, np.float32), pairs=pairs, starts=starts)


def hub_penalty(hubs: Floats, has_text: npt.NDArray[np.bool_], usual: float) -> Floats:
    """What is taken off every likeness with these listings, shape (n,): half the hubness.

    That of listings with text is drawn towards the `usual` one of its kind: long and short are scored on one scale.
    """
    weights = np.where(has_text, HUB_WEIGHT_LONG, HUB_WEIGHT_SHORT)
    return np.asarray((usual + weights * (hubs - usual)) / 2 - LONG_IS_FAIR * has_text, np.float32)


def hubness(rows: Floats, counterparts: Floats) -> Floats:
    """Mean cosine of each row with its nearest counterparts, shape (n,).

    The r of CSLS (Conneau et al., "Word Translation Without Parallel Data", ICLR 2018). Where there are fewer
    counterparts than NEIGHBOURS, the missing ones count as USUAL_HUBNESS, so that the first listings of a fair are
    scored like those of a full one.
    """
    k = min(NEIGHBOURS, len(counterparts))
    near = np.full(len(rows), (NEIGHBOURS - k) * USUAL_HUBNESS, np.float32)
    for start in range(0, len(rows) if k else 0, 4096):
        block = rows[start : start + 4096] @ counterparts.T
        near[start : start + 4096] += np.partition(block, -k, axis=1)[:, -k:].sum(axis=1)
    return np.asarray(near / NEIGHBOURS, np.float32)

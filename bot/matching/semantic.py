"""Similarity of two listings by the vectors of titles and whole texts, corrected for language and hubs."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.matching.encoders import Floats, unit
from bot.matching.pool import Entry, Halves

SHRINKAGE = 30
"""Number of zero vectors added to every language's mean, so that a mean over few listings stays small."""
NEIGHBOURS = 5
"""A listing's hubness is its mean similarity to this many nearest counterparts."""
USUAL_HUBNESS = 0.28
"""Mean hubness of a listing in the sets of tests/matching. Used where too few counterparts exist to measure it."""
HUBNESS_AT_60, HUBNESS_GROWTH = 0.245, 0.075
"""Mean hubness against 60 counterparts, and its increase with the logarithm of their number.

With more counterparts, the nearest are nearer. Measured on the sets of tests/matching, with 5 to 200 counterparts.
"""
LARGEST_EXCESS = 0.06
"""Maximum hubness above the expected value: rivals of a good pair in a full pool must not lower it much."""
HUB_SHRINKAGE = 15
"""Number of counterparts, beside NEIGHBOURS, at which half of a listing's own hubness counts."""
HUB_WEIGHT_SHORT, HUB_WEIGHT_LONG = 1.6, 0.3
"""Share of the hubness that is subtracted for short listings and for long ones.

Few words make a vague vector that is near to many. A long text that is near to many is mostly relevant to them.
"""
LONG_IS_FAIR = 0.045
"""Added to every similarity with a long listing: equally relevant long texts get lower cosines than short ones.

Fitted together with the scale in `scoring`.
"""
TITLE_SHARE_SHORT, TITLE_SHARE_LONG = 0.5, 0.125
"""Weight of the titles in the similarity with a short offer, and with a long one."""
WHOLE_NEED = 1.0
"""Share by which a long offer is compared with the need's whole text, instead of its title and text in equal parts."""


class LanguageMeans:
    """Running mean vector of each language's listings, shrunk by SHRINKAGE. Subtracted from their vectors.

    Language 0 is unknown and never corrected.
    """

    def __init__(self, dimensions: int) -> None:
        self._codes: dict[str, int] = {"": 0}
        self._sums: npt.NDArray[np.float64] = np.zeros((32, dimensions))
        self._counts = np.zeros(32, np.int64)
        self._table: Floats | None = None

    def code(self, language: str | None) -> int:
        """Returns a number for the main part of a language tag ("zh-Hant" is zh)."""
        main = (language or "").split("-")[0].split("_")[0].lower()
        if main not in self._codes and len(self._codes) < len(self._counts):
            self._codes[main] = len(self._codes)
        return self._codes.get(main, 0)

    def add(self, languages: npt.NDArray[np.int64], rows: Floats, times: int = 1) -> None:
        """Adds listings, or removes them with `times` = -1. Rows of zeros are skipped."""
        present = rows.any(axis=1)
        for language in np.unique(languages[present]):
            these = present & (languages == language)
            self._sums[language] += times * rows[these].sum(axis=0)
            self._counts[language] += times * int(these.sum())
        self._table = None

    def table(self) -> Floats:
        """Returns the shrunk means by language code, shape (32, d)."""
        if self._table is None:
            means = self._sums / (self._counts[:, None] + SHRINKAGE)
            means[0] = 0
            self._table = means.astype(np.float32)
        return self._table


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """Vectors of n listings, each of shape (n, d). `search` is the unit mean of title and full.

    `languages` (n): codes. `longness` (n): 0 to 1.
    """

    title: Floats
    full: Floats
    search: Floats
    languages: npt.NDArray[np.int64]
    longness: Floats


def views_of(entries: Sequence[Entry], means: Floats) -> Views:
    """Returns views of the entries with the means of their languages subtracted. Every entry must have vectors."""
    stacked = np.stack([entry.views for entry in entries if entry.views is not None]).astype(np.float32)
    languages = np.array([entry.language for entry in entries], np.int64)
    rows = unit(stacked - means[languages][:, None])
    return Views(
        title=rows[:, 0],
        full=rows[:, 1],
        search=unit(rows[:, 0] + rows[:, 1]),
        languages=languages,
        longness=np.array([entry.longness for entry in entries], np.float32),
    )


def likeness(needs: Views, offers: Views) -> Floats:
    """Returns the similarity of each need with each offer before hub correction, shape (needs, offers).

    The title names the wanted thing, the rest its attributes. So titles count as much as whole texts for short
    listings. Titles of long offers are often slogans and count little; their whole text is compared with the need's.
    Short texts of one language also share trade phrases by chance ("delivery at once, 20 t a month"), so there the
    whole text counts no more than the titles.
    """
    titles = needs.title @ offers.title.T
    texts = needs.search @ offers.full.T
    excess = np.maximum(0, texts - titles) * (1 - offers.longness)
    texts -= np.where(same_language(needs, offers), excess, 0)
    if offers.longness.any():
        texts += WHOLE_NEED * offers.longness * (needs.full @ offers.full.T - texts)
    share = TITLE_SHARE_SHORT + (TITLE_SHARE_LONG - TITLE_SHARE_SHORT) * offers.longness
    return np.asarray(share * titles + (1 - share) * texts, np.float32)


def same_language(ones: Views, others: Views) -> npt.NDArray[np.bool_]:
    """Returns True for pairs in one known language, shape (ones, others)."""
    return np.asarray((ones.languages[:, None] == others.languages) & (ones.languages[:, None] > 0), np.bool_)


def hub_penalty(hubs: Floats, longness: Floats, counterparts: int) -> Floats:
    """Returns the amount to subtract from every similarity with these listings, shape (n,): half of their hubness.

    `hubs` was measured against this many counterparts. Only the difference from the expected hubness for that number
    counts, shrunk while there are few, so that a pair scores nearly the same in a pool of two and of a thousand.
    """
    expected = HUBNESS_AT_60 + HUBNESS_GROWTH * math.log(max(counterparts, 1) / 60)
    trust = max(0, counterparts - NEIGHBOURS) / (counterparts + HUB_SHRINKAGE)
    weights = HUB_WEIGHT_SHORT + (HUB_WEIGHT_LONG - HUB_WEIGHT_SHORT) * longness
    excess = np.minimum(trust * weights * (hubs - expected), LARGEST_EXCESS)
    return np.asarray((USUAL_HUBNESS + excess) / 2 - LONG_IS_FAIR * longness, np.float32)


def hubness(rows: Floats, counterparts: Floats) -> Floats:
    """Returns the mean cosine of each row with its nearest counterparts, shape (n,); zeros without counterparts.

    The r of CSLS (Conneau et al., "Word Translation Without Parallel Data", ICLR 2018).
    """
    k = min(NEIGHBOURS, len(counterparts))
    near = np.zeros(len(rows), np.float32)
    for start in range(0, len(rows) if k else 0, 4096):
        block = rows[start : start + 4096] @ counterparts.T
        near[start : start + 4096] = np.partition(block, -k, axis=1)[:, -k:].mean(axis=1)
    return near


def standing(query: Halves, listings: Halves, terms: Floats) -> Floats:
    """Returns how far the similarity of a query with each listing is from that of any word, in deviations; shape (n,).

    `query` (2, d) and `listings` (n, 2, d) are unit vectors of title and full text. A title of one word is near to any
    other single word, so its similarity alone says little. The nearer of title and text counts.
    """
    rows = listings.astype(np.float32)
    usual = rows @ terms.T
    mine = rows @ query[0].astype(np.float32)
    return np.asarray(((mine - usual.mean(axis=2)) / (usual.std(axis=2) + 1e-6)).max(axis=1), np.float32)

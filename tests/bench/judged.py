"""Judged listings and what a ranking of them is worth. Not a benchmark itself: it has no main."""

import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.matching.lexical import Vocabulary, Weighed, overlap
from bot.matching.listing import Subject
from bot.matching.prepare import Prepared
from storage.vocabulary import Kind

Scores = Mapping[str, Mapping[str, float]]
"""Need id → offer id → score; pairs that are not there rank last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    needs: tuple[Subject, ...]
    offers: tuple[Subject, ...]
    grades: Mapping[str, Mapping[str, int]]

    def permitted(self) -> list[Subject]:
        """Needs that have a relevant offer at all."""
        return [need for need in self.needs if need.id in self.grades]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Each a list with one value a need, in the order of `Judged.permitted`."""

    ndcg: tuple[float, ...]
    recall: tuple[float, ...]
    first: tuple[float, ...]


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _subjects(path: Path, kind: Kind) -> tuple[Subject, ...]:
    return tuple(
        Subject(
            id=row["id"],
            kind=kind,
            title=row["title"],
            text=row.get("text", ""),
            language=row.get("lang"),
            country=row.get("country"),
        )
        for row in _rows(path)
    )


def load(folder: Path) -> Judged:
    """Reads needs.jsonl, offers.jsonl and qrels.jsonl (qid, doc_id, grade)."""
    grades: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in _rows(folder / "qrels.jsonl"):
        if int(row["grade"]) > 0:
            grades[row["qid"]][row["doc_id"]] = int(row["grade"])
    return Judged(
        needs=_subjects(folder / "needs.jsonl", Kind.NEED),
        offers=_subjects(folder / "offers.jsonl", Kind.OFFER),
        grades=dict(grades),
    )


def _gain(grades: Sequence[int], top: int = 10) -> float:
    return float(sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:top])))


def judge(judged: Judged, scores: Scores) -> Quality:
    ndcg, recall, first = [], [], []
    for need in judged.permitted():
        relevant = judged.grades[need.id]
        found = scores.get(need.id, {})
        order = sorted(found, key=lambda offer: (-found[offer], offer))
        grades = [relevant.get(offer, 0) for offer in order]
        ndcg.append(_gain(grades) / _gain(sorted(relevant.values(), reverse=True)))
        recall.append(len(set(order[:50]) & set(relevant)) / len(relevant))
        first.append(float(bool(grades) and grades[0] > 0))
    return Quality(ndcg=tuple(ndcg), recall=tuple(recall), first=tuple(first))


def by_languages(judged: Judged, scores: Scores, fewest: int = 5) -> dict[tuple[str, str], tuple[float, ...]]:
    """Languages of need and offer → nDCG@10 of each need among the offers in that language and all irrelevant ones.

    Pairs of languages with fewer needs than `fewest` are thrown together under ("others", "others").
    """
    spoken = {offer.id: _main(offer.language) for offer in judged.offers}
    found: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for need in judged.permitted():
        relevant, ranked = judged.grades[need.id], scores.get(need.id, {})
        for language in {spoken[offer] for offer in relevant}:
            meant = {offer: grade for offer, grade in relevant.items() if spoken[offer] == language}
            order = sorted(ranked.keys() - (relevant.keys() - meant.keys()), key=lambda one: (-ranked[one], one))
            gain = _gain([meant.get(offer, 0) for offer in order]) / _gain(sorted(meant.values(), reverse=True))
            found[_main(need.language), language].append(gain)
    rare = [gains for gains in found.values() if len(gains) < fewest]
    kept = {pair: tuple(gains) for pair, gains in sorted(found.items()) if len(gains) >= fewest}
    return kept | ({("others", "others"): tuple(gain for gains in rare for gain in gains)} if rare else {})


def _main(language: str | None) -> str:
    return (language or "?").split("-")[0]


def friends_above(judged: Judged, scores: Scores) -> float:
    """Share of the needs with a relevant offer that have an irrelevant one in their own language above it."""
    spoken = {offer.id: _main(offer.language) for offer in judged.offers}
    above = []
    for need in judged.permitted():
        relevant, found = judged.grades[need.id], scores.get(need.id, {})
        best = max((found.get(offer, -math.inf) for offer in relevant), default=-math.inf)
        friends = (offer for offer in found if offer not in relevant and spoken[offer] == _main(need.language))
        above.append(any(found[offer] > best for offer in friends))
    return float(np.mean(above))


def false_promises(judged: Judged, scores: Scores, threshold: float) -> float:
    """Share of the needs without any relevant offer that are shown one; NaN where there are no such needs."""
    lost = [scores.get(need.id, {}) for need in judged.needs if need.id not in judged.grades]
    shown = [max(found.values(), default=0.0) >= threshold for found in lost]
    return float(np.mean(shown)) if shown else math.nan


def interval(values: Sequence[float], seed: int = 1, resamples: int = 2_000) -> tuple[float, float]:
    """95 % confidence interval of the mean by bootstrap over needs."""
    drawn = np.random.default_rng(seed).choice(np.asarray(values), (resamples, len(values))).mean(axis=1)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)


def top_pairs(judged: Judged, scores: Scores, top: int = 10) -> tuple[np.ndarray, np.ndarray]:
    """Scores and relevance (0 or 1) of the pairs that a person would see, also with needs that have no counterpart."""
    shown, relevant = [], []
    for need in judged.needs:
        found = scores.get(need.id, {})
        for offer in sorted(found, key=lambda offer: (-found[offer], offer))[:top]:
            shown.append(found[offer])
            relevant.append(float(judged.grades.get(need.id, {}).get(offer, 0) > 0))
    return np.asarray(shown), np.asarray(relevant)


def calibration_error(shown: np.ndarray, relevant: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error: mean distance of promised and found shares over ten bins, weighted by size."""
    places = np.minimum((shown * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(shown[places == place].mean() - relevant[places == place].mean()) * (places == place).mean()
            for place in np.unique(places)
        )
    )


def words_and_relevance(
    judged: Judged, scores: Scores, needs: Sequence[Prepared], offers: Sequence[Prepared], top: int = 10
) -> list[tuple[float, float, float]]:
    """Returns (share of common words, score, relevance 0 or 1) of the pairs of `top_pairs`."""
    vocabulary = Vocabulary()
    for one in (*needs, *offers):
        vocabulary.add([token.key for token in one.tokens])
    weighed = {one.subject.id: Weighed(one.tokens, vocabulary) for one in (*needs, *offers)}
    rows = []
    for need in judged.needs:
        found = scores.get(need.id, {})
        for offer in sorted(found, key=lambda offer: (-found[offer], offer))[:top]:
            words = overlap(weighed[need.id], weighed[offer]).words
            rows.append((words, found[offer], float(judged.grades.get(need.id, {}).get(offer, 0) > 0)))
    return rows

"""The floors that the matcher's quality never falls through; `python -m tests.bench quality` prints the figures."""

from pathlib import Path

import numpy as np
import pytest

from bot.matching.debias import debias_for
from bot.matching.encoders import BuiltinEncoder, Encoder
from bot.matching.prepare import prepare_many
from bot.matching.scoring import GOOD_ENOUGH
from tests.bench.judged import Judged, calibration_error, false_promises, interval, judge, load, top_pairs
from tests.bench.quality import platt
from tests.bench.rankers import by_bm25, by_cosine, by_matcher, by_rapidfuzz

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def everyday() -> Judged:
    return load(HERE / "everyday")


def test_the_everyday_set_is_wide(everyday: Judged) -> None:
    assert len(everyday.needs) + len(everyday.offers) >= 100
    assert len({subject.language for subject in everyday.needs}) >= 12
    assert len(everyday.permitted()) == len(everyday.needs)


@pytest.mark.parametrize(
    ("folder", "ndcg", "first", "error"),
    [
        ("everyday", 0.96, 0.94, 0.05),
        ("calibration", 0.90, 0.85, 0.07),
        ("strangers", 0.96, 0.94, 0.05),
        ("draw", 0.79, 0.66, 0.05),
        ("winter", 0.83, 0.68, 0.05),
        ("friends", 0.94, 0.88, 0.05),
        ("spring", 0.90, 0.81, 0.05),
    ],
)
def test_with_the_encoders(folder: str, ndcg: float, first: float, error: float, encoders: Encoder) -> None:
    judged = load(HERE / folder)
    needs, offers = prepare_many(judged.needs, encoders), prepare_many(judged.offers, encoders)
    scores = by_matcher(needs, offers, debias_for(encoders))
    quality = judge(judged, scores)
    assert np.mean(quality.ndcg) >= ndcg
    assert np.mean(quality.first) >= first
    assert calibration_error(*top_pairs(judged, scores)) < error
    assert not false_promises(judged, scores, GOOD_ENOUGH) > 0.13


def test_two_listings_of_one_language_find_each_other(encoders: Encoder) -> None:
    judged = load(HERE / "one_language")
    needs, offers = prepare_many(judged.needs, encoders), prepare_many(judged.offers, encoders)
    scores = by_matcher(needs, offers, debias_for(encoders))
    shown = [scores[need][offer] for need, grades in judged.grades.items() for offer in grades]
    assert np.mean(np.array(shown) >= GOOD_ENOUGH) >= 0.9


def test_without_the_encoder_still_far_better_than_plain_string_similarity(everyday: Judged) -> None:
    ours = judge(everyday, by_matcher(prepare_many(everyday.needs, None), prepare_many(everyday.offers, None), None))
    plain = [judge(everyday, rank(everyday)) for rank in (by_rapidfuzz, by_bm25)]
    assert np.mean(ours.ndcg) > 0.85
    assert all(np.mean(ours.ndcg) > 2 * np.mean(other.ndcg) for other in plain)


def test_plain_cosine_is_beaten(everyday: Judged, builtin: BuiltinEncoder) -> None:
    assert np.mean(judge(everyday, by_cosine(everyday, builtin)).ndcg) < 0.7


def test_the_measures_measure() -> None:
    low, high = interval([0.0, 1.0] * 50)
    assert 0.35 < low < 0.5 < high < 0.65
    assert calibration_error(np.array([0.85, 0.85]), np.array([1.0, 0.0])) == pytest.approx(0.35)
    draw = np.random.default_rng(0)
    shown = draw.uniform(0.01, 0.99, 4_000)
    scale, bias = platt(shown, (draw.uniform(size=4_000) < shown).astype(float))
    assert (scale, bias) == pytest.approx((1, 0), abs=0.1)

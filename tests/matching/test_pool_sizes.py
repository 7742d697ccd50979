"""A pair has nearly the same score in a pool of two listings and in a full one."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.matching.debias import Debias, debias_for
from bot.matching.encoders import Encoder
from bot.matching.listing import Subject
from bot.matching.matcher import Matcher
from bot.matching.prepare import Prepared, prepare_many
from bot.matching.scoring import GOOD_ENOUGH
from storage.vocabulary import Kind
from tests.bench.judged import load

HERE = Path(__file__).parent
OTHERS = (0, 3, 10, 100)
ROWS: list[dict[str, Any]] = [json.loads(line) for line in (HERE / "pool_sizes.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def pairs(encoders: Encoder) -> list[tuple[Prepared, Prepared]]:
    needs = prepare_many([_subject(row, Kind.NEED) for row in ROWS], encoders)
    offers = prepare_many([_subject(row, Kind.OFFER) for row in ROWS], encoders)
    return list(zip(needs, offers, strict=True))


@pytest.fixture(scope="module")
def others(encoders: Encoder) -> list[Prepared]:
    """Needs and offers of other trades, in turn."""
    strangers = load(HERE / "strangers")
    subjects = [subject for two in zip(strangers.needs, strangers.offers, strict=False) for subject in two]
    return prepare_many([replace(subject, id=f"other-{subject.id}") for subject in subjects[:100]], encoders)


@pytest.fixture(scope="module")
def debias(encoders: Encoder) -> Debias:
    return debias_for(encoders)


def test_the_table_is_wide() -> None:
    assert len({row["need_lang"] for row in ROWS} | {row["offer_lang"] for row in ROWS}) >= 8
    for is_right in (True, False):
        lengths = [len(row["need_text"]) for row in ROWS if row["right"] is is_right]
        assert len(lengths) >= 12
        assert min(lengths) < 20
        assert max(lengths) > 200


@pytest.mark.parametrize("at", range(len(ROWS)))
def test_a_score_hardly_depends_on_the_size_of_the_pool(
    at: int, pairs: list[tuple[Prepared, Prepared]], others: list[Prepared], debias: Debias
) -> None:
    need, offer = pairs[at]
    scores = []
    for size in OTHERS:
        matcher = Matcher(debias)
        matcher.add_many([need, offer, *others[:size]])
        match = matcher.pair(need, offer)
        assert match is not None
        scores.append(match.likelihood)
    if ROWS[at]["right"]:
        assert min(scores) >= GOOD_ENOUGH, scores
    else:
        assert max(scores) < GOOD_ENOUGH, scores
    assert max(scores[:3]) - min(scores[:3]) < 0.06, scores
    assert max(scores) - min(scores) < 0.3, scores  # only a full pool shows that a text is near to many


def _subject(row: dict[str, Any], kind: Kind) -> Subject:
    return Subject(
        id=kind.value,
        kind=kind,
        title=row[kind.value],
        text=row[f"{kind.value}_text"],
        language=row[f"{kind.value}_lang"],
        country=row[f"{kind.value}_country"],
    )

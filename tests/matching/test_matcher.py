import dataclasses
import threading
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.debias import Debias
from bot.matching.listing import Match, ReasonCode, Subject
from bot.matching.matcher import Matcher
from bot.matching.prepare import Prepared, prepare, prepare_many, text_hash, with_vectors
from bot.matching.scoring import GOOD_ENOUGH
from bot.matching.vectors import Vectors
from storage.vocabulary import Kind, Stage
from tests.bench.matching import listings
from tests.matching.listings import LetterEncoder, need, offer

PLAIN = Debias(mean=np.zeros(64, np.float32), matrix=np.eye(64, dtype=np.float32))


LETTERS = LetterEncoder()


TITLES = [
    "soil moisture sensor",
    "senzor vlažnosti",
    "steel heat treatment",
    "土壤湿度传感器",
    "FFP2 masks",
    "čelik ISO 9001",
]


def filled(*subjects: Subject, encoder: LetterEncoder | None = LETTERS) -> tuple[Matcher, list[Prepared]]:
    matcher = Matcher(PLAIN if encoder else None)
    prepared = prepare_many(subjects, encoder)
    matcher.add_many(prepared)
    return matcher, prepared


def crowd(kind: Kind, count: int = 12, **fields: Any) -> list[Subject]:
    return [
        Subject(id=f"{kind}-{number}", kind=kind, title=f"{TITLES[number % len(TITLES)]} {number}", **fields)
        for number in range(count)
    ]


@given(st.lists(st.tuples(st.sampled_from(["RS", "CN", "DE", None]), st.booleans()), min_size=2, max_size=14))
@settings(deadline=None, max_examples=40)
def test_no_ranking_ever_pairs_a_country_with_itself(fields: list[tuple[str | None, bool]]) -> None:
    subjects = [
        (need if number % 2 else offer)(f"sensor {number}", id=str(number), country=country, same_country_ok=ok)
        for number, (country, ok) in enumerate(fields)
    ]
    by_id = {subject.id: subject for subject in subjects}
    matcher, prepared = filled(*subjects)
    for one in prepared:
        for match in matcher.rank(one, 50):
            pair = by_id[match.need_id], by_id[match.offer_id]
            same = pair[0].country is not None and pair[0].country == pair[1].country
            assert not same or all(side.same_country_ok for side in pair)


@pytest.mark.parametrize("encoder", [LETTERS, None], ids=["vectors", "words"])
def test_both_sides_see_the_same_score(encoder: LetterEncoder | None) -> None:
    texts = {"text": "Works in greenhouses. Measures humidity. Price on request."}
    matcher, prepared = filled(
        *crowd(Kind.NEED, country="CN"), *crowd(Kind.OFFER, country="RS", **texts), encoder=encoder
    )
    seen: dict[tuple[str, str], list[Match]] = {}
    for one in prepared:
        for match in matcher.rank(one, None):
            seen.setdefault((match.need_id, match.offer_id), []).append(match)
    assert len(seen) == 144
    for here, there in seen.values():
        assert here.likelihood == pytest.approx(there.likelihood, abs=1e-5)
        assert {reason.code for reason in here.reasons} == {reason.code for reason in there.reasons}


def test_ranking_is_deterministic_and_independent_of_the_order_of_arrival() -> None:
    subjects = [*crowd(Kind.NEED, 30, country="CN"), *crowd(Kind.OFFER, 30, country="RS")]
    forward, prepared = filled(*subjects)
    backward, _ = filled(*reversed(subjects))
    first = [match.offer_id for match in forward.rank(prepared[0], 30)]
    assert first == [match.offer_id for match in forward.rank(prepared[0], 30)]
    assert first == [match.offer_id for match in backward.rank(prepared[0], 30)]


# -- the index -----------------------------------------------------------------------------------------------------


def test_listings_come_change_and_go() -> None:
    matcher, [wanted, sensors] = filled(need("soil sensor"), offer("soil sensor"))
    assert len(matcher) == 2
    assert "offer" in matcher
    [before] = matcher.rank(wanted)
    matcher.add(prepare(offer("wedding cakes"), LETTERS))
    [after] = matcher.rank(wanted)
    assert len(matcher) == 2
    assert after.likelihood < before.likelihood
    assert matcher.remove("offer")
    assert not matcher.remove("offer")
    assert matcher.rank(wanted) == []
    matcher.add(sensors)
    assert matcher.rank(wanted) == [before]


def test_a_listing_need_not_be_in_the_index_to_be_asked_about() -> None:
    matcher, _ = filled(offer("soil sensor", country="RS"))
    [match] = matcher.rank(prepare(need("soil sensor", country="CN"), LETTERS))
    assert match.offer_id == "offer"
    assert len(matcher) == 1


def test_limits_minimum_and_dismissals() -> None:
    matcher, [wanted, *_] = filled(need("soil moisture sensor"), *crowd(Kind.OFFER, 300))
    assert len(matcher.rank(wanted)) == 10
    assert len(matcher.rank(wanted, None)) == 300
    assert matcher.rank(wanted, 0) == []
    best = matcher.rank(wanted, 5)
    assert [match.likelihood for match in best] == sorted((match.likelihood for match in best), reverse=True)
    assert matcher.rank(wanted, 5, minimum=best[1].likelihood) == best[:2]
    dismissed = {match.offer_id for match in best}
    later = matcher.rank(wanted, 5, accept=lambda listing_id: listing_id not in dismissed)
    assert len(later) == 5
    assert not dismissed & {match.offer_id for match in later}
    assert all(0 <= match.score <= 100 for match in best)


def test_candidates_hold_what_full_scoring_finds_best() -> None:
    matcher = Matcher(Debias(mean=np.zeros(384, np.float32), matrix=np.eye(384, dtype=np.float32)))
    prepared = list(listings(3_000, seed=3))
    matcher.add_many(prepared)
    shared = [
        len({m.offer_id for m in matcher.rank(one, 10)} & {m.offer_id for m in matcher.rank(one, None)[:10]})
        for one in prepared[1:40:8]
    ]
    assert sum(shared) >= 0.95 * 10 * len(shared)


def test_few_words_and_no_counterparts_are_no_trouble() -> None:
    matcher, [empty, _] = filled(need(""), need("🌱💧", id="emoji"))
    assert matcher.rank(empty) == []
    matcher.add(prepare(offer("\ud800\u202e"), LETTERS))
    [match] = matcher.rank(empty)
    assert match.likelihood < GOOD_ENOUGH


def test_vectors_of_another_width_are_refused() -> None:
    matcher, _ = filled(offer("soil"))
    narrow = Vectors(title=np.ones(8, np.float32), full=np.ones(8, np.float32))
    with pytest.raises(ValueError, match="width 8"):
        matcher.add(with_vectors(need("soil"), narrow))


def test_without_directions_vectors_are_ignored() -> None:
    matcher = Matcher.for_encoder(None)
    matcher.add(prepare(offer("soil sensor"), LETTERS))
    [match] = matcher.rank(prepare(need("soil sensor"), LETTERS))
    assert ReasonCode.MEANING not in {reason.code for reason in match.reasons}


def test_a_listing_without_vectors_meets_one_with_them() -> None:
    matcher, _ = filled(offer("soil sensor"))
    matcher.add(prepare(offer("soil sensor", id="bare"), None))
    assert {match.offer_id for match in matcher.rank(prepare(need("soil sensor"), LETTERS))} == {"offer", "bare"}


def test_threads_add_remove_and_rank_at_once() -> None:
    matcher, [wanted, *_] = filled(need("soil sensor"), *crowd(Kind.OFFER, 50))
    failures: list[BaseException] = []

    def churn(seed: int) -> None:
        try:
            for number in range(40):
                matcher.add(prepare(offer(f"sensor {seed} {number}", id=f"{seed}-{number}"), LETTERS))
                matcher.rank(wanted)
                matcher.remove(f"{seed}-{number}")
        except BaseException as failure:
            failures.append(failure)
            raise

    threads = [threading.Thread(target=churn, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert len(matcher) == 51


# -- vectors -------------------------------------------------------------------------------------------------------


def test_vectors_survive_storage_and_need_no_encoder_afterwards() -> None:
    subject = need("Soil sensor", text="For greenhouses. Cheap and robust. With LoRa.")
    fresh = prepare(subject, LETTERS)
    assert fresh.vectors is not None
    assert fresh.vectors.full.shape == (64,)
    stored = with_vectors(subject, Vectors.from_bytes(fresh.vectors.to_bytes()))
    matcher, _ = filled(*crowd(Kind.OFFER))
    assert [m.offer_id for m in matcher.rank(stored)] == [m.offer_id for m in matcher.rank(fresh)]
    for broken in (b"", b"PBV1", fresh.vectors.to_bytes()[:-1], b"X" + fresh.vectors.to_bytes()[1:]):
        with pytest.raises(ValueError, match="vectors"):
            Vectors.from_bytes(broken)


def test_the_hash_changes_with_the_text_only() -> None:
    subject = need("Soil sensor", text="For greenhouses.")
    assert text_hash(subject) == text_hash(dataclasses.replace(subject, id="x", country="RS", stage=Stage.LAB))
    assert text_hash(subject) != text_hash(dataclasses.replace(subject, text="For fields."))
    assert text_hash(subject) != text_hash(dataclasses.replace(subject, keywords=("LoRa",)))
    assert len(text_hash(need("\ud800"))) == 32


def test_progress_is_told_and_texts_are_encoded_once() -> None:
    heard: list[int] = []
    encoder = LetterEncoder()
    prepare_many(crowd(Kind.OFFER, 70), encoder, heard.append)
    assert heard[-1] == 70
    assert heard == sorted(heard)
    assert 70 <= encoder.texts <= 2 * 70  # each whole, and each title as the glossary says it

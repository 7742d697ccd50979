"""Many at once: the same answers as one by one."""

import dataclasses

import numpy as np
import pytest

from bot.matching.coded import coded, may_meet, sides
from bot.matching.coded_table import CodedTable
from bot.matching.debias import Debias
from bot.matching.features import packed, unpacked
from bot.matching.listing import Match, Subject
from bot.matching.matcher import Matcher
from bot.matching.prepare import Prepared, prepare, prepare_many
from bot.matching.scoring import GOOD_ENOUGH
from storage.vocabulary import Kind, Partnership, ProfileType, Stage
from tests.matching.listings import LetterEncoder, need, offer

PLAIN = Debias(mean=np.zeros(64, np.float32), matrix=np.eye(64, dtype=np.float32))
LETTERS = LetterEncoder()
WORDS = [
    "soil",
    "moisture",
    "sensor",
    "sensors",
    "steel",
    "heat",
    "treatment",
    "土壤",
    "传感器",
    "ISO 9001",
    "vlažnosti",
]
COUNTRIES = ["RS", "CN", "DE", None]


def crowd(kind: Kind, count: int, seed: int) -> list[Subject]:
    """Listings with every coded field there, missing or odd."""
    draw = np.random.default_rng(seed)
    types = [each for each in ProfileType if each.kind is kind]

    def some(values: list[str]) -> frozenset[str]:
        return frozenset(value for value in values if draw.random() < 0.4)

    return [
        Subject(
            id=f"{kind}-{number}",
            kind=kind,
            title=" ".join(draw.choice(WORDS, 3)),
            text=". ".join(" ".join(draw.choice(WORDS, 4)) for _ in range(int(draw.integers(4)))),
            country=COUNTRIES[int(draw.integers(4))],
            sectors=some(["agriculture", "metal", "food"]),
            partnerships=frozenset(Partnership(code) for code in some(list(Partnership))),
            profile_type=None if draw.random() < 0.2 else types[int(draw.integers(len(types)))],
            stage=None if draw.random() < 0.3 else list(Stage)[int(draw.integers(5))],
            targets=some(["RS", "CN", "FR"]),
            same_country_ok=bool(draw.random() < 0.3),
            owner=None if draw.random() < 0.5 else str(draw.integers(4)),
            barred=some(["CN", "DE"]) if draw.random() < 0.2 else frozenset(),
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("kind", list(Kind))
def test_fields_are_judged_as_one_by_one(kind: Kind) -> None:
    many, others = crowd(kind, 60, 1), crowd(kind.counterpart, 60, 2)
    table = CodedTable(others)
    permitted, evidence = table.permitted(many), table.evidence(many)
    for row, one in enumerate(many):
        assert permitted[row].tolist() == [may_meet(one, other) for other in others]
        single = [coded(*sides(one, other)).evidence for other in others]
        assert evidence[row] == pytest.approx(single, abs=1e-5)
    assert 0 < permitted.mean() < 1


def filled(encoder: LetterEncoder | None) -> tuple[Matcher, list[Prepared]]:
    matcher = Matcher(None if encoder is None else PLAIN)
    prepared = prepare_many([*crowd(Kind.NEED, 40, 3), *crowd(Kind.OFFER, 90, 4)], encoder)
    # Some were never encoded, as while the encoder does not answer.
    prepared = [dataclasses.replace(one, vectors=None) if n % 9 == 0 else one for n, one in enumerate(prepared)]
    matcher.add_many(prepared)
    return matcher, prepared


def pairs(matches: list[Match]) -> dict[tuple[str, str], Match]:
    return {(match.need_id, match.offer_id): match for match in matches}


@pytest.mark.parametrize("encoder", [LETTERS, None], ids=["vectors", "words"])
@pytest.mark.parametrize("kind", list(Kind))
def test_many_at_once_get_what_each_alone_gets(kind: Kind, encoder: LetterEncoder | None) -> None:
    matcher, prepared = filled(encoder)
    asked = [one for one in prepared if one.subject.kind is kind]
    for one, found in matcher.rank_many(asked, 40):
        alone = matcher.rank(one, None)[:40]
        assert [match.likelihood for match in found] == pytest.approx([match.likelihood for match in alone], abs=1e-5)
        by_pair = pairs(alone)
        for pair, match in pairs(found).items():
            if pair in by_pair:
                assert match.mismatches == by_pair[pair].mismatches
                assert {r.code for r in match.reasons} == {r.code for r in by_pair[pair].reasons}


def test_a_minimum_and_a_limit_hold_for_many_as_for_one() -> None:
    matcher, prepared = filled(LETTERS)
    for one, found in matcher.rank_many(prepared[:40], 3, minimum=GOOD_ENOUGH):
        assert len(found) <= 3
        assert all(match.likelihood >= GOOD_ENOUGH for match in found)
        assert len(found) == min(3, len(matcher.rank(one, None, minimum=GOOD_ENOUGH)))


def test_a_change_in_between_is_seen() -> None:
    matcher, prepared = filled(LETTERS)
    [(_, before)] = matcher.rank_many(prepared[:1], 1)
    assert matcher.remove(before[0].offer_id)
    [(_, after)] = matcher.rank_many(prepared[:1], 1)
    assert after[0].offer_id != before[0].offer_id


def test_among_given_ones_the_order_is_that_of_the_index() -> None:
    matcher, prepared = filled(LETTERS)
    offers = [one for one in prepared if one.subject.kind is Kind.OFFER]
    for one in prepared[:5]:
        among, indexed = matcher.rank_among(one, offers, 10), matcher.rank(one, None)[:10]
        assert [match.likelihood for match in among] == pytest.approx([match.likelihood for match in indexed], abs=1e-5)


def test_what_a_database_is_asked_for() -> None:
    matcher, prepared = filled(LETTERS)
    asked = prepared[1]
    question = matcher.question(asked, 1.0)
    assert question.vector is not None
    assert np.linalg.norm(question.vector) == pytest.approx(1, abs=1e-3)
    assert {key for key, _ in question.keys} == {token.key for token in asked.tokens}
    assert len(matcher.question(asked, 0.0).keys) < len(question.keys)
    assert Matcher().question(asked, 1.0).vector is None
    assert matcher.search_vector(dataclasses.replace(asked, vectors=None)) is None


def test_features_are_read_back_and_those_of_another_version_are_not() -> None:
    made = prepare(need("Soil sensor 土壤传感器", text="For ISO 9001 greenhouses. Cheap \ud800 and robust."), LETTERS)
    assert made.vectors is not None
    again = unpacked(packed(made), made.subject, made.vectors)
    assert again == made
    assert unpacked(b"another!" + packed(made)[8:], made.subject, made.vectors) is None


def test_nobody_is_told_of_a_hundred_percent() -> None:
    wanted = need("soil moisture sensor 9001", sectors=frozenset({"a"}))
    match = Matcher(PLAIN).pair(
        prepare(wanted, LETTERS), prepare(offer(wanted.title, sectors=frozenset({"a"})), LETTERS)
    )
    assert match is not None
    assert dataclasses.replace(match, likelihood=0.9999).score == 99

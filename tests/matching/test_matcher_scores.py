"""Which listings may meet, and what moves their score."""

import dataclasses
from collections.abc import Callable

import pytest

from bot.matching.listing import Subject
from bot.matching.matcher import Matcher
from bot.matching.prepare import prepare
from bot.matching.scoring import GOOD_ENOUGH
from storage.vocabulary import Partnership, ProfileType, Stage
from tests.matching.listings import need, offer


def score(one: Subject, other: Subject) -> float:
    """Likelihood of a pair on words and fields alone; -1 if the two may not meet."""
    found = Matcher().pair(prepare(one, None), prepare(other, None))
    return -1 if found is None else found.likelihood


# -- who may meet --------------------------------------------------------------------------------------------------


def test_one_country_never_meets_unless_both_allow_it() -> None:
    here = need("soil sensor", country="RS")
    assert score(here, offer("soil sensor", country="RS")) == -1
    assert score(dataclasses.replace(here, same_country_ok=True), offer("soil sensor", country="RS")) == -1
    both = dataclasses.replace(here, same_country_ok=True)
    assert score(both, offer("soil sensor", country="RS", same_country_ok=True)) > 0.5
    assert score(here, offer("soil sensor")) > 0.5


def test_one_owner_never_meets_itself() -> None:
    assert score(need("soil sensor", owner="7"), offer("soil sensor", owner="7")) == -1
    assert score(need("soil sensor", owner="7"), offer("soil sensor", owner="8")) > 0.5
    assert score(need("soil sensor"), offer("soil sensor")) > 0.5


# -- what moves the score ------------------------------------------------------------------------------------------

BETTER: dict[str, tuple[Callable[[], float], Callable[[], float]]] = {
    "a sector in common": (
        lambda: score(need("a", sectors=frozenset({"x"})), offer("b", sectors=frozenset({"x"}))),
        lambda: score(need("a", sectors=frozenset({"x"})), offer("b", sectors=frozenset({"y"}))),
    ),
    "a partnership in common": (
        lambda: score(
            need("a", partnerships=frozenset({Partnership.LICENCE})),
            offer("b", partnerships=frozenset({Partnership.LICENCE})),
        ),
        lambda: score(
            need("a", partnerships=frozenset({Partnership.LICENCE})),
            offer("b", partnerships=frozenset({Partnership.RESEARCH})),
        ),
    ),
    "a target met": (
        lambda: score(need("a", targets=frozenset({"RS"})), offer("b", country="RS")),
        lambda: score(need("a", targets=frozenset({"RS"})), offer("b", country="TR")),
    ),
    "a target of the other side met": (
        lambda: score(need("a", country="CN"), offer("b", targets=frozenset({"CN", "KR"}))),
        lambda: score(need("a", country="CN"), offer("b", targets=frozenset({"KR"}))),
    ),
    "a stage reached": (
        lambda: score(need("a", stage=Stage.DEMONSTRATION), offer("b", stage=Stage.MARKET)),
        lambda: score(need("a", stage=Stage.DEMONSTRATION), offer("b", stage=Stage.LAB)),
    ),
    "a stage nearer": (
        lambda: score(need("a", stage=Stage.MARKET), offer("b", stage=Stage.DEMONSTRATION)),
        lambda: score(need("a", stage=Stage.MARKET), offer("b", stage=Stage.CONCEPT)),
    ),
    "business meets business": (
        lambda: score(
            need("a", profile_type=ProfileType.BUSINESS_REQUEST), offer("b", profile_type=ProfileType.BUSINESS_OFFER)
        ),
        lambda: score(
            need("a", profile_type=ProfileType.RESEARCH_REQUEST), offer("b", profile_type=ProfileType.BUSINESS_OFFER)
        ),
    ),
    "a code in common": (
        lambda: score(need("steel ISO 9001"), offer("paper iso-9001")),
        lambda: score(need("steel ISO 9001"), offer("paper iso-9002")),
    ),
    "a slip of the finger is nearly the word": (
        lambda: score(need("biostimulators"), offer("biostimulatros")),
        lambda: score(need("biostimulators"), offer("bicycles")),
    ),
    "a false friend is none": (
        lambda: score(need("heat treatment of steel", language="en"), offer("Härten von Stahl", language="de")),
        lambda: score(need("heat treatment of steel", language="en"), offer("Wasseraufbereitung", language="de")),
    ),
    "making is not recycling": (
        lambda: score(need("battery recycling", language="en"), offer("reciklaža baterija", language="sr")),
        lambda: score(need("battery recycling", language="en"), offer("proizvodnja baterija", language="sr")),
    ),
    "friendship is no ship": (
        lambda: score(need("ship propellers"), offer("propeller for boats")),
        lambda: score(need("ship propellers"), offer("friendship bracelets")),
    ),
}


@pytest.mark.parametrize("name", BETTER)
def test_more_agreement_scores_higher(name: str) -> None:
    better, worse = BETTER[name]
    assert better() > worse()


def test_sharing_more_of_the_sectors_scores_no_lower() -> None:
    wanted = frozenset({"a", "b", "c"})
    shares = [
        score(need("x", sectors=wanted), offer("y", sectors=frozenset(list("abc")[:n] + list("def")[n:])))
        for n in range(4)
    ]
    assert shares == sorted(shares)


def test_a_missed_target_alone_sinks_a_pair_below_what_is_suggested() -> None:
    fits = need("soil moisture sensor", targets=frozenset({"RS"}))
    other = offer("sensor for greenhouses", country="TR")
    assert score(dataclasses.replace(fits, targets=frozenset()), other) > score(fits, other)
    assert score(fits, other) < GOOD_ENOUGH


# -- what does not -------------------------------------------------------------------------------------------------

SAME = [
    ("Senzor vlažnosti zemljišta", "Сензор влажности земљишта"),
    ("Senzor vlažnosti zemljišta", "SENZOR VLAŽNOSTI ZEMLJIŠTA"),
    ("Senzor vlažnosti zemljišta", "Senzor vlaznosti zemljista"),
    ("土壤湿度传感器", "土壤濕度傳感器"),
    ("CNC 加工 316L", "ＣＮＣ　加工　316L"),
]


@pytest.mark.parametrize(("written", "otherwise"), SAME)
def test_script_width_case_and_diacritics_do_not_matter(written: str, otherwise: str) -> None:
    for offered in ("senzori za zemljište 316L", "土壤传感器 CNC", "soil moisture sensor"):
        assert score(need(written), offer(offered)) == pytest.approx(score(need(otherwise), offer(offered)))


def test_the_order_of_fields_and_words_does_not_matter() -> None:
    other = offer("soil sensor", text="greenhouse irrigation", keywords=("drip", "LoRa"), sectors=frozenset({"a", "b"}))
    turned = dataclasses.replace(other, keywords=("LoRa", "drip"), sectors=frozenset({"b", "a"}))
    wanted = need("drip irrigation LoRa", sectors=frozenset({"b", "c"}))
    assert score(wanted, other) == score(wanted, turned)
    assert score(need("sensor soil"), other) == pytest.approx(score(need("soil sensor"), other))

"""What people answer moves the order a little, explainably, and never runs away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.feedback import (
    CHANCE,
    CROWDED,
    MOST_CROWDED,
    MOST_LEARNT,
    MOST_REFUSED,
    Record,
    chance,
    learnt,
    refusal,
    room,
    shift,
    shifted,
)
from bot.matching.listing import Match

COUNT = st.integers(0, 10**6)
RECORD = st.builds(
    Record,
    liked=COUNT,
    disliked=COUNT,
    open_suggestions=COUNT,
    open_requests=COUNT,
    refused=st.dictionaries(st.sampled_from(["RS", "CN"]), COUNT),
)
KNOWN = Record(open_suggestions=CROWDED)


@given(RECORD, RECORD)
def test_no_history_however_long_moves_a_pair_beyond_the_bounds(one: Record, other: Record) -> None:
    moved = shift(one, other, "RS", "CN")
    assert -2 * (MOST_LEARNT + MOST_CROWDED + MOST_REFUSED) <= moved <= 2 * MOST_LEARNT + CHANCE
    assert moved == pytest.approx(shift(other, one, "CN", "RS"))
    match = shifted(Match(need_id="1", offer_id="2", likelihood=0.5), moved)
    assert 0.005 < match.likelihood < 0.8


@given(COUNT, COUNT)
def test_yes_lifts_no_lowers_and_nothing_does_nothing(liked: int, disliked: int) -> None:
    moved = learnt(Record(liked=liked, disliked=disliked))
    assert (moved > 0) == (liked > disliked)
    assert learnt(Record(liked=liked + 1, disliked=disliked)) > moved - 1e-12
    assert abs(moved) <= MOST_LEARNT
    assert learnt(Record()) == 0


def test_one_answer_weighs_little() -> None:
    assert abs(learnt(Record(disliked=1))) < 0.1


def test_the_popular_make_room() -> None:
    shown = [room(Record(open_suggestions=count)) for count in (0, 5, CROWDED, 2 * CROWDED, 8 * CROWDED, 10**6)]
    assert shown == sorted(shown, reverse=True)
    assert shown[:3] == [0, 0, 0]
    assert shown[-1] == -MOST_CROWDED
    assert room(Record(open_requests=4)) == 0
    assert room(Record(open_requests=6)) < 0


def test_the_new_get_their_chance_among_the_known_but_not_among_each_other() -> None:
    assert chance(Record(), KNOWN) == CHANCE
    assert chance(KNOWN, Record()) == CHANCE
    assert chance(Record(), Record()) == 0
    assert chance(KNOWN, KNOWN) == 0


def test_a_country_refused_again_and_again_sinks_for_this_listing_only() -> None:
    record = Record(refused={"CN": 2})
    assert refusal(record, "CN") < refusal(Record(refused={"CN": 1}), "CN") < 0
    assert refusal(record, "RS") == refusal(record, None) == 0

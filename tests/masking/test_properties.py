"""Properties of the masking for any text, and its running time on hostile texts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.masking import MASK, contains_contact, mask
from tests.masking.red_team import WRITERS, attempts

PIECES = [attempt.text for attempt in attempts()]
FRAGMENTS = [
    "064",
    "123 4567",
    " at ",
    "@",
    " dot ",
    ".",
    "com",
    "nula ",
    "šest ",
    "微信",
    "加V:",
    "a1_b2",
    "t.me/",
    MASK,
]
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.sampled_from(PIECES), st.text(max_size=5)), max_size=12).map(
        "".join
    ),
)
WRITER = st.sampled_from(sorted(WRITERS))


@settings(max_examples=150, deadline=None)
@given(text=TEXTS, writer=WRITER)
def test_masking_twice_changes_nothing_more(text: str, writer: str) -> None:
    once = mask(text, secrets=WRITERS[writer]).text
    assert mask(once, secrets=WRITERS[writer]).text == once


@settings(max_examples=150, deadline=None)
@given(text=TEXTS, writer=WRITER)
def test_findings_lie_in_the_text_in_order_and_rebuild_what_is_shown(text: str, writer: str) -> None:
    masked = mask(text, secrets=WRITERS[writer])
    shown = ""
    position = 0
    for found in masked.found:
        assert position <= found.start < found.end <= len(text)
        assert found.snippet == text[found.start : found.end]
        shown += text[position : found.start] + MASK
        position = found.end
    assert shown + text[position:] == masked.text


@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_flags_lie_in_the_text(text: str) -> None:
    assert all(text[found.start : found.end] == found.snippet != "" for found in contains_contact(text))


HOSTILE = """
a 1 0_ a. @ nula_ -_ 381_64_ 064- a@b_ 微_信_ А street_1_ . ( _ at_ dot_ 一 booth_ http:/ wx: ana_ S_e_ é 0.1_ +1 a- 1a
via_A_ ul._A_ Hidromak_ ▒ ١ 0🍎 (at) [.] a.rs s3 b12_ 路1号 jelena
"""
LONGEST_MESSAGE = 4_096


@pytest.mark.timeout(60)  # a pattern that runs away does not come back in an hour
@pytest.mark.parametrize("piece", [*HOSTILE.split(), "\u200b", "a\u0301"])
def test_hostile_texts_take_bounded_time(piece: str) -> None:
    text = (piece.replace("_", " ") * LONGEST_MESSAGE)[:LONGEST_MESSAGE]
    assert len(mask(text, secrets=WRITERS["rs"]).text) <= len(text)

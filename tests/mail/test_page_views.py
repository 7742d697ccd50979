"""Which answers the page offers."""

import re

import pytest

from handlers.mail.page_views import IntroductionPage, introduction
from tests.factories import NOW
from tests.introductions.shown import T, shown


@pytest.mark.parametrize(
    ("mine_proposed", "my_turn", "acts"),
    [
        (False, True, ["accept", "say", "later", "no"]),
        (False, False, ["accept", "no"]),
        (True, True, ["say"]),
        (True, False, []),
    ],
)
def test_nobody_accepts_an_own_request(mine_proposed: bool, my_turn: bool, acts: list[str]) -> None:
    page = IntroductionPage(
        seen=shown(mine_proposed=mine_proposed, my_turn=my_turn),
        thread=(),
        contact=None,
        company="Senzor d.o.o.",
        address="kontakt@senzor.rs",
        token="x",
        told=None,
        state="0.0",
    )
    offered = re.findall('name="act" value="([a-z]+)"', introduction(T, page, NOW))
    assert [act for act in offered if act not in {"never", "renew"}] == acts

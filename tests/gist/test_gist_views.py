"""A gist on a card: three lines at most, in the reader's language, and nothing that the card says already."""

from typing import Any

import pytest

from bot.i18n.translator import translator_for
from bot.matching.listing import Reason, ReasonCode
from handlers.introductions import card_views, notice_views
from handlers.ui import gist_views
from storage.ids import ListingId
from storage.models import Listing
from storage.vocabulary import Language, Partnership, ProfileType, Stage
from tests.introductions.shown import shown
from tests.introductions.test_cards import line

TITLE, SUMMARY = "温室用无线土壤湿度传感器", "年产3000套，范围-20至60℃，质保3年。"


def chinese(**changes: Any) -> Listing:
    values = {
        "id": ListingId(2),
        "title": TITLE,
        "profile_type": ProfileType.TECHNOLOGY_OFFER,
        "language": "zh",
        "sectors": frozenset({"sensors"}),
        "partnerships": frozenset({Partnership.LICENCE}),
        "stage": Stage.MARKET,
    }
    return Listing(**(values | changes))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            Language.EN,
            [
                "greenhouses · wireless · soil · moisture · sensors",
                "3,000 pieces a year · -20 … 60 °C · 3 years",
            ],
        ),
        (
            Language.SR_LATN,
            [
                "plastenici · bežično · zemljište · vlažnost · senzori",
                "3.000 komada godišnje · -20 … 60 °C · 3 godine",
            ],
        ),
        (
            Language.SR_CYRL,
            [
                "пластеници · бежично · земљиште · влажност · сензори",
                "3.000 комада годишње · -20 … 60 °C · 3 године",
            ],
        ),
    ],
)
def test_a_chinese_listing_has_three_lines_in_the_readers_language(language: Language, expected: list[str]) -> None:
    heading, facts, *rest = gist_views.of_listing(translator_for(language), chinese(), TITLE, SUMMARY)
    assert "PartnerBridge" in heading
    assert facts.count(" · ") == 2
    assert rest == expected


@pytest.mark.parametrize(
    ("reader", "also", "written"),
    [
        (Language.ZH, (), "zh"),
        (Language.SR_CYRL, (), "sr"),
        (Language.SR_LATN, (), "hr"),
        (Language.SR_LATN, ("zh",), "zh"),
    ],
)
def test_readers_of_the_language_get_no_gist(reader: Language, also: tuple[str, ...], written: str) -> None:
    t = translator_for(reader, frozenset(also))
    assert gist_views.of_listing(t, chinese(language=written), TITLE, SUMMARY) == []
    assert gist_views.of_message(t, SUMMARY, written) == []


def test_a_gist_leaves_out_what_the_reasons_say() -> None:
    t = translator_for(Language.EN)
    reasons = [
        Reason(code=ReasonCode.SECTOR, values_here=("sensors",), values_there=("sensors",)),
        Reason(code=ReasonCode.STAGE, values_there=("market",)),
        Reason(code=ReasonCode.PARTNERSHIP, values_here=("licence",), values_there=("licence",)),
    ]
    _, *lines = gist_views.of_listing(t, chinese(), TITLE, SUMMARY, reasons)
    assert lines[0].startswith("greenhouses")


def test_a_text_of_which_nothing_is_known_has_no_gist() -> None:
    t = translator_for(Language.EN)
    bare = chinese(sectors=frozenset(), partnerships=frozenset(), stage=None)
    assert gist_views.of_listing(t, bare, "您好", "谢谢") == []
    assert gist_views.of_message(t, "Добър ден", None) == []


def test_every_card_and_every_message_of_a_stranger_carries_the_gist() -> None:
    t = translator_for(Language.SR_LATN)
    question = "请问单价是多少？最小起订量300套可以吗？"
    seen = shown(theirs=chinese(), title=TITLE, summary=SUMMARY, pitch=question, pitch_language="zh")
    said = card_views.card(t, seen, [line(question, mine=False, language="zh"), line(question, mine=True)]).text
    assert said.count("plastenici") == 1
    assert said.count("minimalna porudžbina") == 2
    assert "300 komada" in notice_views.line(t, seen, line(question, mine=False, language="zh")).text
    assert TITLE in said
    assert question in said

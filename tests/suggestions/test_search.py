"""Looking for anything, in any language, and asking from there."""

import pytest

from storage.vocabulary import ProfileType
from tests.chat import Chat
from tests.clock import Clock
from tests.events.fair import (
    ANAS,
    MEIS,
    SECRETS_OF_ANA,
    Fair,
    at_the_fair,
    listed,
)

HERBS = "Organski čajevi i lekovito bilje"


@pytest.fixture
async def fair(chat: Chat, clock: Clock) -> Fair:
    fair = await at_the_fair(chat, clock)
    words = "Proizvodimo u Senzor d.o.o. organske čajeve sa planine, ana@senzor.rs"
    await listed(chat, fair.ana, ProfileType.BUSINESS_OFFER, HERBS, words, "sr")
    return fair


@pytest.mark.parametrize("words", ["茶", "herbl tea", "lekovto bilje", "чај од биља", "tea", "čaj", "herbs"])
async def test_it_is_found_in_any_language_and_with_typos_without_names(fair: Fair, words: str) -> None:
    await fair.mei.types(f"/search {words}")
    assert HERBS in fair.mei.sees()
    assert not any(secret in fair.mei.phone.reads() for secret in SECRETS_OF_ANA)


async def test_what_is_at_home_is_not_found(fair: Fair) -> None:
    await fair.ana.types(f"/search {ANAS}")
    assert MEIS in fair.ana.sees()
    assert HERBS not in fair.ana.sees()


async def test_filters_narrow_it_down_and_typed_words_search_anew(fair: Fair) -> None:
    mei = fair.mei
    await mei.types("/search")
    await mei.types("soil sensor")
    await mei.says("📥 Needs")
    assert mei.t("Nothing with these filters.") in mei.sees()
    await mei.says("📤 Offers")
    await mei.presses("🌍")
    await mei.presses("塞尔维亚")
    await mei.presses("🏷")
    await mei.says("All sectors")
    assert ANAS in mei.sees()
    await mei.types("tea")
    assert HERBS in mei.sees()
    await mei.types("zzzz qqqq")
    await mei.says("Done")


async def test_it_says_that_listings_are_still_being_read(fair: Fair, monkeypatch: pytest.MonkeyPatch) -> None:
    mei = fair.mei
    await mei.types("/search zzzz qqqq")
    assert mei.t("I am still reading the listings that are here. Search again in a minute.") not in mei.sees()
    monkeypatch.setattr(fair.chat.program.services.matchmaker, "_behind", True)
    await mei.types("/search zzzz qqqq")
    assert mei.t("I am still reading the listings that are here. Search again in a minute.") in mei.sees()
    await mei.types("/search tea")
    assert HERBS in mei.sees(), "what is found is shown"


async def test_from_a_result_one_asks_to_be_introduced(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await mei.types("/search tea")
    await mei.says("🤝 Introduce us")
    await mei.presses(mei.t("Send"))
    assert MEIS in ana.sees()
    await ana.says("✅ Accept and share contacts")
    assert "ana@senzor.rs" in mei.sees()


async def test_who_has_several_listings_says_from_which_one_asks(fair: Fair) -> None:
    mei = fair.mei
    await listed(fair.chat, mei, ProfileType.BUSINESS_REQUEST, "寻找花草茶", "我们寻找塞尔维亚的有机花草茶.", "zh")
    await mei.types("/search tea")
    await mei.says("🤝 Introduce us")
    await mei.presses("寻找花草茶")
    assert "寻找花草茶" in mei.sees()
    await mei.presses(mei.t("Send"))
    assert "寻找花草茶" in fair.ana.sees()


async def test_who_has_no_listing_to_ask_from_makes_one_of_the_words(fair: Fair) -> None:
    ana = fair.ana
    await ana.types("/search 寻找传感器")
    assert MEIS in ana.sees()
    await listed(fair.chat, fair.mei, ProfileType.BUSINESS_OFFER, "智能灌溉控制器", "我们生产智能灌溉控制器.", "zh")
    await ana.types("/search 智能灌溉控制器")
    await ana.says("🤝 Introduce us")
    wanted = "To ask for an introduction you need a listing that says what you look for. Let's create it."
    assert ana.t(wanted) in ana.sees()


async def test_words_that_no_dialog_waits_for_are_searched_or_made_a_listing(fair: Fair) -> None:
    mei = fair.mei
    await mei.types("我们寻找塞尔维亚的有机花草茶和药用植物供应商")
    await mei.says("🔎 Search for it")
    assert HERBS in mei.sees()
    await mei.says("Done")
    await mei.types("我们寻找塞尔维亚的有机花草茶和药用植物供应商")
    await mei.says("📝 Make it a listing")
    assert any(mei.t("Publish") in label for label in mei.buttons())


async def test_a_button_of_an_earlier_search_says_where_one_is(fair: Fair) -> None:
    mei = fair.mei
    await mei.types("/search tea")
    old = mei.phone.last()
    data = old["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await mei.types("/search 土壤湿度")
    mei.phone.presses_stale(old, data)
    await fair.chat.settle()
    assert mei.t("That button is from an earlier step. This is where you are:") in mei.sees()
    assert ANAS in mei.sees()


async def test_five_results_are_in_one_list_and_their_numbers_open_them(fair: Fair) -> None:
    titles = [f"Planinski čaj {name}" for name in ("od nane", "od lipe", "od zove", "od hajdučke trave", "od kamilice")]
    for title in titles:
        await listed(fair.chat, fair.ana, ProfileType.BUSINESS_OFFER, title, f"{title}, pakovan u kutije.", "sr")
    mei = fair.mei
    await mei.types("/search planinski čaj")
    assert {"1", "2", "3", "4", "5", "1 / 2"} <= set(mei.buttons())
    assert mei.t("🤝 Introduce us") not in mei.buttons()
    first = mei.sees().split("1. ")[1].splitlines()[0]
    await mei.presses("1")
    assert first in mei.sees()
    assert f"{first}, pakovan" in mei.sees()
    assert {mei.t("🤝 Introduce us"), "⋯"} <= set(mei.buttons())
    await mei.says("« All results")
    await mei.presses("▶")
    assert "6. " in mei.sees()
    assert "1. " not in mei.sees()
    await mei.presses("6")
    await mei.says("🤝 Introduce us")
    assert mei.t("Send") in " ".join(mei.buttons())


async def test_a_caption_is_taken_like_a_text(fair: Fair) -> None:
    await fair.mei.does("sends_photo", b"x", caption="我们寻找塞尔维亚的有机花草茶")
    assert "我们寻找塞尔维亚的有机花草茶" in fair.mei.sees()
    await fair.mei.says("🔎 Search for it")
    assert HERBS in fair.mei.sees()

"""Cards of listings, sent to any chat by writing "@bot words" there."""

from typing import Any

import pytest

from bot.usecases.people.daily_caps import PER_DAY
from storage.ids import PersonId
from storage.models import DailyUse, Sanction
from storage.people import people
from storage.vocabulary import SanctionKind, SanctionReason, Use
from tests.chat import Chat, Human
from tests.clock import Clock
from tests.events.fair import ANAS, MEIS, SECRETS_OF_ANA, Fair, at_the_fair
from tests.printing.codes import links, texts

CARD = dict[str, Any]


@pytest.fixture
async def fair(chat: Chat, clock: Clock) -> Fair:
    return await at_the_fair(chat, clock)


async def asks(human: Human, words: str) -> CARD:
    """The answer that the person's Telegram shows over the chat."""
    query_id = human.phone.asks_inline(words)
    await human._chat.settle()
    return {"id": query_id, **(human.phone.world.queries[query_id]["answer"] or {"results": [], "button": None})}


def titles(answer: CARD) -> list[str]:
    return [each["title"] for each in answer["results"]]


async def test_a_card_goes_to_a_friend_who_is_led_to_the_listing(fair: Fair) -> None:
    mei, friend = fair.mei, fair.chat.person("Wang", "zh-hans")
    answer = await asks(mei, "soil sensor")
    assert titles(answer) == [ANAS]
    assert not any(secret in str(answer) for secret in SECRETS_OF_ANA)
    pair = fair.chat.world.pair(mei.id, friend.id)
    sent = mei.phone.picks(answer["id"], answer["results"][0]["id"], chat=pair.id)
    assert ANAS in sent["text"]
    (button,) = sent["reply_markup"]["inline_keyboard"][0]
    await friend.does("opens", button["url"])
    assert ANAS in friend.sees()
    assert "Senzor" not in friend.phone.reads()


async def test_the_same_listing_keeps_its_link(fair: Fair) -> None:
    first, second = await asks(fair.mei, "soil sensor"), await asks(fair.mei, "soil sensor")
    assert first["results"] == second["results"]


async def test_telegram_asks_for_no_page_after_the_last(fair: Fair) -> None:
    for words in ("soil sensor", "zzzz qqqq", ""):
        assert (await asks(fair.mei, words))["next_offset"] == ""


async def test_without_words_there_are_the_own_listings(fair: Fair) -> None:
    assert titles(await asks(fair.mei, "")) == [MEIS]
    assert titles(await asks(fair.mei, MEIS[:4]))[0] == MEIS


async def test_the_own_card_is_masked_as_others_see_it(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Senzor d.o.o.", country="Srbija")
    await ana.offers("Soil probes", "Probes of Senzor d.o.o. for greenhouses. Write to ana@senzor.rs.")
    answer = await asks(ana, "soil")
    assert titles(answer) == ["Soil probes"]
    assert "Senzor" not in str(answer["results"])
    assert "ana@senzor.rs" not in str(answer["results"])


async def test_the_button_of_a_listing_asks_for_its_card(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Senzor d.o.o.", country="Srbija")
    await ana.offers("Wireless soil moisture probes", "Probes for soil moisture in greenhouses, with long batteries.")
    await ana.types("/mine")
    await ana.presses("📤 Wireless")
    await ana.says("🔗 Share it")
    query_id = ana.phone.presses(ana.t("📤 Send it to a chat"))
    await chat.settle()
    assert titles(chat.world.queries[query_id]["answer"]) == ["Wireless soil moisture probes"]


async def test_looking_counts_as_a_search_of_the_day_and_own_cards_remain(fair: Fair) -> None:
    mei, day = fair.mei, fair.clock().date()
    async with fair.chat.program.services.database.writing() as session:
        used = PER_DAY[Use.SEARCH] - 1
        session.add(DailyUse(person_id=PersonId(mei.id), use=Use.SEARCH, day=day, times=used))
    await asks(mei, "")
    assert titles(await asks(mei, "soil sensor")) == [ANAS], "own cards cost nothing"
    answer = await asks(mei, "soil sensors")
    assert answer["results"] == []
    told = mei.t("Today's limit is {limit} searches. Continue tomorrow.", limit=PER_DAY[Use.SEARCH])
    assert answer["button"]["text"] == told
    assert titles(await asks(mei, MEIS[:4])) == [MEIS]
    assert told in await mei.types("/search soil sensor")


async def test_strangers_get_a_button_to_begin_and_nothing_is_stored_of_them(fair: Fair) -> None:
    stranger = fair.chat.person("Wang", "zh-hans")
    answer = await asks(stranger, "sensor")
    assert answer["results"] == []
    assert answer["button"]["text"] == stranger.t("Start here to find partners abroad")
    async with fair.chat.program.services.database.reading() as session:
        assert await people.find(session, PersonId(stranger.id)) is None


async def test_a_banned_person_gets_no_answer(fair: Fair) -> None:
    async with fair.chat.program.services.database.writing() as session:
        ban = {"kind": SanctionKind.BAN, "reason": SanctionReason.FRAUD, "created_at": fair.clock()}
        session.add(Sanction(person_id=PersonId(fair.mei.id), **ban))
    query_id = fair.mei.phone.asks_inline("soil sensor")
    await fair.chat.settle()
    assert fair.chat.world.queries[query_id]["answer"] is None


@pytest.mark.parametrize("words", ["zzzz qqqq", "«»", "🍎" * 60])
async def test_words_that_find_nothing_lead_to_a_listing(fair: Fair, words: str) -> None:
    answer = await asks(fair.mei, words)
    assert answer["results"] == []
    assert answer["button"]["text"] == fair.mei.t("Nothing found. Make it a listing")


async def test_files_without_a_name_do_not_have_it_in_their_own_names(chat: Chat) -> None:
    """People pass these files on as they are."""
    ana = await chat.join("Ana", company="Zubrotek d.o.o.", country="Srbija")
    await ana.offers("Zubrotek soil probes", "Probes for soil moisture in greenhouses, with long batteries.")
    await ana.types("/mine")
    await ana.presses("📤 Zubrotek")
    await ana.says("🔗 Share it")
    picture = next(each for each in reversed(ana.phone.messages()) if "photo" in each)
    assert "Zubrotek" not in picture["caption"]
    await ana.says("🖨 Sheet without it")
    names = [each["document"]["file_name"] for each in ana.phone.messages() if "document" in each]
    assert names == ["soil-probes.svg", "soil-probes.pdf"]


@pytest.mark.parametrize(("label", "named"), [("🖨 Sheet with our name", True), ("🖨 Sheet without it", False)])
async def test_a_sheet_is_printed_with_the_name_or_without(chat: Chat, label: str, named: bool) -> None:
    ana = await chat.join("Ana", company="Senzor d.o.o.", country="Srbija")
    await ana.offers("Soil probes", "Probes of Senzor d.o.o. for greenhouses. Write to ana@senzor.rs.")
    await ana.types("/mine")
    await ana.presses("📤 Soil probes")
    await ana.says("🔗 Share it")
    await ana.says(label)
    file = ana.phone.last()["document"]
    pdf = chat.world.files.by_id[file["file_id"]].data
    (page,), ((link,),) = texts(pdf), links(pdf)
    assert ("Senzor" in page, "ana@senzor.rs" in page) == (named, named)
    assert "Soil probes" in page
    assert "Serbia" in page
    mei = await chat.join("Mei", company="Pudong Agritech", country="China")
    await mei.does("opens", link)
    assert "Soil probes" in mei.sees()

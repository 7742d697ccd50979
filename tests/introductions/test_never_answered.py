"""A side says that the other never answered: one kind nudge, the next best match, and a polite end in one tap."""

import pytest

from storage.vocabulary import ProfileType
from tests.chat import Chat
from tests.clock import Clock
from tests.events.fair import ANAS, ANAS_WORDS, Fair, at_the_fair, listed, plain, registered

ASKS = "🔇 They never answered"
NUDGE = "👋 <b>A partner is still waiting for a word from you.</b>"
NEXT = "<b>The next best match for the same listing:</b>"
OVER = "🙏 They thank you, but they are no longer interested. Other matches: /matches"


@pytest.fixture
async def fair(chat: Chat, clock: Clock) -> Fair:
    """Connected a week ago, and asked what came of it."""
    fair = await at_the_fair(chat, clock)
    await fair.accepted()
    await fair.mei.types("/introductions")
    await fair.ana.types("/introductions")
    await fair.time_passes(days=7, hours=1)
    return fair


def nudges(fair: Fair) -> int:
    nudge = plain(fair.ana.t(NUDGE))
    return sum(nudge in message.get("text", "") for message in fair.ana.phone.messages())


def questions(fair: Fair) -> int:
    return sum("📌" in message.get("text", "") for who in (fair.mei, fair.ana) for message in who.phone.messages())


async def test_the_silent_side_is_nudged_once_and_writes_with_one_tap(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await mei.says(ASKS)
    assert mei.t("I reminded them kindly, once.") in mei.sees()
    assert plain(ana.t(NUDGE)) in ana.sees()
    await ana.says("✍️ Write to them")
    await ana.types("Izvinite, bili smo na sajmu.")
    assert "Izvinite, bili smo na sajmu." in mei.sees()
    await fair.time_passes(days=23)
    await mei.says(ASKS)
    assert mei.t("I reminded them kindly, once.") not in mei.sees()
    assert nudges(fair) == 1


async def test_the_other_side_ends_it_politely_and_nobody_is_asked_again(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await mei.says(ASKS)
    await ana.says("We are no longer interested")
    assert ana.t("Thank you. I told them kindly. You can still write to them.") in ana.sees()
    assert mei.t(OVER) in mei.sees()
    asked = questions(fair)
    await fair.time_passes(days=90)
    assert questions(fair) == asked


async def test_the_answer_brings_the_next_best_match_of_the_same_listing(fair: Fair) -> None:
    mei = fair.mei
    await mei.says(ASKS)
    assert mei.t("I keep looking and tell you as soon as somebody else fits.") in mei.sees(), "there is nobody else"
    ivo = fair.chat.person("Ivo", "sr")
    await registered(fair.chat, ivo, "Vlaga d.o.o.", "HR", "ivo@vlaga.hr")
    await listed(fair.chat, fair.ana, ProfileType.BUSINESS_OFFER, f"{ANAS} 2", ANAS_WORDS, "sr")
    await listed(fair.chat, ivo, ProfileType.BUSINESS_OFFER, ANAS, ANAS_WORDS, "sr")
    await fair.chat.settle()
    await fair.time_passes(days=23)
    await mei.says(ASKS)
    seen = mei.sees()
    assert plain(mei.t(NEXT)) in seen
    assert "克罗地亚" in seen.split(plain(mei.t(NEXT)))[1], "not another listing of those who never answered"
    assert "Vlaga" not in seen
    await mei.says("🤝 Introduce us")
    await mei.presses(mei.t("Send"))
    assert plain(ivo.t("🤝 <b>A company would like to meet you.</b>")) in ivo.sees()


async def test_a_nudge_waits_for_the_morning_and_goes_if_they_have_written_by_then(fair: Fair, clock: Clock) -> None:
    mei, ana = fair.mei, fair.ana
    await fair.time_passes(hours=12)
    await mei.says(ASKS)
    assert nudges(fair) == 0, "it is night in Belgrade"
    await ana.types("/introductions")
    await ana.presses("🤝 🇨🇳")
    await ana.says("✍️ Write to them")
    await ana.types("Javljam se sutra.")
    await fair.time_passes(hours=12)
    assert nudges(fair) == 0


async def test_after_no_result_nobody_is_nudged(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await ana.says("No result")
    await mei.says(ASKS)
    assert mei.t("I reminded them kindly, once.") not in mei.sees()
    assert nudges(fair) == 0


async def test_after_a_block_nobody_is_nudged(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await ana.types("/introductions")
    await ana.presses("🤝 🇨🇳")
    await ana.says("🚫 Block this company")
    await ana.says("🚫 Yes, block")
    await mei.says(ASKS)
    assert nudges(fair) == 0

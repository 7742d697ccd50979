"""Notices that Telegram refuses at first: they arrive later, once and as a whole."""

import asyncio

from tests.chat import Chat, Human
from tests.clock import Clock
from tests.events.fair import at_the_fair

WAIT_S = 1


async def after_the_wait(chat: Chat, clock: Clock) -> None:
    """The wait that Telegram asked for is over, by the clock of the rows and by that of the pace."""
    clock.forward(minutes=1)
    await asyncio.sleep(WAIT_S)
    await chat.settle()


def refuse_once(chat: Chat, human: Human, method: str = "sendMessage") -> None:
    chat.world.faults.add("too_many_requests", method, chat_id=human.id, seconds=WAIT_S, times=1)


async def test_a_new_match_whose_notice_is_refused_is_told_later(chat: Chat, clock: Clock) -> None:
    ana = await chat.join("Ana", company="Senzor d.o.o.", country="Serbia")
    await ana.offers("Soil moisture sensors for greenhouses", sector="sensor")
    mei = await chat.join("Mei", company="Pudong Agritech", country="China")
    refuse_once(chat, ana)
    await mei.needs("Soil moisture sensors for greenhouses", sector="sensor")
    assert "new match for you" not in ana.phone.reads()
    await after_the_wait(chat, clock)
    assert ana.phone.reads().count("new match for you") == 1


async def test_a_relayed_photo_with_a_long_text_arrives_once_when_its_text_is_refused(chat: Chat, clock: Clock) -> None:
    two = await at_the_fair(chat, clock)
    await two.accepted()
    await two.mei.says("✍️ Write to them", older=True)
    refuse_once(chat, two.ana)
    await two.mei.does("sends_photo", b"\x89PNG field", caption="水" * 1_020)
    photos, texts = arrived(two.ana)
    assert (photos, texts) == (1, 0), "the text below was refused"
    await after_the_wait(chat, clock)
    assert arrived(two.ana) == (1, 1)


def arrived(human: Human) -> tuple[int, int]:
    """Photos, and texts of the photo's words."""
    messages = human.phone.messages()
    return sum("photo" in each for each in messages), sum("水水水" in each.get("text", "") for each in messages)

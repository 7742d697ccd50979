"""Whoever writes while listings are still being read after a start is told who fits as soon as they are."""

import pytest

from handlers.people.first_message.counterparts import answer_awaiting
from storage.vocabulary import Kind
from tests.chat import Chat, Human
from tests.people.newcomer import SENSORS, there

NEED = "我们寻找温室土壤湿度传感器的供应商，需要无线的。"


@pytest.fixture
async def waiting(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> Human:
    """Wang has written before any listing was read; then Ana's is there."""
    wang, matchmaker = chat.person("Wang", "zh-hans"), chat.program.services.matchmaker
    with monkeypatch.context() as reading:
        reading.setattr(type(matchmaker), "still_reading", True)
        await wang.types(NEED)
        await there(chat, Kind.OFFER)
        assert await answer_awaiting(chat.program.services, chat.program.application.bot) == 0
    assert SENSORS[0] not in wang.sees()
    return wang


async def test_newcomers_are_told_of_counterparts_once_the_index_is_loaded(chat: Chat, waiting: Human) -> None:
    services, bot = chat.program.services, chat.program.application.bot
    assert await answer_awaiting(services, bot) == 1
    assert SENSORS[0] in waiting.sees()
    assert await answer_awaiting(services, bot) == 0
    await waiting.says("✅ I agree: publish and introduce me")
    assert "1" in waiting.sees()


async def test_newcomers_who_went_on_or_left_are_told_nothing(chat: Chat, waiting: Human) -> None:
    services, bot = chat.program.services, chat.program.application.bot
    await waiting.says("✅ I agree: publish and introduce me")
    before = waiting.phone.reads()
    assert await answer_awaiting(services, bot) == 0
    assert waiting.phone.reads() == before


async def test_a_newcomer_who_blocked_the_bot_does_not_delay_others(chat: Chat, waiting: Human) -> None:
    waiting.phone.blocks()
    assert await answer_awaiting(chat.program.services, chat.program.application.bot) == 1

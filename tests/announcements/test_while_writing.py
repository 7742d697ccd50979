"""An announcement that comes while somebody writes to a partner: what they type next may be meant for it."""

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.world import World
from tests.announcements.test_announcing import announces, opens_fair
from tests.chat import Chat, open_chat
from tests.clock import Clock
from tests.events.fair import at_the_fair
from tests.events.test_organizer import ADMIN


@pytest.fixture
async def chat(world: World, clock: Clock, database_url: str) -> AsyncIterator[Chat]:
    async with open_chat(world, database_url, clock, admins=str(ADMIN)) as chat:
        yield chat


async def test_an_announcement_ends_the_writing_and_the_words_are_asked_about(chat: Chat, clock: Clock) -> None:
    _, olga, code = await opens_fair(chat)
    fair = await at_the_fair(chat, clock)
    mei, ana = fair.mei, fair.ana
    await mei.types(f"/join {code}")
    await mei.types("/matches")
    await fair.accepted()
    await mei.says("✍️ Write to them", older=True)
    await mei.types("您好")
    assert "您好" in ana.sees()

    clock.forward(minutes=1)
    await announces(olga, "Who comes to dinner? Answer me.")
    assert "Who comes to dinner?" in mei.sees()
    await mei.types("我来")

    assert "我来" not in ana.phone.reads()
    await mei.presses(mei.t("✍️ Send to {name}", name="Senzor d.o.o."))
    assert "我来" in ana.sees(), "one tap away"
    await mei.types("明天见")
    assert "明天见" in ana.sees(), "the announcement ended the writing once"

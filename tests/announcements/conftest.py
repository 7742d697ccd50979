"""A chat with the program in it, sending faster than Telegram would take, and a fair with three guests."""

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.world import World
from tests.announcements.fair import Fair, open_fair
from tests.chat import Chat, open_chat
from tests.clock import Clock


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def chat(world: World, clock: Clock, database_url: str) -> AsyncIterator[Chat]:
    async with open_chat(world, database_url, clock) as chat:
        yield chat


@pytest.fixture
async def fair(chat: Chat, world: World, clock: Clock) -> Fair:
    return await open_fair(chat.program.services.database, world, clock())

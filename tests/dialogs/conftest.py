"""A chat with the whole program in it, on each database."""

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.world import World
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

"""Fixtures: a fair with meetings in a chat."""

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.world import World
from tests.chat import open_chat
from tests.clock import Clock
from tests.meetings.fair import Fair, at_a_fair_with_meetings


@pytest.fixture
async def fair(world: World, clock: Clock, database_url: str) -> AsyncIterator[Fair]:
    async with open_chat(world, database_url, clock) as chat:
        yield await at_a_fair_with_meetings(chat, clock)

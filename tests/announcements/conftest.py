"""A fair with three guests."""

import pytest

from bot.sandbox.world import World
from tests.announcements.fair import Fair, open_fair
from tests.chat import Chat
from tests.clock import Clock


@pytest.fixture
async def fair(chat: Chat, world: World, clock: Clock) -> Fair:
    return await open_fair(chat.program.services.database, world, clock())

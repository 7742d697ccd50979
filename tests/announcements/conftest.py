"""A fair with three guests."""

import pytest

from bot.sandbox.world import World
from storage.database import Database
from tests.announcements.fair import Fair, open_fair
from tests.chat import Chat
from tests.clock import Clock


@pytest.fixture
async def fair(chat: Chat, world: World, clock: Clock) -> Fair:
    return await open_fair(chat.program.services.database, world, clock())


@pytest.fixture
async def stored_fair(database: Database, world: World, clock: Clock) -> Fair:
    """The same fair without the program: for rules that need only the database."""
    return await open_fair(database, world, clock())

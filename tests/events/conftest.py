"""A fair in the database, without the program."""

import pytest

from bot.sandbox.world import World
from storage.database import Database
from tests.announcements.fair import Fair, open_fair
from tests.clock import Clock


@pytest.fixture
async def fair(database: Database, world: World, clock: Clock) -> Fair:
    """Olga organizes it; three guests have joined."""
    return await open_fair(database, world, clock())


@pytest.fixture
async def other_fair(database: Database, world: World, clock: Clock) -> Fair:
    """Of another organizer, with one guest."""
    return await open_fair(database, world, clock(), people=1)

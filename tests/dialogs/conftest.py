"""A chat with the whole program in it, on each database."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

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


# Dialogs speak to the database through queries that have tests of their own on both kinds. Here the other kind is for
# the main way; PARTNERBRIDGE_TESTS=all plays everything on both, which takes twenty minutes more.
_ON_BOTH = frozenset({"test_matches", "test_introductions", "test_registration", "test_privacy", "test_organizer"})


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if os.environ.get("PARTNERBRIDGE_TESTS") == "all":
        return
    here = Path(__file__).parent
    left_out = [
        item
        for item in items
        if item.path.parent == here and item.path.stem not in _ON_BOTH and item.get_closest_marker("postgres")
    ]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        chosen = set(map(id, left_out))
        items[:] = [item for item in items if id(item) not in chosen]

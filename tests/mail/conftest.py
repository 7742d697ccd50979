"""Fixtures: Mei on Telegram, Senzor reached by mail."""

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.world import World
from storage.database import Database
from tests.chat import Chat
from tests.clock import Clock
from tests.mail.post import Post, open_post
from tests.mail.waiting import Waiting, senzor_waits


@pytest.fixture
async def office(world: World, clock: Clock, database_url: str) -> AsyncIterator[Post]:
    async with open_post(world, database_url, clock) as post:
        yield post


@pytest.fixture
def chat(office: Post) -> Chat:
    """Tests of this chat run on SQLite only, like most."""
    return office.chat


@pytest.fixture
def post(office: Post, chat: Chat) -> Post:
    return office


@pytest.fixture
async def waiting(database: Database) -> Waiting:
    return await senzor_waits(database)

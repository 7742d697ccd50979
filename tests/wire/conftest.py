"""A world and an unmodified bot in it, through either door."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bot.sandbox.people import Person, person
from bot.sandbox.server import serve
from bot.sandbox.transport import WorldRequest
from bot.sandbox.world import TOKEN, World


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def mei(world: World) -> Person:
    """A person who has started the bot; what she did so far is no update any more."""
    mei = person(world, "Mei", language_code="zh-hans", username="mei_sh")
    mei.starts()
    world.updates.take_all()
    return mei


@pytest.fixture(params=["http", "in process"])
async def bot(request: pytest.FixtureRequest, world: World) -> AsyncIterator[Bot]:
    if request.param == "in process":
        async with Bot(TOKEN, request=WorldRequest(world), get_updates_request=WorldRequest(world)) as inside:
            yield inside
        return
    async with (
        serve(world) as server,
        Bot(TOKEN, base_url=server.base_url, base_file_url=server.base_file_url) as outside,
    ):
        yield outside

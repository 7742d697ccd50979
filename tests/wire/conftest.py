"""A world and an unmodified bot in it, through either door."""

import importlib
from collections.abc import AsyncIterator
from types import ModuleType

import pytest
from telegram import Bot

from bot.sandbox.people import Person, person
from bot.sandbox.server import serve
from bot.sandbox.transport import WorldRequest
from bot.sandbox.world import TOKEN, World


@pytest.fixture(scope="session")
def aiogram() -> ModuleType:
    """Another library. Building its models takes seconds, which only the process that runs these tests spends."""
    for name in ("methods", "types", "exceptions", "client.telegram", "client.session.aiohttp"):
        importlib.import_module(f"aiogram.{name}")
    return importlib.import_module("aiogram")


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

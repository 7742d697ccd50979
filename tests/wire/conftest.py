"""A world and an unmodified bot in it, through either handler."""

import importlib
from collections.abc import AsyncIterator
from types import ModuleType

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.sandbox.people import Person, person
from bot.sandbox.server import serve
from bot.sandbox.transport import WorldRequest
from bot.sandbox.world import TOKEN, World
from bot.telegram.request import ssl_context


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
        Bot(
            TOKEN,
            base_url=server.base_url,
            base_file_url=server.base_file_url,
            request=_over_http(),
            get_updates_request=_over_http(),
        ) as outside,
    ):
        yield outside


def _over_http() -> HTTPXRequest:
    """The library's own. It would load the certificate authorities anew for each bot: 20 ms of CPU."""
    return HTTPXRequest(httpx_kwargs={"verify": ssl_context()})

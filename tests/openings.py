"""What each chat would do alike when it opens, done once for all: reading the settings, publishing the common menus."""

import copy
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from pydantic import SecretStr
from telegram.ext import ExtBot

from bot.sandbox.world import World
from bot.settings.settings import Settings
from bot.telegram import command_menu

_published: dict[str, Any] = {}


def settings_for(world: World, database_url: str, **more: Any) -> Settings:
    # No test waits for people to slow down, but for the one about floods.
    values = {"api_url": "http://127.0.0.1:1", "flood_burst": 100_000, **more}
    common = _read(tuple(sorted(values.items())))
    return common.model_copy(update={"token": SecretStr(world.token), "database_url": database_url})


@cache
def _read(values: tuple[tuple[str, Any], ...]) -> Settings:
    return Settings(_env_file=None, **dict(values))


@contextmanager
def published_menus(world: World) -> Iterator[None]:
    """Inside, the menus for everybody are put into the world as the first chat published them. Those of people with a
    role are sent, unless there is nobody in the world yet. tests/http and tests/wire hold that all of it is sent.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command_menu, "publish", _publishing(world, command_menu.publish))
        patch.setattr(command_menu, "publish_for_all", _if_anybody(world, command_menu.publish_for_all))
        yield


def _if_anybody(world: World, publish_for_all: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """The neighbours of `tests.neighbours` have roles, but no phones."""

    async def published(*arguments: Any, **more: Any) -> None:
        if world.people:
            await publish_for_all(*arguments, **more)

    return published


def _publishing(world: World, publish: Callable[[ExtBot[Any]], Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    async def published(bot: ExtBot[Any]) -> None:
        if not _published:
            await publish(bot)
            common = {key: value for key, value in world.settings["commands"].items() if "all_private_chats" in key}
            _published.update(copy.deepcopy(common))
        world.settings.setdefault("commands", {}).update(copy.deepcopy(_published))

    return published

"""Two libraries judge every answer and update: neither finds a field it does not know nor misses one it needs."""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
import telegram
from pydantic import BaseModel, TypeAdapter

from bot.sandbox.methods import METHODS
from bot.sandbox.world import World
from tests.wire.scenes import EVERY_UPDATE, play_everything

NEWER_THAN_PTB = frozenset({"can_send_welcome_messages", "can_react_to_messages"})
"""Demanded by Bot API 10.1 to 10.3, which aiogram speaks, and unknown to this python-telegram-bot."""


@pytest.fixture
async def played() -> World:
    world = World()
    await play_everything(world)
    return world


def unknown_to_aiogram(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, BaseModel):
        yield from (f"{path}.{name}" for name in value.model_extra or {})
        for name in type(value).model_fields:
            yield from unknown_to_aiogram(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, list | tuple):
        for item in value:
            yield from unknown_to_aiogram(item, f"{path}[]")


def unknown_to_ptb(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, telegram.TelegramObject):
        yield from (f"{path}.{name}" for name in value.api_kwargs if name not in NEWER_THAN_PTB)
        for name in {slot for kind in type(value).__mro__ for slot in getattr(kind, "__slots__", ())}:
            if not name.startswith("_"):
                yield from unknown_to_ptb(getattr(value, name, None), f"{path}.{name}")
    elif isinstance(value, list | tuple):
        for item in value:
            yield from unknown_to_ptb(item, f"{path}[]")


def named_classes(annotation: Any) -> Iterator[type[telegram.TelegramObject]]:
    """The python-telegram-bot classes for what aiogram says a method returns."""
    for inner in getattr(annotation, "__args__", ()):
        yield from named_classes(inner)
    found = getattr(telegram, getattr(annotation, "__name__", ""), None)
    if isinstance(found, type) and issubclass(found, telegram.TelegramObject):
        # Families are read through their base class, which looks at the type.
        yield next((base for base in (telegram.MenuButton, telegram.ChatMember) if issubclass(found, base)), found)


async def test_every_simulated_method_was_played(played: World) -> None:
    succeeded = {entry.method for entry in played.journal.calls() if entry.ok}
    failed = [(e.method, e.answer) for e in played.journal.calls() if not e.ok]
    assert not failed
    assert METHODS.keys() - succeeded == set()


async def test_every_kind_of_update_was_played(played: World) -> None:
    kinds = {kind for update in played.updates.pending for kind in update if kind != "update_id"}
    assert kinds == set(EVERY_UPDATE)


async def test_aiogram_accepts_every_answer(played: World, aiogram: ModuleType) -> None:
    unknown: set[str] = set()
    for entry in played.journal.calls():
        method = getattr(aiogram.methods, entry.method[0].upper() + entry.method[1:])
        result = TypeAdapter(method.__returning__).validate_python(entry.answer["result"])
        unknown.update(unknown_to_aiogram(result, entry.method))
    assert unknown == set()


async def test_aiogram_accepts_every_update(played: World, aiogram: ModuleType) -> None:
    unknown: set[str] = set()
    for update in played.updates.pending:
        unknown.update(unknown_to_aiogram(aiogram.types.Update.model_validate(update), "update"))
    assert unknown == set()


async def test_ptb_knows_every_field_of_every_answer(played: World, aiogram: ModuleType) -> None:
    unknown: set[str] = set()
    judged = 0
    for entry in played.journal.calls():
        method = getattr(aiogram.methods, entry.method[0].upper() + entry.method[1:])
        result = entry.answer["result"]
        for kind in named_classes(method.__returning__):
            for item in result if isinstance(result, list) else [result]:
                if isinstance(item, dict):
                    unknown.update(unknown_to_ptb(kind.de_json(item, None), entry.method))
                    judged += 1
    assert judged > 40
    assert unknown == set()


async def test_ptb_knows_every_field_of_every_update(played: World) -> None:
    unknown: set[str] = set()
    for update in played.updates.pending:
        unknown.update(unknown_to_ptb(telegram.Update.de_json(update, None), "update"))
    assert unknown == set()

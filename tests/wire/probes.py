"""What a probe of a method needs."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from telegram import (
    Bot,
    MessageEntity,
)

from bot.sandbox.people import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The bot, Mei who talks to it, a text and a photo it sent her, a message of hers."""

    bot: Bot
    mei: Person
    text: int
    photo: int
    hers: int
    file_id: str

    @property
    def me(self) -> int:
        return self.mei.id


Probe = Callable[[Stage], Awaitable[Any]]


def inline(**button: Any) -> dict[str, Any]:
    """A raw keyboard of one button, such as no class of the library would build."""
    return {"api_kwargs": {"reply_markup": {"inline_keyboard": [[button]]}}}


def entity(kind: str, offset: int, length: int) -> MessageEntity:
    return MessageEntity(kind, offset, length)

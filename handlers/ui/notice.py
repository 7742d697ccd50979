"""Notices: the message of a delivery, and the write that follows after it was sent."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.context import Services
from bot.i18n.translator import Translator
from bot.usecases.moderation.roles import Actor
from handlers.ui.view import View
from storage.ids import PersonId
from storage.models import Delivery

OnSent = Callable[[AsyncSession, datetime], Awaitable[None]]
"""Writes in the transaction that marks the delivery as sent. Gets the time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message with a write that runs only after it was sent, such as "seen" or "reminded"."""

    view: View
    on_sent: OnSent


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeContext:
    """The data that a notice is rendered from. The session only reads."""

    session: AsyncSession
    services: Services
    delivery: Delivery
    t: Translator

    @property
    def person_id(self) -> PersonId:
        return self.delivery.person_id

    @property
    def topic(self) -> str:
        return self.delivery.topic

    @property
    def payload(self) -> dict[str, Any]:
        return self.delivery.payload

    @property
    def now(self) -> datetime:
        return self.services.clock()

    @property
    def actor(self) -> Actor:
        return Actor(id=self.person_id, admins=self.services.settings.admins)


Renderer = Callable[[NoticeContext], Awaitable[View | Notice | None]]
"""Renders a delivery. Returns None if the message is obsolete: its subject is deleted or already seen."""

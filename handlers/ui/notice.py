"""What a delivery says, and what becomes true once it was sent."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.context import Services
from bot.i18n.translator import Translator
from handlers.ui.screen import View
from storage.models import Delivery

OnSent = Callable[[AsyncSession, datetime], Awaitable[None]]
"""A write in the transaction that records the delivery as sent, at that time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message that changes something, but only once it was sent: "seen", "reminded", "told"."""

    view: View
    on_sent: OnSent


Words = Callable[[AsyncSession, Services, Delivery, Translator], Awaitable[View | Notice | None]]
"""Writes a delivery. It only reads, and returns None for a message that has become pointless: its subject is gone, or
the person has seen it already."""

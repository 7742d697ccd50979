"""Notices: the message of a delivery, and the write that follows once it was sent."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.context import Services
from bot.i18n.translator import Translator
from handlers.ui.screen import View
from storage.models import Delivery

OnSent = Callable[[AsyncSession, datetime], Awaitable[None]]
"""A write in the transaction that marks the delivery as sent; gets the time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message with a write that runs only after it was sent, such as "seen" or "reminded"."""

    view: View
    on_sent: OnSent


Words = Callable[[AsyncSession, Services, Delivery, Translator], Awaitable[View | Notice | None]]
"""Renders a delivery. Reads only. Returns None if the message is obsolete: its subject is gone or already seen."""

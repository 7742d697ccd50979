"""What people are told about their data without having asked."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.context import Services
from bot.i18n.translator import Translator
from bot.usecases.privacy import rights
from handlers.privacy import page_views
from handlers.ui.screen import View
from storage.models import Delivery
from storage.vocabulary import Topic

Words = Callable[[AsyncSession, Services, Delivery, Translator], Awaitable[View | None]]


async def _changed(session: AsyncSession, _services: Services, delivery: Delivery, t: Translator) -> View | None:
    """Pointless once they have said yes to it."""
    return None if (await rights.consents(session, delivery.person_id)).is_of_today else page_views.changed(t)


async def _long_silence(_session: AsyncSession, _services: Services, delivery: Delivery, t: Translator) -> View | None:
    return page_views.long_silence(t, t.date(datetime.fromisoformat(delivery.payload["until"])))


WORDS: Final[dict[str, Words]] = {Topic.PRIVACY_CHANGED: _changed, Topic.LONG_SILENCE: _long_silence}

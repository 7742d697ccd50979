"""Notices to organizers about the end of a recommendation."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.context import Services
from bot.errors import NotAllowedError
from bot.i18n.translator import Translator
from bot.usecases import recommendations
from bot.usecases.moderation.roles import Actor
from handlers.recommendations import views
from handlers.ui.notice import Words
from handlers.ui.screen import View
from storage.ids import RecommendationId
from storage.models import Delivery
from storage.vocabulary import Topic


async def status(session: AsyncSession, services: Services, delivery: Delivery, t: Translator) -> View | None:
    """Returns None if the person no longer organizes the event."""
    who = Actor(id=delivery.person_id, admins=services.settings.admins)
    try:
        one = await recommendations.standing_of(session, who, RecommendationId(delivery.payload["recommendation_id"]))
    except NotAllowedError:
        return None
    return views.told(t, one)


WORDS: dict[str, Words] = {Topic.RECOMMENDATION_STATUS: status}

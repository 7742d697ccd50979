"""Notices to the two companies of a recommendation."""

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncSession

from bot.context import Services
from bot.errors import DomainError
from bot.i18n.translator import Translator
from bot.usecases import recommendations
from bot.usecases.recommendations import Invitation
from handlers.recommendations import recommended_views
from handlers.ui.notice import Words
from handlers.ui.screen import View
from storage.ids import RecommendationId
from storage.models import Delivery
from storage.vocabulary import RecommendationStatus, Topic

_TOLD: dict[str, Callable[[Translator, Invitation], View]] = {
    Topic.RECOMMENDED: recommended_views.card,
    Topic.RECOMMENDATION_RETURNED: recommended_views.returned,
    Topic.RECOMMENDATION_REMINDER: recommended_views.reminder,
    Topic.RECOMMENDATION_WITHDRAWN: recommended_views.withdrawn,
}


async def words(session: AsyncSession, _services: Services, delivery: Delivery, t: Translator) -> View | None:
    """Returns None if the notice is outdated or the person no longer represents this side."""
    number = RecommendationId(delivery.payload["recommendation_id"])
    try:
        asked = await recommendations.invitation(session, delivery.person_id, number)
    except DomainError:
        return None
    is_end = delivery.topic == Topic.RECOMMENDATION_WITHDRAWN
    status = RecommendationStatus.WITHDRAWN if is_end else RecommendationStatus.ASKED
    return _TOLD[delivery.topic](t, asked) if asked.status is status else None


WORDS: dict[str, Words] = dict.fromkeys(_TOLD, words)

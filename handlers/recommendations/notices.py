"""Notices about recommendations, to the two companies and to the organizer."""

from collections.abc import Callable

from bot.errors import DomainError, NotAllowedError
from bot.i18n.translator import Translator
from bot.usecases import recommendations
from bot.usecases.recommendations import ShownRecommendation
from handlers.recommendations import card_views, views
from handlers.ui.notice import NoticeContext, Renderer
from handlers.ui.view import View
from storage.ids import RecommendationId
from storage.vocabulary import RecommendationStatus, Topic

_VIEWS: dict[str, Callable[[Translator, ShownRecommendation], View]] = {
    Topic.RECOMMENDED: card_views.card,
    Topic.RECOMMENDATION_RETURNED: card_views.returned,
    Topic.RECOMMENDATION_REMINDER: card_views.reminder,
    Topic.RECOMMENDATION_WITHDRAWN: card_views.withdrawn,
}


async def _of_side(ctx: NoticeContext) -> View | None:
    """Returns None if the notice is outdated or the person no longer represents this side."""
    try:
        asked = await recommendations.my_recommendation(ctx.session, ctx.person_id, _number(ctx))
    except DomainError:
        return None
    is_end = ctx.topic == Topic.RECOMMENDATION_WITHDRAWN
    status = RecommendationStatus.WITHDRAWN if is_end else RecommendationStatus.ASKED
    return _VIEWS[ctx.topic](ctx.t, asked) if asked.status is status else None


async def _status(ctx: NoticeContext) -> View | None:
    """Returns None if the person no longer organizes the event."""
    try:
        return views.ended(ctx.t, await recommendations.recommendation_of_event(ctx.session, ctx.actor, _number(ctx)))
    except NotAllowedError:
        return None


def _number(ctx: NoticeContext) -> RecommendationId:
    return RecommendationId(ctx.payload["recommendation_id"])


NOTICES: dict[str, Renderer] = {**dict.fromkeys(_VIEWS, _of_side), Topic.RECOMMENDATION_STATUS: _status}

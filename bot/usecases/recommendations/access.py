"""Decides who may answer a recommendation. Checked in the database each time."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.introductions.errors import NotYoursError
from storage.ids import PersonId, RecommendationId
from storage.models import Recommendation
from storage.people import memberships
from storage.recommendations import recommendations
from storage.screening import hits
from storage.vocabulary import Kind


async def recommendation_of(
    session: AsyncSession, person_id: PersonId, number: RecommendationId
) -> tuple[Recommendation, Kind]:
    """Returns the recommendation and the person's side.

    Raises NotYoursError for outsiders, for people who speak for both sides, and while the recommendation is held.
    """
    found = await recommendations.find(session, number)
    side = None if found is None else await side_of(session, person_id, found)
    if found is None or side is None or found.told_at is None or await is_hidden(session, found):
        raise NotYoursError
    return found, side


async def side_of(session: AsyncSession, person_id: PersonId, recommendation: Recommendation) -> Kind | None:
    sides = []
    for side in Kind:
        company_id = recommendation.company_of(side)
        if company_id is not None and await memberships.speaks_for(session, person_id, company_id):
            sides.append(side)
    return sides[0] if len(sides) == 1 else None


async def is_hidden(session: AsyncSession, recommendation: Recommendation) -> bool:
    """Returns True if a screening hit holds the recommendation. Nobody is told."""
    return await hits.has_uncleared_hit(session, [recommendation.need_company_id, recommendation.offer_company_id])

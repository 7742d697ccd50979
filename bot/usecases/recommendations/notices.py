"""Queues notices about recommendations, in the transaction of the change."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.introductions.notices import not_before
from storage import outbox
from storage.ids import CompanyId, PersonId
from storage.models import Recommendation
from storage.people import preferences
from storage.people.preferences import Listener
from storage.vocabulary import Kind, RecommendationStatus, Topic


async def listeners_by_side(
    session: AsyncSession, need: CompanyId | None, offer: CompanyId | None
) -> dict[Kind, list[Listener]]:
    """Returns the recipients on each side, without people who speak for both sides. A deleted company is None."""
    heard = {
        side: [] if company_id is None else await preferences.listeners(session, company_id)
        for side, company_id in ((Kind.NEED, need), (Kind.OFFER, offer))
    }
    both = {one.person_id for one in heard[Kind.NEED]} & {one.person_id for one in heard[Kind.OFFER]}
    return {side: [one for one in found if one.person_id not in both] for side, found in heard.items()}


async def tell_side(
    session: AsyncSession, recommendation: Recommendation, side: Kind, topic: Topic, now: datetime, *, number: int = 0
) -> None:
    """Tells all recipients on this side. `number` distinguishes several notices of one topic."""
    heard = await listeners_by_side(session, recommendation.need_company_id, recommendation.offer_company_id)
    for listener in heard[side]:
        await _tell(session, recommendation, side, listener, topic, now, number)


async def _tell(
    session: AsyncSession,
    recommendation: Recommendation,
    side: Kind,
    listener: Listener,
    topic: Topic,
    now: datetime,
    number: int,
) -> None:
    await outbox.queue_message(
        session,
        listener.person_id,
        topic,
        payload={"recommendation_id": recommendation.id, "side": side.value},
        dedupe_key=_key_of(topic, recommendation, listener.person_id, number),
        now=now,
        not_before=not_before(topic, listener, now),
    )


def _key_of(topic: Topic, recommendation: Recommendation, person_id: PersonId, number: int = 0) -> str:
    return f"{topic}:{recommendation.id}:{number}:{person_id}"


async def tell_organizer(
    session: AsyncSession, recommendation: Recommendation, status: RecommendationStatus, now: datetime
) -> None:
    """Tells the organizer the result, without details."""
    if recommendation.organizer_id is None:
        return
    await outbox.queue_message(
        session,
        recommendation.organizer_id,
        Topic.RECOMMENDATION_STATUS,
        payload={"recommendation_id": recommendation.id, "status": status.value},
        dedupe_key=_key_of(Topic.RECOMMENDATION_STATUS, recommendation, recommendation.organizer_id),
        now=now,
    )

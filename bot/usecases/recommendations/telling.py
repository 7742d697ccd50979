"""Who is told what of a recommendation: rows in the outbox, written with the change that they tell of."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.introductions.notices import not_before
from storage import outbox
from storage.ids import CompanyId, PersonId
from storage.models import Recommendation
from storage.people import preferences
from storage.people.preferences import Listener
from storage.screening import hits
from storage.vocabulary import Kind, RecommendationStatus, Topic


async def is_hidden(session: AsyncSession, recommendation: Recommendation) -> bool:
    """Held back: somebody in it is like a name on a sanctions list. Nobody is told of it, nor why."""
    return await hits.is_suspect(session, [recommendation.need_company_id, recommendation.offer_company_id])


async def voices(session: AsyncSession, need: CompanyId, offer: CompanyId) -> dict[Kind, list[Listener]]:
    """Who can be asked on each side: of both at once nobody is, because nobody says yes to themselves."""
    heard = {
        Kind.NEED: await preferences.listeners(session, need),
        Kind.OFFER: await preferences.listeners(session, offer),
    }
    both = {one.person_id for one in heard[Kind.NEED]} & {one.person_id for one in heard[Kind.OFFER]}
    return {side: [one for one in found if one.person_id not in both] for side, found in heard.items()}


async def tell_side(
    session: AsyncSession, recommendation: Recommendation, side: Kind, topic: Topic, now: datetime, *, number: int = 0
) -> None:
    """`number` tells events of one kind apart."""
    if recommendation.need_company_id is None or recommendation.offer_company_id is None:
        return
    heard = await voices(session, recommendation.need_company_id, recommendation.offer_company_id)
    for listener in heard[side]:
        await _tell(session, recommendation, side, listener, topic, now, number)


async def take_back(session: AsyncSession, recommendation: Recommendation, side: Kind, now: datetime) -> None:
    """Of an end nobody hears who has not even been told of the beginning: the waiting message is taken back instead."""
    if recommendation.need_company_id is None or recommendation.offer_company_id is None:
        return
    heard = await voices(session, recommendation.need_company_id, recommendation.offer_company_id)
    for listener in heard[side]:
        waiting = key_of(Topic.RECOMMENDED, recommendation, listener.person_id)
        if recommendation.told_at is None or await outbox.retract(session, waiting, now):
            continue
        await _tell(session, recommendation, side, listener, Topic.RECOMMENDATION_WITHDRAWN, now, 0)


async def _tell(
    session: AsyncSession,
    recommendation: Recommendation,
    side: Kind,
    listener: Listener,
    topic: Topic,
    now: datetime,
    number: int,
) -> None:
    await outbox.tell(
        session,
        listener.person_id,
        topic,
        payload={"recommendation_id": recommendation.id, "side": side.value},
        dedupe_key=key_of(topic, recommendation, listener.person_id, number),
        now=now,
        not_before=not_before(topic, listener, now),
    )


def key_of(topic: Topic, recommendation: Recommendation, person_id: PersonId, number: int = 0) -> str:
    return f"{topic}:{recommendation.id}:{number}:{person_id}"


async def tell_organizer(
    session: AsyncSession, recommendation: Recommendation, status: RecommendationStatus, now: datetime
) -> None:
    """How it ended, and no more than that."""
    if recommendation.organizer_id is None:
        return
    await outbox.tell(
        session,
        recommendation.organizer_id,
        Topic.RECOMMENDATION_STATUS,
        payload={"recommendation_id": recommendation.id, "status": status.value},
        dedupe_key=key_of(Topic.RECOMMENDATION_STATUS, recommendation, recommendation.organizer_id),
        now=now,
    )

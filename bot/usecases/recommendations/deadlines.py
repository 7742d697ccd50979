"""Due work of recommendations: links to introductions, ends, notices, postponements and reminders."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.introductions import Rules
from bot.usecases.introductions.rules import BATCH, LISTING_GRACE
from bot.usecases.recommendations.asking import tell_both
from bot.usecases.recommendations.notices import tell_organizer, tell_side
from bot.usecases.recommendations.overview import ENDED
from storage.models import Recommendation
from storage.recommendations import recommendations, timing
from storage.vocabulary import Kind, RecommendationStatus, Topic


async def due(session: AsyncSession, now: datetime, rules: Rules, limit: int = BATCH) -> int:
    """Processes up to `limit` due rows of each kind and returns their number; 0 if nothing is left."""
    return (
        await _link(session, limit)
        + await _close_ended(session, now, limit)
        + await _end(session, now, limit)
        + await _tell(session, now, rules, limit)
        + await _bring_back(session, now, rules, limit)
        + await _remind(session, now, limit)
    )


async def _link(session: AsyncSession, limit: int) -> int:
    """Links recommendations to introductions that the two sides started themselves."""
    done = 0
    for recommendation, introduction in await timing.with_live_introduction(session, limit):
        changes = {"status": RecommendationStatus.TAKEN_UP, "introduction_id": introduction.id}
        asked = [RecommendationStatus.ASKED]
        moved = await recommendations.move(session, recommendation.id, from_=asked, changes=changes)
        done += moved is not None
    return done


async def _close_ended(session: AsyncSession, now: datetime, limit: int) -> int:
    done = 0
    for recommendation, status in await timing.with_ended_introduction(session, limit):
        to = RecommendationStatus(ENDED[status].value)
        changes = {"status": to, "closed_at": now}
        taken_up = [RecommendationStatus.TAKEN_UP]
        moved = await recommendations.move(session, recommendation.id, from_=taken_up, changes=changes)
        if moved is not None:
            await tell_organizer(session, moved, to, now)
            done += 1
    return done


async def _end(session: AsyncSession, now: datetime, limit: int) -> int:
    """Tells the organizer about the end. Sides that never answered get no notice."""
    lost = await timing.end_impossible(session, now, limit, grace=LISTING_GRACE)
    expired = await timing.expire(session, now, limit)
    for recommendation in (*lost, *expired):
        await tell_organizer(session, recommendation, recommendation.status, now)
    return len(lost) + len(expired)


async def _tell(session: AsyncSession, now: datetime, rules: Rules, limit: int) -> int:
    """Sends recommendations that were held and are no longer held."""
    waiting = await timing.not_notified(session, limit)
    return sum([await tell_both(session, one, rules=rules, now=now) for one in waiting])


async def _bring_back(session: AsyncSession, now: datetime, rules: Rules, limit: int) -> int:
    done = 0
    for side in Kind:
        back = await timing.bring_back(session, side, now, limit, reminder=rules.reminder)
        await _say(session, back, side, Topic.RECOMMENDATION_RETURNED, now)
        done += len(back)
    return done


async def _remind(session: AsyncSession, now: datetime, limit: int) -> int:
    done = 0
    for side in Kind:
        late = await timing.remind(session, side, now, limit)
        await _say(session, late, side, Topic.RECOMMENDATION_REMINDER, now)
        done += len(late)
    return done


async def _say(session: AsyncSession, those: Sequence[Recommendation], side: Kind, topic: Topic, now: datetime) -> None:
    for one in those:
        await tell_side(session, one, side, topic, now, number=int(now.timestamp()))

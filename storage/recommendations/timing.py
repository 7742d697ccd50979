"""Guarded batch updates for due recommendations. Safe with several processes and after a downtime."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.introductions.blocks import blocked
from storage.introductions.conditions import change_due, listing_is, without_representative
from storage.introductions.introductions import ENDING_LISTINGS
from storage.models import Introduction, Recommendation
from storage.recommendations.recommendations import LISTINGS, company_on
from storage.vocabulary import LIVE_INTRODUCTIONS, OPEN_INTRODUCTIONS, IntroductionStatus, Kind, RecommendationStatus

_ASKED = Recommendation.status == RecommendationStatus.ASKED
_LATER = {Kind.NEED: Recommendation.need_later_until, Kind.OFFER: Recommendation.offer_later_until}
_REMIND = {Kind.NEED: Recommendation.need_remind_at, Kind.OFFER: Recommendation.offer_remind_at}


async def not_notified(session: AsyncSession, limit: int) -> Sequence[Recommendation]:
    """Returns recommendations that nobody was notified about yet, oldest first."""
    result = await session.scalars(
        select(Recommendation)
        .where(_ASKED, Recommendation.told_at.is_(None))
        .order_by(Recommendation.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return result.all()


async def with_live_introduction(session: AsyncSession, limit: int) -> Sequence[tuple[Recommendation, Introduction]]:
    """Returns open recommendations of pairs that have an open or accepted introduction."""
    rows = await session.execute(
        select(Recommendation, Introduction)
        .join(
            Introduction,
            and_(Introduction.need_id == Recommendation.need_id, Introduction.offer_id == Recommendation.offer_id),
        )
        .where(_ASKED, Introduction.status.in_(LIVE_INTRODUCTIONS))
        .order_by(Recommendation.id)
        .limit(limit)
    )
    return [(recommendation, introduction) for recommendation, introduction in rows]


async def with_ended_introduction(
    session: AsyncSession, limit: int
) -> Sequence[tuple[Recommendation, IntroductionStatus]]:
    """Returns recommendations whose introduction has ended."""
    rows = await session.execute(
        select(Recommendation, Introduction.status)
        .join(Introduction, Introduction.id == Recommendation.introduction_id)
        .where(
            Recommendation.status == RecommendationStatus.TAKEN_UP,
            Introduction.status.not_in(OPEN_INTRODUCTIONS),
        )
        .order_by(Recommendation.id)
        .limit(limit)
    )
    return [(recommendation, status) for recommendation, status in rows]


async def bring_back(
    session: AsyncSession, side: Kind, now: datetime, limit: int, *, reminder: timedelta
) -> Sequence[Recommendation]:
    """Ends a side's postponement when its time has come."""
    changes = {_LATER[side].key: None, _REMIND[side].key: now + reminder}
    return await change_due(session, Recommendation, and_(_ASKED, _LATER[side] <= now), limit, changes)


async def remind(session: AsyncSession, side: Kind, now: datetime, limit: int) -> Sequence[Recommendation]:
    """Marks recommendations whose reminder is due, once per side. Postponed ones are left out."""
    due = and_(
        _ASKED,
        Recommendation.told_at.is_not(None),
        Recommendation.expires_at > now,
        _LATER[side].is_(None),
        _REMIND[side] <= now,
    )
    return await change_due(session, Recommendation, due, limit, {_REMIND[side].key: None})


async def expire(session: AsyncSession, now: datetime, limit: int) -> Sequence[Recommendation]:
    changes = {"status": RecommendationStatus.EXPIRED, "closed_at": now}
    return await change_due(session, Recommendation, and_(_ASKED, Recommendation.expires_at <= now), limit, changes)


async def end_impossible(
    session: AsyncSession, now: datetime, limit: int, *, grace: timedelta
) -> Sequence[Recommendation]:
    """Ends recommendations that became impossible.

    A listing has been closed or deleted for `grace`, nobody speaks for a side, or one side blocked the other.
    """
    need, offer = company_on(Kind.NEED), company_on(Kind.OFFER)
    impossible = or_(
        listing_is(ENDING_LISTINGS, LISTINGS, Recommendation, since=now - grace),
        without_representative(need, Recommendation),
        without_representative(offer, Recommendation),
        blocked(need, offer),
    )
    changes = {"status": RecommendationStatus.IMPOSSIBLE, "closed_at": now}
    return await change_due(session, Recommendation, and_(_ASKED, impossible), limit, changes)

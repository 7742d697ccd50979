"""What time does to recommendations: batches of guarded updates, safe beside other processes and after any downtime."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.introductions.introductions import GONE_LISTINGS
from storage.models import CompanyBlock, Introduction, Listing, Membership, Recommendation
from storage.recommendations.recommendations import company_on
from storage.vocabulary import OPEN_INTRODUCTIONS, IntroductionStatus, Kind, MembershipStatus, RecommendationStatus

_ASKED = Recommendation.status == RecommendationStatus.ASKED
_LATER = {Kind.NEED: Recommendation.need_later_until, Kind.OFFER: Recommendation.offer_later_until}
_REMIND = {Kind.NEED: Recommendation.need_remind_at, Kind.OFFER: Recommendation.offer_remind_at}


async def untold(session: AsyncSession, limit: int) -> Sequence[Recommendation]:
    """Of which nobody has been told yet, the oldest first."""
    result = await session.scalars(
        select(Recommendation)
        .where(_ASKED, Recommendation.told_at.is_(None))
        .order_by(Recommendation.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return result.all()


async def overtaken(session: AsyncSession, limit: int) -> Sequence[tuple[Recommendation, Introduction]]:
    """What still asks about a pair that is being introduced, or was, by its own doing."""
    rows = await session.execute(
        select(Recommendation, Introduction)
        .join(
            Introduction,
            and_(Introduction.need_id == Recommendation.need_id, Introduction.offer_id == Recommendation.offer_id),
        )
        .where(_ASKED, Introduction.status.in_([*OPEN_INTRODUCTIONS, IntroductionStatus.ACCEPTED]))
        .order_by(Recommendation.id)
        .limit(limit)
    )
    return [(recommendation, introduction) for recommendation, introduction in rows]


async def settled(session: AsyncSession, limit: int) -> Sequence[tuple[Recommendation, IntroductionStatus]]:
    """Taken up, and its introduction has come to an end, good or bad."""
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
    """Gives back to a side what it had put off until now."""
    changes = {_LATER[side].key: None, _REMIND[side].key: now + reminder}
    return await _batch(session, and_(_ASKED, _LATER[side] <= now), limit, changes)


async def remind(session: AsyncSession, side: Kind, now: datetime, limit: int) -> Sequence[Recommendation]:
    """Marks what a side has left waiting long enough for a word, once; never what it has put off."""
    due = and_(
        _ASKED,
        Recommendation.told_at.is_not(None),
        Recommendation.expires_at > now,
        _LATER[side].is_(None),
        _REMIND[side] <= now,
    )
    return await _batch(session, due, limit, {_REMIND[side].key: None})


async def expire(session: AsyncSession, now: datetime, limit: int) -> Sequence[Recommendation]:
    changes = {"status": RecommendationStatus.EXPIRED, "closed_at": now}
    return await _batch(session, and_(_ASKED, Recommendation.expires_at <= now), limit, changes)


async def give_up(session: AsyncSession, now: datetime, limit: int, *, grace: timedelta) -> Sequence[Recommendation]:
    """Ends what cannot come about any more: a listing is gone since `grace`, a side is deserted, or one blocked one."""
    lost = or_(_listing_gone(now - grace), _deserted(Kind.NEED), _deserted(Kind.OFFER), _blocked())
    changes = {"status": RecommendationStatus.IMPOSSIBLE, "closed_at": now}
    return await _batch(session, and_(_ASKED, lost), limit, changes)


def _listing_gone(since: datetime) -> ColumnElement[bool]:
    gone = (
        select(Listing.id)
        .where(
            or_(Listing.id == Recommendation.need_id, Listing.id == Recommendation.offer_id),
            Listing.status.in_(GONE_LISTINGS),
            Listing.updated_at <= since,
        )
        .correlate(Recommendation)
    )
    return or_(gone.exists(), Recommendation.need_id.is_(None), Recommendation.offer_id.is_(None))


def _deserted(side: Kind) -> ColumnElement[bool]:
    speaker = (
        select(Membership.person_id)
        .where(Membership.company_id == company_on(side), Membership.status == MembershipStatus.ACTIVE)
        .correlate(Recommendation)
    )
    return ~speaker.exists()


def _blocked() -> ColumnElement[bool]:
    need, offer = company_on(Kind.NEED), company_on(Kind.OFFER)
    return (
        select(CompanyBlock.company_id)
        .where(
            or_(
                and_(CompanyBlock.company_id == need, CompanyBlock.blocked_id == offer),
                and_(CompanyBlock.company_id == offer, CompanyBlock.blocked_id == need),
            )
        )
        .correlate(Recommendation)
        .exists()
    )


async def _batch(
    session: AsyncSession, due: ColumnElement[bool], limit: int, changes: Mapping[str, Any]
) -> Sequence[Recommendation]:
    """Changes at most `limit` rows for which `due` holds; a row that another process has in hand is left to it."""
    rows = select(Recommendation.id).where(due).order_by(Recommendation.id).limit(limit)
    # Chosen first: PostgreSQL may run a subquery with LIMIT and SKIP LOCKED more than once, each time for other rows.
    numbers = (await session.scalars(rows.with_for_update(skip_locked=True))).all()
    if not numbers:
        return []
    result = await session.scalars(
        update(Recommendation)
        .where(Recommendation.id.in_(numbers), due)
        .values(dict(changes))
        .returning(Recommendation)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
    return sorted(result.all(), key=lambda recommendation: recommendation.id)

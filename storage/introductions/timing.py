"""What time does to introductions: batches of guarded updates, safe beside other processes and after any downtime."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.introductions.introductions import GONE_LISTINGS, PROPOSER, RECIPIENT, company_on, listing_on
from storage.models import Introduction, Listing, Membership
from storage.vocabulary import OPEN_INTRODUCTIONS, DeclineReason, IntroductionStatus, MembershipStatus

_OPEN = Introduction.status.in_(OPEN_INTRODUCTIONS)


async def expire(session: AsyncSession, now: datetime, limit: int) -> Sequence[Introduction]:
    """Ends what was not answered in time; what was put off waits for its return first."""
    due = and_(_OPEN, Introduction.later_until.is_(None), Introduction.expires_at <= now)
    return await _batch(session, due, limit, _ended(IntroductionStatus.EXPIRED, now))


async def remind(session: AsyncSession, now: datetime, limit: int) -> Sequence[Introduction]:
    """Marks, once a move, what has waited long enough for a word and has not run out; never what was put off."""
    due = and_(
        _OPEN,
        Introduction.remind_at <= now,
        Introduction.reminded_at.is_(None),
        Introduction.expires_at > now,
    )
    return await _batch(session, due, limit, {"reminded_at": now})


async def bring_back(
    session: AsyncSession, now: datetime, limit: int, *, reminder: timedelta, expiry: timedelta
) -> Sequence[Introduction]:
    """Gives back what was put off until now, with its full time from today: nobody loses days to a downtime."""
    due = and_(_OPEN, Introduction.later_until <= now)
    changes = {
        "later_until": None,
        "remind_at": now + reminder,
        "reminded_at": None,
        "expires_at": now + expiry,
        "moves": Introduction.moves + 1,
        "moved_at": now,
    }
    return await _batch(session, due, limit, changes)


async def abandon(session: AsyncSession, now: datetime, limit: int, *, grace: timedelta) -> Sequence[Introduction]:
    """Ends what one side can no longer stand for: its listing is gone since `grace`, or nobody speaks for it."""
    withdrawn = _ended(IntroductionStatus.WITHDRAWN, now)
    declined = _ended(IntroductionStatus.DECLINED, now)
    ended = [
        *await _batch(session, and_(_OPEN, _nobody(PROPOSER)), limit, withdrawn),
        *await _batch(session, and_(_OPEN, _no_listing(PROPOSER, now - grace)), limit, withdrawn),
        *await _batch(
            session,
            and_(_OPEN, _nobody(RECIPIENT)),
            limit,
            {**declined, "decline_reason": DeclineReason.NOBODY_THERE},
        ),
        *await _batch(
            session,
            and_(_OPEN, _no_listing(RECIPIENT, now - grace)),
            limit,
            {**declined, "decline_reason": DeclineReason.LISTING_GONE},
        ),
    ]
    return sorted(ended, key=lambda introduction: introduction.id)


async def next_time(session: AsyncSession) -> datetime | None:
    """When something of this will be due next; None if nothing waits."""
    later = select(func.min(Introduction.later_until)).where(_OPEN)
    not_later = and_(_OPEN, Introduction.later_until.is_(None))
    remind = select(func.min(Introduction.remind_at)).where(not_later, Introduction.reminded_at.is_(None))
    end = select(func.min(Introduction.expires_at)).where(not_later)
    times = [await session.scalar(query) for query in (later, remind, end)]
    return min((time for time in times if time is not None), default=None)


def _ended(status: IntroductionStatus, now: datetime) -> dict[str, Any]:
    return {
        "status": status,
        "turn": None,
        "closed_at": now,
        "later_until": None,
        "remind_at": None,
        "moves": Introduction.moves + 1,
        "moved_at": now,
    }


def _nobody(side: ColumnElement[Any]) -> ColumnElement[bool]:
    speaker = (
        select(Membership.person_id)
        .where(Membership.company_id == company_on(side), Membership.status == MembershipStatus.ACTIVE)
        .correlate(Introduction)
    )
    return ~speaker.exists()


def _no_listing(side: ColumnElement[Any], since: datetime) -> ColumnElement[bool]:
    gone = (
        select(Listing.id)
        .where(
            Listing.id == listing_on(side),
            Listing.status.in_(GONE_LISTINGS),
            Listing.updated_at <= since,
        )
        .correlate(Introduction)
    )
    return or_(gone.exists(), listing_on(side).is_(None))


async def _batch(
    session: AsyncSession, due: ColumnElement[bool], limit: int, changes: Mapping[str, Any]
) -> Sequence[Introduction]:
    """Changes at most `limit` rows for which `due` holds; a row that another process has in hand is left to it."""
    # Chosen first: PostgreSQL may run a subquery with LIMIT and SKIP LOCKED more than once, each time for other rows.
    rows = select(Introduction.id).where(due).order_by(Introduction.id).limit(limit).with_for_update(skip_locked=True)
    numbers = (await session.scalars(rows)).all()
    if not numbers:
        return []
    result = await session.scalars(
        update(Introduction)
        .where(Introduction.id.in_(numbers), due)
        .values(dict(changes))
        .returning(Introduction)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
    return sorted(result.all(), key=lambda introduction: introduction.id)

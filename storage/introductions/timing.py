"""Guarded batch updates for due introductions. Safe with several processes and after a downtime."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import IntroductionId
from storage.introductions import outcomes
from storage.introductions.conditions import change_due, listing_is, without_representative
from storage.introductions.introductions import ENDING_LISTINGS, PROPOSER, RECIPIENT, closed, company_on, listing_on
from storage.models import Introduction
from storage.moderation.blocked_country_pairs import in_blocked_pair
from storage.types import UtcDateTime
from storage.vocabulary import OPEN_INTRODUCTIONS, DeclineReason, IntroductionStatus

_OPEN = Introduction.status.in_(OPEN_INTRODUCTIONS)


class Due(NamedTuple):
    """Which kinds of introductions are due."""

    back: bool
    abandoned: bool
    expired: bool
    reminders: bool
    crossing: bool
    """Open ones between countries that were blocked since."""
    questions: bool


async def which_are_due(session: AsyncSession, now: datetime, *, grace: timedelta) -> Due:
    """Looks for all kinds with one statement, since most runs of the job find nothing to do."""
    values = {"now": now, "since": now - grace}
    return Due(*map(bool, (await session.execute(_which_are_due(), values)).one()))


@cache
def _which_are_due() -> Select[*tuple[Any, ...]]:
    now: Any = bindparam("now", type_=UtcDateTime)
    since: Any = bindparam("since", type_=UtcDateTime)
    abandoned = or_(
        *(
            condition
            for side in (PROPOSER, RECIPIENT)
            for condition in (_without_representative(side), _without_listing(side, since))
        )
    )
    crossing = and_(_OPEN, in_blocked_pair())
    conditions = (_is_back(now), and_(_OPEN, abandoned), _has_expired(now), _is_to_remind(now), crossing)
    kinds = (select(Introduction.id).where(condition).exists() for condition in conditions)
    return select(*kinds, outcomes.due_questions(now).exists())


def _is_back(now: Any) -> ColumnElement[bool]:
    return and_(_OPEN, Introduction.later_until <= now)


def _has_expired(now: Any) -> ColumnElement[bool]:
    return and_(_OPEN, Introduction.later_until.is_(None), Introduction.expires_at <= now)


def _is_to_remind(now: Any) -> ColumnElement[bool]:
    return and_(_OPEN, Introduction.remind_at <= now, Introduction.expires_at > now)


async def expire(session: AsyncSession, now: datetime, limit: int) -> Sequence[Introduction]:
    """Expires introductions that were not answered in time, except postponed ones."""
    return await change_due(session, Introduction, _has_expired(now), limit, _ended(IntroductionStatus.EXPIRED, now))


async def remind(session: AsyncSession, now: datetime, limit: int) -> Sequence[Introduction]:
    """Returns introductions whose reminder is due, once per status change."""
    return await change_due(session, Introduction, _is_to_remind(now), limit, {"remind_at": None})


async def mark_reminded(session: AsyncSession, introduction_id: IntroductionId, move: int, now: datetime) -> None:
    """Stores that the reminder of this status change was sent."""
    await session.execute(
        update(Introduction)
        .where(Introduction.id == introduction_id, Introduction.moves == move, Introduction.reminded_at.is_(None))
        .values(reminded_at=now)
        .execution_options(synchronize_session=False)
    )


async def bring_back(
    session: AsyncSession, now: datetime, limit: int, *, reminder: timedelta, expiry: timedelta
) -> Sequence[Introduction]:
    """Reopens postponed introductions when the postponement ends, with the full answer time."""
    changes = {
        "later_until": None,
        "remind_at": now + reminder,
        "reminded_at": None,
        "expires_at": now + expiry,
        "moves": Introduction.moves + 1,
        "moved_at": now,
    }
    return await change_due(session, Introduction, _is_back(now), limit, changes)


async def abandon(session: AsyncSession, now: datetime, limit: int, *, grace: timedelta) -> Sequence[Introduction]:
    """Ends introductions where a side has no representative, or a listing has been closed or deleted for `grace`."""
    withdrawn, declined = _ended(IntroductionStatus.WITHDRAWN, now), _ended(IntroductionStatus.DECLINED, now)
    cases = (
        (_without_representative(PROPOSER), withdrawn),
        (_without_listing(PROPOSER, now - grace), withdrawn),
        (_without_representative(RECIPIENT), declined | {"decline_reason": DeclineReason.NOBODY_THERE}),
        (_without_listing(RECIPIENT, now - grace), declined | {"decline_reason": DeclineReason.LISTING_GONE}),
    )
    ended = [
        introduction
        for condition, changes in cases
        for introduction in await change_due(session, Introduction, and_(_OPEN, condition), limit, changes)
    ]
    return sorted(ended, key=lambda introduction: introduction.id)


def _without_representative(side: ColumnElement[Any]) -> ColumnElement[bool]:
    return without_representative(company_on(side), Introduction)


def _without_listing(side: ColumnElement[Any], since: Any) -> ColumnElement[bool]:
    return listing_is(ENDING_LISTINGS, [listing_on(side)], Introduction, since=since)


def _ended(status: IntroductionStatus, now: datetime) -> dict[str, Any]:
    return closed(status, now) | {"moves": Introduction.moves + 1, "moved_at": now}

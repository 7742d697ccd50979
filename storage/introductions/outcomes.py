"""Queries about the outcomes of accepted introductions: one row for each question and side."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.ids import IntroductionId, PersonId
from storage.introductions.blocks import blocked
from storage.models import Introduction, IntroductionOutcome
from storage.statements import changes_rows, insert_of
from storage.types import UtcDateTime
from storage.vocabulary import IntroductionStatus, Kind, Outcome

FINAL = (Outcome.SIGNED, Outcome.NOTHING, Outcome.NOT_INTERESTED)
"""Outcomes after which the side is asked no further question."""


async def schedule(
    session: AsyncSession, introduction_id: IntroductionId, days: Iterable[int], accepted_at: datetime
) -> None:
    rows = [
        {"introduction_id": introduction_id, "side": side, "day": day, "due_at": accepted_at + timedelta(days=day)}
        for day in days
        for side in Kind
    ]
    await session.execute(insert_of(session)(IntroductionOutcome).on_conflict_do_nothing(), rows)


async def find(
    session: AsyncSession, introduction_id: IntroductionId, side: Kind, day: int
) -> IntroductionOutcome | None:
    return await session.get(IntroductionOutcome, (introduction_id, side, day), populate_existing=True)


async def of_introduction(
    session: AsyncSession, introduction_id: IntroductionId, side: Kind
) -> Sequence[IntroductionOutcome]:
    """Returns one side's rows, earliest day first."""
    result = await session.scalars(
        select(IntroductionOutcome)
        .where(IntroductionOutcome.introduction_id == introduction_id, IntroductionOutcome.side == side)
        .order_by(IntroductionOutcome.day)
    )
    return result.all()


async def take_due_questions(session: AsyncSession, now: datetime, limit: int) -> Sequence[IntroductionOutcome]:
    """Marks due questions as queued and returns them, without introductions that have a final outcome."""
    due = await session.execute(_next_due_questions(), {"now": now, "limit": limit})
    taken = []
    for introduction_id, side, day in due.all():
        row = await session.scalar(
            update(IntroductionOutcome)
            .where(
                IntroductionOutcome.introduction_id == introduction_id,
                IntroductionOutcome.side == side,
                IntroductionOutcome.day == day,
                IntroductionOutcome.queued_at.is_(None),
            )
            .values(queued_at=now)
            .returning(IntroductionOutcome)
            .execution_options(populate_existing=True, synchronize_session=False)
        )
        if row is not None:
            taken.append(row)
    return taken


@cache
def _next_due_questions() -> Select[IntroductionId, Kind, int]:
    query = due_questions(bindparam("now", type_=UtcDateTime))
    return query.order_by(IntroductionOutcome.due_at).limit(bindparam("limit", type_=Integer))


def due_questions(now: Any) -> Select[IntroductionId, Kind, int]:
    """Selects the questions that are due at this time, without introductions that have a final outcome."""
    answered = aliased(IntroductionOutcome)
    return (
        select(IntroductionOutcome.introduction_id, IntroductionOutcome.side, IntroductionOutcome.day)
        .join(Introduction, Introduction.id == IntroductionOutcome.introduction_id)
        .where(
            IntroductionOutcome.queued_at.is_(None),
            IntroductionOutcome.due_at <= now,
            Introduction.status == IntroductionStatus.ACCEPTED,
            ~select(answered.day)
            .where(
                answered.introduction_id == IntroductionOutcome.introduction_id,
                or_(
                    and_(answered.side == IntroductionOutcome.side, answered.outcome.in_(FINAL)),
                    answered.outcome == Outcome.NOT_INTERESTED,  # ends it for both
                ),
            )
            .exists(),
        )
    )


async def record(
    session: AsyncSession,
    introduction_id: IntroductionId,
    *,
    side: Kind,
    day: int,
    outcome: Outcome,
    person_id: PersonId | None,
    now: datetime,
) -> bool:
    """Stores the answer, also over an earlier one. Returns False without such a question or if not accepted."""
    accepted = (
        select(Introduction.id)
        .where(Introduction.id == introduction_id, Introduction.status == IntroductionStatus.ACCEPTED)
        .exists()
    )
    return await changes_rows(
        session,
        update(IntroductionOutcome)
        .where(
            IntroductionOutcome.introduction_id == introduction_id,
            IntroductionOutcome.side == side,
            IntroductionOutcome.day == day,
            accepted,
        )
        .values(outcome=outcome, person_id=person_id, answered_at=now)
        .execution_options(synchronize_session=False),
    )


async def has_ended_it(session: AsyncSession, introduction_id: IntroductionId, side: Kind) -> bool:
    """Returns True if the side has reported a final outcome."""
    query = select(IntroductionOutcome.day).where(_ended_by(introduction_id, side)).limit(1)
    return await session.scalar(query) is not None


async def mark_nudged(session: AsyncSession, introduction_id: IntroductionId, side: Kind, now: datetime) -> bool:
    """Returns True if this side may be nudged now: once per introduction, not after it has ended it or a block."""
    return await changes_rows(
        session,
        update(Introduction)
        .where(
            Introduction.id == introduction_id,
            Introduction.status == IntroductionStatus.ACCEPTED,
            Introduction.nudged_at.is_(None),
            ~select(IntroductionOutcome.day).where(_ended_by(introduction_id, side)).exists(),
            ~blocked(Introduction.need_company_id.expression, Introduction.offer_company_id.expression),
        )
        .values(nudged_at=now)
        .execution_options(synchronize_session=False),
    )


def _ended_by(introduction_id: IntroductionId, side: Kind) -> ColumnElement[bool]:
    return and_(
        IntroductionOutcome.introduction_id == introduction_id,
        IntroductionOutcome.side == side,
        IntroductionOutcome.outcome.in_(FINAL),
    )

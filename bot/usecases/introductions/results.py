"""Outcomes of introductions, as each side reports them."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NoLongerThereError
from bot.usecases.introductions.access import OwnSide, own_side, person_of
from bot.usecases.introductions.notices import tell_side
from bot.usecases.introductions.rules import OUTCOME_DAYS
from storage.ids import IntroductionId, Speaker
from storage.introductions import outcomes
from storage.vocabulary import Outcome, Topic


async def record_outcome(
    session: AsyncSession,
    speaker: Speaker,
    introduction_id: IntroductionId,
    day: int | None,
    outcome: Outcome,
    now: datetime,
) -> bool:
    """Stores the answer of the speaker's side to the question of this day, over an earlier answer.

    Without a day it answers the last question that was asked, or else the first future one. Tells the other side if
    the answer is that it never answered, or that this side is no longer interested. Returns True if it was told.
    Raises NotYoursError, or NoLongerThereError if the introduction has no such question.
    """
    own = await own_side(session, speaker, introduction_id)
    if day is None:
        rows = await outcomes.of_introduction(session, introduction_id, own.side)
        day = max((row.day for row in rows if row.queued_at is not None), default=OUTCOME_DAYS[0])
    recorded = await outcomes.record(
        session, introduction_id, side=own.side, day=day, outcome=outcome, person_id=person_of(speaker), now=now
    )
    if not recorded:
        raise NoLongerThereError
    return await _tell_other_side(session, own, outcome, now)


async def _tell_other_side(session: AsyncSession, own: OwnSide, outcome: Outcome, now: datetime) -> bool:
    """Tells the other side at most once of each."""
    introduction, theirs = own.introduction, own.side.counterpart
    match outcome:
        case Outcome.NEVER_ANSWERED if await outcomes.mark_nudged(session, introduction.id, theirs, now):
            topic, since = Topic.INTRODUCTION_NUDGED, {"since": now.isoformat()}
            return await tell_side(session, introduction, theirs, topic, now, number=0, extra=since) > 0
        case Outcome.NOT_INTERESTED:
            return await tell_side(session, introduction, theirs, Topic.INTRODUCTION_OVER, now, number=0) > 0
    return False

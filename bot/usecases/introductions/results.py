"""Outcomes of introductions, as each side reports them."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NoLongerThereError
from bot.usecases.introductions.access import own_side, person_of
from bot.usecases.introductions.rules import OUTCOME_DAYS
from storage.ids import IntroductionId, Speaker
from storage.introductions import outcomes
from storage.vocabulary import Outcome


async def record_outcome(
    session: AsyncSession,
    speaker: Speaker,
    introduction_id: IntroductionId,
    day: int | None,
    outcome: Outcome,
    now: datetime,
) -> None:
    """Stores the answer of the speaker's side to the question of this day, over an earlier answer.

    Without a day it answers the last question that was asked, or else the first future one. Raises NotYoursError, or
    NoLongerThereError if the introduction has no such question.
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

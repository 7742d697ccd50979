"""What came of an introduction, as each side tells it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NoLongerThereError
from bot.usecases.introductions.access import introduction_of, own_side
from storage import outcomes
from storage.ids import IntroductionId, PersonId
from storage.vocabulary import Outcome


async def record_outcome(
    session: AsyncSession,
    person_id: PersonId,
    introduction_id: IntroductionId,
    day: int,
    outcome: Outcome,
    now: datetime,
) -> None:
    """The answer of the person's side to the question of this day; a later answer to it replaces an earlier one.

    Raises NotYoursError, or NoLongerThereError if the introduction has no such question.
    """
    introduction = await introduction_of(session, person_id, introduction_id)
    side = await own_side(session, person_id, introduction)
    recorded = await outcomes.record(
        session, introduction_id, side=side, day=day, outcome=outcome, person_id=person_id, now=now
    )
    if not recorded:
        raise NoLongerThereError

"""What time does: called again and again, in small transactions, with whatever has become due since the last call."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.introductions import holds
from bot.usecases.introductions.notices import tell_side
from bot.usecases.introductions.rules import BATCH, LISTING_GRACE, Rules
from storage.database import Database
from storage.introductions import introductions, outcomes, timing
from storage.models import Introduction, IntroductionOutcome
from storage.moderation import blocked_country_pairs
from storage.vocabulary import IntroductionStatus, Kind, Topic

Due = Callable[[AsyncSession, datetime, Rules], Awaitable[int]]
"""One round; gives how much it dealt with."""


async def due(session: AsyncSession, now: datetime, rules: Rules, limit: int = BATCH) -> int:
    """Does up to `limit` of each kind of what is due, in one transaction; 0 when there is nothing more to do.

    Rows that another process has in hand are left to it.
    """
    return (
        await _returns(session, now, rules, limit)
        + await _ends(session, now, limit)
        + await close_across(session, now, limit)
        + await _reminders(session, now, limit)
        + await _outcome_questions(session, now, limit)
    )


class Clockwork:
    """Rounds of what has become due, as a job for a ticker; `wake` is called when there is somebody to be told."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        rules: Rules,
        *,
        due: Due = due,
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._rules = rules
        self._due = due
        self._wake = wake

    async def run(self) -> int:
        """One round; gives how much it dealt with, 0 when nothing is left."""
        async with self._database.writing() as session:
            done = await self._due(session, self._clock(), self._rules)
        if done:
            self._wake()
        return done


async def _returns(session: AsyncSession, now: datetime, rules: Rules, limit: int) -> int:
    back = await timing.bring_back(session, now, limit, reminder=rules.reminder, expiry=rules.expiry)
    for introduction in back:
        await tell_side(session, introduction, introduction.recipient_side, Topic.INTRODUCTION_RETURNED, now)
    return len(back)


async def _ends(session: AsyncSession, now: datetime, limit: int) -> int:
    abandoned = await timing.abandon(session, now, limit, grace=LISTING_GRACE)
    for introduction in abandoned:
        await tell_abandoned(session, introduction, now)
    expired = await timing.expire(session, now, limit)
    for introduction in expired:
        for side in Kind:
            is_end = side is introduction.recipient_side
            await tell_side(session, introduction, side, Topic.INTRODUCTION_EXPIRED, now, is_end=is_end)
    return len(abandoned) + len(expired)


async def close_across(session: AsyncSession, now: datetime, limit: int) -> int:
    """Ends what is open between countries that are kept apart: also what was proposed in the moment in which they
    were, or whose company has moved to another country."""
    crossing = await blocked_country_pairs.open_across(session, limit)
    return len([one for one in crossing if await holds.stop(session, one.id, now) is not None])


async def tell_abandoned(session: AsyncSession, introduction: Introduction, now: datetime) -> None:
    """The side that is still there hears of the end; the one that went knows."""
    if introduction.status is IntroductionStatus.DECLINED:
        await tell_side(session, introduction, introduction.proposer_side, Topic.INTRODUCTION_DECLINED, now)
    else:
        await tell_side(
            session, introduction, introduction.recipient_side, Topic.INTRODUCTION_WITHDRAWN, now, is_end=True
        )


async def _reminders(session: AsyncSession, now: datetime, limit: int) -> int:
    reminded = await timing.remind(session, now, limit)
    for introduction in reminded:
        if introduction.turn is not None:
            await tell_side(session, introduction, introduction.turn, Topic.INTRODUCTION_REMINDER, now)
    return len(reminded)


async def _outcome_questions(session: AsyncSession, now: datetime, limit: int) -> int:
    """Of several questions that a downtime has piled up for one side, only the latest is put."""
    asked = await outcomes.ask(session, now, limit)
    for row in _latest(asked):
        introduction = await introductions.find(session, row.introduction_id)
        if introduction is not None:
            await tell_side(
                session, introduction, row.side, Topic.OUTCOME_QUESTION, now, number=row.day, extra={"day": row.day}
            )
    return len(asked)


def _latest(asked: Sequence[IntroductionOutcome]) -> Sequence[IntroductionOutcome]:
    by_side = {(row.introduction_id, row.side): row for row in sorted(asked, key=lambda row: row.day)}
    return list(by_side.values())

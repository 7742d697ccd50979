"""The deadline job of introductions: returns, expiries, reminders and outcome questions."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.introductions import holds
from bot.usecases.introductions.departures import tell_abandoned
from bot.usecases.introductions.notices import tell_side
from bot.usecases.introductions.rules import BATCH, LISTING_GRACE, Rules
from storage.database import Database
from storage.introductions import introductions, outcomes, timing
from storage.models import IntroductionOutcome
from storage.moderation import blocked_country_pairs
from storage.vocabulary import Kind, Topic

DeadlineStep = Callable[[AsyncSession, datetime, Rules], Awaitable[int]]
"""Processes a batch of due rows and returns their number."""


async def due(session: AsyncSession, now: datetime, rules: Rules, limit: int = BATCH) -> int:
    """Processes up to `limit` due rows of each kind and returns their number; 0 if nothing is left.

    Skips rows that another process has locked.
    """
    which = await timing.which_are_due(session, now, grace=LISTING_GRACE)
    done = 0
    if which.crossing:
        done += await close_across(session, now, limit)
    if which.back:
        done += await _bring_back(session, now, rules, limit)
    if which.abandoned:
        done += await _abandon(session, now, limit)
    if which.expired:
        done += await _expire(session, now, limit)
    if which.reminders:
        done += await _reminders(session, now, limit)
    if which.questions:
        done += await _outcome_questions(session, now, limit)
    return done


@dataclass(frozen=True)
class DeadlineJob:
    """A periodic job: returns, reminders, expiries and outcome questions of introductions and recommendations.

    Each of `rounds` runs in a separate transaction. `wake` wakes the outbox.
    """

    database: Database
    clock: Callable[[], datetime]
    rules: Rules
    _: KW_ONLY
    rounds: Sequence[DeadlineStep]
    wake: Callable[[], None] = lambda: None

    async def run(self) -> int:
        """Runs each round once and returns the number of rows; 0 if nothing is left."""
        done = 0
        for one in self.rounds:
            async with self.database.writing() as session:
                done += await one(session, self.clock(), self.rules)
        if done:
            self.wake()
        return done


async def _bring_back(session: AsyncSession, now: datetime, rules: Rules, limit: int) -> int:
    back = await timing.bring_back(session, now, limit, reminder=rules.reminder, expiry=rules.expiry)
    for introduction in back:
        await tell_side(session, introduction, introduction.recipient_side, Topic.INTRODUCTION_RETURNED, now)
    return len(back)


async def _abandon(session: AsyncSession, now: datetime, limit: int) -> int:
    abandoned = await timing.abandon(session, now, limit, grace=LISTING_GRACE)
    for introduction in abandoned:
        await tell_abandoned(session, introduction, now)
    return len(abandoned)


async def _expire(session: AsyncSession, now: datetime, limit: int) -> int:
    expired = await timing.expire(session, now, limit)
    for introduction in expired:
        for side in Kind:
            await tell_side(session, introduction, side, Topic.INTRODUCTION_EXPIRED, now)
    return len(expired)


async def close_across(session: AsyncSession, now: datetime, limit: int) -> int:
    """Stops open introductions between blocked countries.

    This includes proposals made at the moment of the block, and companies that moved to another country.
    """
    crossing = await blocked_country_pairs.open_in_blocked_pairs(session, limit)
    return len([one for one in crossing if await holds.stop(session, one.id, now) is not None])


async def _reminders(session: AsyncSession, now: datetime, limit: int) -> int:
    reminded = await timing.remind(session, now, limit)
    for introduction in reminded:
        if introduction.turn is not None:
            await tell_side(session, introduction, introduction.turn, Topic.INTRODUCTION_REMINDER, now)
    return len(reminded)


async def _outcome_questions(session: AsyncSession, now: datetime, limit: int) -> int:
    """Asks each side one question. If several are due after a downtime, asks only the latest."""
    asked = await outcomes.take_due_questions(session, now, limit)
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

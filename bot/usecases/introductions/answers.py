"""What the two sides can do with an open introduction, other than talk: accept, decline, put off, withdraw.

Whoever speaks for the right company at this moment may; who has left it no longer, whoever proposed. One guarded
statement decides, so that of two taps, two colleagues, or an answer and an expiry, exactly one counts. What has run out
can be answered until the ticker ends it: after a downtime a press may come in before that.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.introductions import errors
from bot.usecases.introductions.access import introduction_of, why_not
from bot.usecases.introductions.notices import tell_colleagues, tell_side
from bot.usecases.introductions.rules import LATEST_RETURN, OUTCOME_DAYS, Rules
from storage.ids import IntroductionId, PersonId
from storage.introductions import introductions, outcomes
from storage.models import Introduction
from storage.moderation import blocked_country_pairs
from storage.suggestions import suggestions, verdicts
from storage.vocabulary import OPEN_INTRODUCTIONS, DeclineReason, IntroductionStatus, Topic, Verdict

_SAME_DAY: Final = timedelta(hours=12)
"""Two times that are no further apart are one answer to "in a week"."""
_NO_CLOCK: dict[str, Any] = {"turn": None, "later_until": None, "remind_at": None}


async def accept(
    session: AsyncSession, person_id: PersonId, introduction_id: IntroductionId, now: datetime
) -> Introduction:
    """Connects the two sides; also while one's own question is open or after having put it off.

    Raises NotYoursError, ClosedError, or ListingGoneError if either listing was closed or deleted meanwhile: then the
    ticker ends the introduction. A listing that was paused, edited or has run out meanwhile can still be accepted.
    """
    accepted = await connect(session, introduction_id, person_id, now)
    if accepted is not None:
        return accepted
    introduction = await introduction_of(session, person_id, introduction_id)
    raise await why_not(session, person_id, introduction, by_proposer=False, or_else=errors.ListingGoneError())


async def connect(
    session: AsyncSession, introduction_id: IntroductionId, person_id: PersonId, now: datetime
) -> Introduction | None:
    """The accepted introduction, for the one who made it so; None for everybody else."""
    changes = {**_NO_CLOCK, "status": IntroductionStatus.ACCEPTED, "answered_by": person_id, "accepted_at": now}
    guard = introductions.by_recipient(person_id) & introductions.listings_there() & ~blocked_country_pairs.across()
    accepted = await introductions.move(
        session, introduction_id, from_=OPEN_INTRODUCTIONS, changes=changes, now=now, guard=guard
    )
    if accepted is None:
        return None
    await outcomes.schedule(session, accepted.id, OUTCOME_DAYS, now)
    await tell_side(session, accepted, accepted.proposer_side, Topic.INTRODUCTION_ACCEPTED, now)
    await tell_side(session, accepted, accepted.recipient_side, Topic.INTRODUCTION_ACCEPTED, now, but=person_id)
    return accepted


async def decline(
    session: AsyncSession, person_id: PersonId, introduction_id: IntroductionId, reason: DeclineReason, now: datetime
) -> Introduction:
    """Says no for good: this pair is not suggested again, nor may the proposer ask again. Raises like `accept`."""
    changes = {
        **_NO_CLOCK,
        "status": IntroductionStatus.DECLINED,
        "answered_by": person_id,
        "decline_reason": reason,
        "closed_at": now,
    }
    guard = introductions.by_recipient(person_id)
    declined = await introductions.move(
        session, introduction_id, from_=OPEN_INTRODUCTIONS, changes=changes, now=now, guard=guard
    )
    if declined is None:
        introduction = await introduction_of(session, person_id, introduction_id)
        raise await why_not(session, person_id, introduction, by_proposer=False)
    await _teach_matcher(session, declined, person_id, reason, now)
    await tell_side(session, declined, declined.proposer_side, Topic.INTRODUCTION_DECLINED, now)
    await tell_colleagues(session, declined, declined.recipient_side, person_id, now)
    return declined


async def postpone(
    session: AsyncSession,
    person_id: PersonId,
    introduction_id: IntroductionId,
    until: datetime,
    *,
    rules: Rules,
    now: datetime,
) -> Introduction:
    """Not now: it comes back at `until`, with its full time from then, and can be answered any time before.

    The proposer is told that, and for how long. Raises BadDateError, NotYoursError, ClosedError or NotYourMoveError.
    """
    if not now < until <= now + LATEST_RETURN:
        raise errors.BadDateError
    changes = {"later_until": until, "remind_at": None, "reminded_at": None, "expires_at": until + rules.expiry}
    guard = introductions.by_recipient(person_id) & introductions.comes_back_elsewhen(until, within=_SAME_DAY)
    postponed = await introductions.move(
        session, introduction_id, from_=[IntroductionStatus.PROPOSED], changes=changes, now=now, guard=guard
    )
    if postponed is None:
        introduction, theirs = await introduction_of(session, person_id, introduction_id), errors.NotYourMoveError()
        error = await why_not(session, person_id, introduction, by_proposer=False, or_else=theirs)
        if error is theirs and _is_near(introduction.later_until, until):
            # A second tap: the proposer has been told.
            return introduction
        raise error
    await tell_side(session, postponed, postponed.proposer_side, Topic.INTRODUCTION_LATER, now)
    await tell_colleagues(session, postponed, postponed.recipient_side, person_id, now)
    return postponed


def _is_near(one: datetime | None, other: datetime) -> bool:
    return one is not None and abs(one - other) <= _SAME_DAY


async def withdraw(
    session: AsyncSession, person_id: PersonId, introduction_id: IntroductionId, now: datetime
) -> Introduction:
    """Takes the proposal back, at any time before the answer. Raises NotYoursError or ClosedError."""
    changes = {**_NO_CLOCK, "status": IntroductionStatus.WITHDRAWN, "closed_at": now}
    guard = introductions.by_proposer(person_id)
    withdrawn = await introductions.move(
        session, introduction_id, from_=OPEN_INTRODUCTIONS, changes=changes, now=now, guard=guard
    )
    if withdrawn is None:
        introduction = await introduction_of(session, person_id, introduction_id)
        raise await why_not(session, person_id, introduction, by_proposer=True)
    await tell_side(session, withdrawn, withdrawn.recipient_side, Topic.INTRODUCTION_WITHDRAWN, now, is_end=True)
    await tell_colleagues(session, withdrawn, withdrawn.proposer_side, person_id, now)
    return withdrawn


async def _teach_matcher(
    session: AsyncSession, declined: Introduction, person_id: PersonId, reason: DeclineReason, now: datetime
) -> None:
    if declined.need_id is None or declined.offer_id is None:
        return
    suggestion = await suggestions.of_pair(session, declined.need_id, declined.offer_id)
    if suggestion is not None:
        await verdicts.put(
            session,
            suggestion.id,
            side=declined.recipient_side,
            verdict=Verdict.DISMISSED,
            person_id=person_id,
            now=now,
            reason=reason.value,
        )

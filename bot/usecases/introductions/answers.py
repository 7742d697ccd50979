"""Accept, decline, postpone or withdraw an open introduction.

Everybody who speaks for the right company may act, also from its mailbox. Each change is one guarded statement, so
exactly one of two taps, two colleagues, or an answer and an expiry counts. An overdue introduction can be answered
until the deadline job ends it, because after a downtime a press may arrive first.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.introductions import errors
from bot.usecases.introductions.access import own_side, person_of, why_not
from bot.usecases.introductions.notices import tell_colleagues, tell_side
from bot.usecases.introductions.rules import LATEST_RETURN, OUTCOME_DAYS, Rules
from storage.ids import ByMail, IntroductionId, ListingId, PersonId, Speaker
from storage.introductions import introductions, outcomes
from storage.introductions.introductions import closed
from storage.models import Introduction
from storage.moderation import blocked_country_pairs
from storage.suggestions import suggestions, verdicts
from storage.vocabulary import OPEN_INTRODUCTIONS, DeclineReason, IntroductionStatus, Kind, Topic, Verdict

_SAME_DAY: Final = timedelta(hours=12)
"""Two postponements to times this close are one answer, such as "in a week"."""


async def accept(
    session: AsyncSession, speaker: Speaker, introduction_id: IntroductionId, now: datetime
) -> Introduction:
    """Connects the two sides, also while a question is open or the introduction is postponed.

    Raises NotYoursError, ClosedError, or ListingGoneError if a listing is closed, deleted or out of view. Paused,
    edited and expired listings can still be accepted.
    """
    accepted = await connect(session, introduction_id, speaker, now)
    if accepted is not None:
        return accepted
    raise await why_not(session, speaker, introduction_id, by_proposer=False, or_else=errors.ListingGoneError())


async def connect(
    session: AsyncSession, introduction_id: IntroductionId, speaker: Speaker, now: datetime
) -> Introduction | None:
    """Returns the accepted introduction for the one press that counts, otherwise None."""
    changes: dict[str, Any] = closed(IntroductionStatus.ACCEPTED, now)
    changes |= {"closed_at": None, "accepted_at": now, **_answered(speaker)}
    guard = (
        introductions.by_recipient(speaker)
        & introductions.listings_acceptable()
        & ~blocked_country_pairs.in_blocked_pair()
    )
    accepted = await introductions.move(
        session, introduction_id, from_=OPEN_INTRODUCTIONS, changes=changes, now=now, guard=guard
    )
    if accepted is None:
        return None
    await outcomes.schedule(session, accepted.id, OUTCOME_DAYS, now)
    await tell_side(session, accepted, accepted.proposer_side, Topic.INTRODUCTION_ACCEPTED, now)
    await tell_side(session, accepted, accepted.recipient_side, Topic.INTRODUCTION_ACCEPTED, now, but=speaker)
    return accepted


async def decline(
    session: AsyncSession, speaker: Speaker, introduction_id: IntroductionId, reason: DeclineReason, now: datetime
) -> Introduction:
    """Declines permanently: the pair is not suggested and cannot be proposed again. Raises the errors of `accept`."""
    changes = closed(IntroductionStatus.DECLINED, now) | {"decline_reason": reason, **_answered(speaker)}
    guard = introductions.by_recipient(speaker)
    declined = await introductions.move(
        session, introduction_id, from_=OPEN_INTRODUCTIONS, changes=changes, now=now, guard=guard
    )
    if declined is None:
        raise await why_not(session, speaker, introduction_id, by_proposer=False)
    pair = (declined.need_id, declined.offer_id)
    await dismiss_suggestion(session, pair, declined.recipient_side, person_of(speaker), reason, now)
    await tell_side(session, declined, declined.proposer_side, Topic.INTRODUCTION_DECLINED, now)
    await tell_colleagues(session, declined, declined.recipient_side, speaker, now)
    return declined


async def postpone(
    session: AsyncSession,
    speaker: Speaker,
    introduction_id: IntroductionId,
    until: datetime,
    *,
    rules: Rules,
    now: datetime,
) -> Introduction:
    """Postpones the introduction. It returns at `until` with the full answer time, and can be answered earlier.

    The proposer is told the date. Raises BadDateError, NotYoursError, ClosedError or NotYourMoveError.
    """
    if not now < until <= now + LATEST_RETURN:
        raise errors.BadDateError
    changes = {"later_until": until, "remind_at": None, "reminded_at": None, "expires_at": until + rules.expiry}
    guard = introductions.by_recipient(speaker) & introductions.not_postponed_to(until, within=_SAME_DAY)
    postponed = await introductions.move(
        session, introduction_id, from_=[IntroductionStatus.PROPOSED], changes=changes, now=now, guard=guard
    )
    if postponed is None:
        theirs = errors.NotYourMoveError()
        error = await why_not(session, speaker, introduction_id, by_proposer=False, or_else=theirs)
        own = await own_side(session, speaker, introduction_id)
        if error is theirs and _is_near(own.introduction.later_until, until):
            # A second tap. The proposer was told after the first.
            return own.introduction
        raise error
    await tell_side(session, postponed, postponed.proposer_side, Topic.INTRODUCTION_LATER, now)
    await tell_colleagues(session, postponed, postponed.recipient_side, speaker, now)
    return postponed


def _answered(speaker: Speaker) -> dict[str, Any]:
    return {"answered_by": person_of(speaker), "answered_by_mail": isinstance(speaker, ByMail)}


def _is_near(one: datetime | None, other: datetime) -> bool:
    return one is not None and abs(one - other) <= _SAME_DAY


async def withdraw(
    session: AsyncSession, person_id: PersonId, introduction_id: IntroductionId, now: datetime
) -> Introduction:
    """Withdraws an unanswered proposal. Raises NotYoursError or ClosedError."""
    changes = closed(IntroductionStatus.WITHDRAWN, now)
    guard = introductions.by_proposer(person_id)
    withdrawn = await introductions.move(
        session, introduction_id, from_=OPEN_INTRODUCTIONS, changes=changes, now=now, guard=guard
    )
    if withdrawn is None:
        raise await why_not(session, person_id, introduction_id, by_proposer=True)
    await tell_side(session, withdrawn, withdrawn.recipient_side, Topic.INTRODUCTION_WITHDRAWN, now)
    await tell_colleagues(session, withdrawn, withdrawn.proposer_side, person_id, now)
    return withdrawn


async def dismiss_suggestion(
    session: AsyncSession,
    pair: tuple[ListingId | None, ListingId | None],
    side: Kind,
    person_id: PersonId | None,
    reason: DeclineReason,
    now: datetime,
) -> None:
    """Dismisses the suggestion of the pair (need, offer) for this side, so that the matcher learns from it."""
    suggestion = await suggestions.of_pair(session, *pair)
    if suggestion is not None:
        await verdicts.put(
            session, suggestion.id, side=side, verdict=Verdict.DISMISSED, person_id=person_id, now=now, reason=reason
        )

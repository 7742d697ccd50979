"""Agree to, postpone or decline a recommendation.

The first side to agree becomes the proposer of an introduction, and all later changes are made to the introduction.
Each change is one guarded statement, so exactly one of two taps, colleagues or sides, or of an answer and an expiry,
counts.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import introductions as introducing
from bot.usecases.introductions import Rules
from bot.usecases.introductions.answers import dismiss_suggestion
from bot.usecases.introductions.errors import BadDateError, ListingGoneError, UnavailableError
from bot.usecases.introductions.pairing import Pair, begin, is_open, refuse_mismatch, refuse_unreachable
from bot.usecases.introductions.rules import LATEST_RETURN
from bot.usecases.people.active_sanctions import require_not_muted
from bot.usecases.recommendations import errors
from bot.usecases.recommendations.access import recommendation_of
from bot.usecases.recommendations.notices import tell_organizer
from storage.ids import IntroductionId, PersonId, RecommendationId
from storage.introductions import introductions
from storage.listings import listings
from storage.models import Introduction, Recommendation
from storage.recommendations import recommendations
from storage.vocabulary import DeclineReason, Kind, RecommendationStatus

_ASKED = (RecommendationStatus.ASKED,)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementResult:
    """The result. `accepted` is True if the other side had agreed before, so the two are connected."""

    introduction_id: IntroductionId
    accepted: bool


async def agree(
    session: AsyncSession, person_id: PersonId, number: RecommendationId, *, rules: Rules, now: datetime
) -> AgreementResult:
    """Agrees to the recommendation.

    Raises NotYoursError, EndedError, GoneOnError, MutedError, ListingGoneError, UnavailableError, or NoPairError if
    both companies are in one country by now.
    """
    found, side = await recommendation_of(session, person_id, number)
    if found.status is RecommendationStatus.ASKED:
        pair = await _pair(session, person_id, found, side, now)
        taken = await _move(session, person_id, number, side, {"status": RecommendationStatus.TAKEN_UP})
        if taken is not None:
            return await _take_up(session, person_id, taken, pair, rules, now)
        found, side = await recommendation_of(session, person_id, number)
    introduction = await _awaiting_answer(session, found, side)
    await introducing.accept(session, person_id, introduction.id, now)
    return AgreementResult(introduction_id=introduction.id, accepted=True)


async def decline(
    session: AsyncSession, person_id: PersonId, number: RecommendationId, reason: DeclineReason, now: datetime
) -> None:
    """Declines permanently: the pair is not recommended or suggested again. Raises the errors of `agree`."""
    found, side = await recommendation_of(session, person_id, number)
    changes = {
        "status": RecommendationStatus.DECLINED,
        "declined_side": side,
        "decline_reason": reason,
        "closed_at": now,
    }
    declined = await _move(session, person_id, number, side, changes)
    if declined is None:
        found, side = await recommendation_of(session, person_id, number)
        introduction = await _awaiting_answer(session, found, side)
        await introducing.decline(session, person_id, introduction.id, reason, now)
        return
    await dismiss_suggestion(session, (declined.need_id, declined.offer_id), side, person_id, reason, now)
    await tell_organizer(session, declined, RecommendationStatus.DECLINED, now)


async def postpone(
    session: AsyncSession,
    person_id: PersonId,
    number: RecommendationId,
    until: datetime,
    *,
    rules: Rules,
    now: datetime,
) -> None:
    """Postpones for this side: the recommendation returns at `until` and can be answered earlier.

    The other side may decide meanwhile. Raises the errors of `agree`, and BadDateError.
    """
    if not now < until <= now + LATEST_RETURN:
        raise BadDateError
    found, side = await recommendation_of(session, person_id, number)
    late = until + rules.expiry
    changes = {
        f"{side.value}_later_until": until,
        f"{side.value}_remind_at": None,
        "expires_at": recommendations.expiry_from(late),
    }
    if await _move(session, person_id, number, side, changes) is None:
        found, side = await recommendation_of(session, person_id, number)
        introduction = await _awaiting_answer(session, found, side)
        await introducing.postpone(session, person_id, introduction.id, until, rules=rules, now=now)


async def _move(
    session: AsyncSession, person_id: PersonId, number: RecommendationId, side: Kind, changes: dict[str, Any]
) -> Recommendation | None:
    guard = recommendations.by_side(side, person_id)
    if changes.get("status") is RecommendationStatus.TAKEN_UP:
        guard &= recommendations.listings_acceptable()
    return await recommendations.move(session, number, from_=_ASKED, changes=changes, guard=guard)


async def _pair(session: AsyncSession, person_id: PersonId, found: Recommendation, side: Kind, now: datetime) -> Pair:
    """Returns the two listings if they may still be introduced."""
    numbers = [found.listing_of(each) for each in (side, side.counterpart)]
    own, other = [None if each is None else await listings.find(session, each) for each in numbers]
    if own is None or other is None or not (is_open(own, now) and is_open(other, now)):
        raise ListingGoneError
    await require_not_muted(session, person_id, own.company_id, now)
    refuse_mismatch(own, other)
    await refuse_unreachable(session, own.company_id, other.company_id)
    return Pair(mine=own, theirs=other)


async def _take_up(
    session: AsyncSession, person_id: PersonId, taken: Recommendation, pair: Pair, rules: Rules, now: datetime
) -> AgreementResult:
    """Links the recommendation to an introduction: a new one, or one that the other side proposed itself."""
    later = taken.later_until_of(pair.side.counterpart)
    made = await begin(session, person_id, pair, None, rules=rules, now=now, later_until=later)
    live = made or await introductions.live_between(session, pair.need.id, pair.offer.id)
    if live is None:
        raise UnavailableError
    changes = {"introduction_id": live.id}
    await recommendations.move(
        session,
        taken.id,
        from_=[RecommendationStatus.TAKEN_UP],
        changes=changes,
        guard=Recommendation.introduction_id.is_(None),
    )
    if live.proposer_side is pair.side or not live.status.is_open:
        return AgreementResult(introduction_id=live.id, accepted=not live.status.is_open)
    await introducing.accept(session, person_id, live.id, now)
    return AgreementResult(introduction_id=live.id, accepted=True)


async def _awaiting_answer(session: AsyncSession, found: Recommendation, side: Kind) -> Introduction:
    """Returns the introduction that waits for this side's answer. Raises EndedError or GoneOnError."""
    number = found.introduction_id
    introduction = None if number is None else await introductions.find(session, number)
    if introduction is None:
        raise errors.EndedError
    if introduction.recipient_side is not side or not introduction.status.is_open:
        raise errors.GoneOnError(introduction.id)
    return introduction

"""Status of recommendations: for a side without names, for the organizer without messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotAllowedError
from bot.matching.listing import Reason
from bot.usecases.events.access import own_event
from bot.usecases.introductions.errors import NotYoursError
from bot.usecases.introductions.overview import counterpart_of, shown
from bot.usecases.introductions.shown_introduction import Counterpart
from bot.usecases.moderation.roles import Actor
from bot.usecases.recommendations.access import recommendation_of
from bot.usecases.suggestions.match_results import read_reasons
from storage.events import events
from storage.ids import CompanyId, EventId, IntroductionId, ListingId, PersonId, RecommendationId
from storage.introductions import introductions
from storage.listings import listings
from storage.models import Introduction, Listing, Recommendation
from storage.people import companies
from storage.recommendations import recommendations
from storage.suggestions import suggestions
from storage.vocabulary import IntroductionStatus, Kind, ProfileType, RecommendationStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRecommendation:
    """A recommendation as one side sees it, without the other side's identity."""

    id: RecommendationId
    event: Mapping[str, str]
    """The event's names by language."""
    status: RecommendationStatus
    mine: Listing | None
    theirs: Listing | None
    title: str
    """Masked title of the other listing; "" if it was deleted."""
    summary: str
    counterpart: Counterpart | None
    reasons: tuple[Reason, ...]
    word: str | None
    word_language: str | None
    later_until: datetime | None
    expires_at: datetime
    introduction_id: IntroductionId | None
    declined_by_me: bool

    @property
    def is_open(self) -> bool:
        return self.status is RecommendationStatus.ASKED

    @property
    def profile_type(self) -> ProfileType | None:
        return None if self.theirs is None else self.theirs.profile_type


class RecommendationState(StrEnum):
    """The status for an organizer, which reveals neither the side nor the reason."""

    ASKED = "asked"
    ONE_YES = "one_yes"
    CONNECTED = "connected"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    IMPOSSIBLE = "impossible"

    @property
    def is_open(self) -> bool:
        return self in {RecommendationState.ASKED, RecommendationState.ONE_YES}


ENDED: Final[Mapping[IntroductionStatus, RecommendationState]] = {
    IntroductionStatus.ACCEPTED: RecommendationState.CONNECTED,
    IntroductionStatus.DECLINED: RecommendationState.DECLINED,
    IntroductionStatus.WITHDRAWN: RecommendationState.WITHDRAWN,
    IntroductionStatus.EXPIRED: RecommendationState.EXPIRED,
}
"""What the organizer sees of an ended introduction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRecommendation:
    """A recommendation as organizers see it. Names and titles are "" if deleted."""

    id: RecommendationId
    event_id: EventId
    state: RecommendationState
    need_company: str
    offer_company: str
    need_title: str
    offer_title: str
    created_at: datetime
    expires_at: datetime


async def my_recommendation(
    session: AsyncSession, person_id: PersonId, number: RecommendationId
) -> ShownRecommendation:
    """Returns the recommendation. Raises NotYoursError."""
    found, side = await recommendation_of(session, person_id, number)
    return await _seen(session, found, side)


async def open_recommendations(
    session: AsyncSession, person_id: PersonId, *, limit: int | None = None
) -> list[ShownRecommendation]:
    """Returns the person's open recommendations, at most `limit`."""
    found: list[ShownRecommendation] = []
    for one in await recommendations.open_for(session, person_id):
        if len(found) == limit:
            break
        try:
            found.append(await my_recommendation(session, person_id, one.id))
        except NotYoursError:
            continue
    return found


async def _seen(session: AsyncSession, found: Recommendation, side: Kind) -> ShownRecommendation:
    event = await events.find(session, found.event_id)
    theirs = await _listing(session, found.listing_of(side.counterpart))
    title, summary = await shown(session, theirs)
    suggestion = await suggestions.of_pair(session, found.need_id, found.offer_id)
    reasons, _ = read_reasons({} if suggestion is None else suggestion.reasons, side)
    return ShownRecommendation(
        id=found.id,
        event={} if event is None else event.names,
        status=found.status,
        mine=await _listing(session, found.listing_of(side)),
        theirs=theirs,
        title=title,
        summary=summary,
        counterpart=await counterpart_of(session, found.company_of(side.counterpart)),
        reasons=reasons,
        word=found.word_relayed,
        word_language=found.word_language,
        later_until=found.later_until_of(side),
        expires_at=found.expires_at,
        introduction_id=found.introduction_id,
        declined_by_me=found.declined_side is side,
    )


async def of_event(
    session: AsyncSession, actor: Actor, event_id: EventId, *, offset: int = 0, limit: int | None = None
) -> Sequence[EventRecommendation]:
    """Returns a page of an event's recommendations, latest first. Raises NotAllowedError."""
    await own_event(session, actor, event_id)
    found = await recommendations.of_event(session, event_id, offset=offset, limit=limit)
    return [await _with_names(session, *row) for row in found]


async def recommendation_of_event(session: AsyncSession, actor: Actor, number: RecommendationId) -> EventRecommendation:
    """Returns the recommendation. Raises NotAllowedError, also for an unknown one."""
    found = await recommendations.find(session, number)
    if found is None:
        raise NotAllowedError
    await own_event(session, actor, found.event_id)
    introduction = None
    if found.introduction_id is not None:
        introduction = await introductions.find(session, found.introduction_id)
    return await _with_names(session, found, introduction)


async def _with_names(
    session: AsyncSession, found: Recommendation, introduction: Introduction | None
) -> EventRecommendation:
    need, offer = await _listing(session, found.need_id), await _listing(session, found.offer_id)
    return EventRecommendation(
        id=found.id,
        event_id=found.event_id,
        state=_state(found, introduction),
        need_company=await _name(session, found.need_company_id),
        offer_company=await _name(session, found.offer_company_id),
        need_title="" if need is None else need.title,
        offer_title="" if offer is None else offer.title,
        created_at=found.created_at,
        expires_at=found.expires_at if introduction is None else introduction.expires_at,
    )


def _state(found: Recommendation, introduction: Introduction | None) -> RecommendationState:
    if found.status is not RecommendationStatus.TAKEN_UP:
        return RecommendationState(found.status.value)
    status = IntroductionStatus.PROPOSED if introduction is None else introduction.status
    return ENDED.get(status, RecommendationState.ONE_YES)


async def _listing(session: AsyncSession, listing_id: ListingId | None) -> Listing | None:
    return None if listing_id is None else await listings.find(session, listing_id)


async def _name(session: AsyncSession, company_id: CompanyId | None) -> str:
    company = None if company_id is None else await companies.find(session, company_id)
    return "" if company is None else company.name

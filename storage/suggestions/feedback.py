"""Queries about the feedback on a listing: answers to its suggestions and introductions, counted for the matcher.

Each statement is built once a side, because the matcher asks for every listing.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from sqlalchemy import BigInteger, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.ids import ListingId
from storage.introductions.load import asks
from storage.models import Introduction, IntroductionOutcome, Listing, Suggestion, SuggestionVerdict
from storage.vocabulary import (
    DeclineReason,
    DismissalReason,
    IntroductionStatus,
    Kind,
    ListingStatus,
    Outcome,
    Verdict,
)

_ABOUT_LISTING: Final = [DismissalReason.OTHER_SUBJECT, DismissalReason.TOO_EARLY, DismissalReason.WRONG_PARTNER]
"""Reasons that say something about the refused listing rather than about the person who refuses."""
_DECLINES_ABOUT_LISTING: Final = [DeclineReason.OTHER_SUBJECT, DeclineReason.TOO_EARLY, DeclineReason.WRONG_PARTNER]
_ASKED: Final[Any] = bindparam("listing_ids", expanding=True, type_=BigInteger)
_GOOD: Final = [Outcome.MET, Outcome.NEGOTIATING, Outcome.SIGNED]
_SIDES: Final = (
    (Kind.NEED, Suggestion.need_id, Suggestion.offer_id, Introduction.need_id),
    (Kind.OFFER, Suggestion.offer_id, Suggestion.need_id, Introduction.offer_id),
)


@dataclass(slots=True, kw_only=True)
class Answers:
    """The answers to one listing, by count. See bot.matching.feedback.Record."""

    liked: int = 0
    disliked: int = 0
    open_suggestions: int = 0
    open_requests: int = 0
    refused: Counter[str] = field(default_factory=Counter)


async def answers(session: AsyncSession, listing_ids: Collection[ListingId]) -> Mapping[ListingId, Answers]:
    """Returns the answers to each listing; zeros for a listing without any."""
    found: defaultdict[ListingId, Answers] = defaultdict(Answers)
    asked = {_ASKED.key: list(listing_ids)}
    for side, own, other, introduced in _SIDES:
        for listing_id, count in await session.execute(_suggested(own, other), asked):
            found[listing_id].open_suggestions += count
        for listing_id, count in await session.execute(_dismissed(side, own), asked):
            found[listing_id].disliked += count
        for listing_id, country, count in await session.execute(_refused(side, own, other), asked):
            found[listing_id].refused[country] += count
        for listing_id, liked, disliked in await session.execute(_introduced(side, introduced), asked):
            found[listing_id].liked += liked
            found[listing_id].disliked += disliked
        for listing_id, good, silent in await session.execute(_reported(side, introduced), asked):
            found[listing_id].liked += good
            found[listing_id].disliked += silent
    for listing_id, count in await session.execute(_requested(), asked):
        found[listing_id].open_requests = count
    return {listing_id: found[listing_id] for listing_id in listing_ids}


@cache
def _suggested(own: Any, other: Any) -> Select[*tuple[Any, ...]]:
    dismissed = (
        select(SuggestionVerdict.suggestion_id)
        .where(SuggestionVerdict.suggestion_id == Suggestion.id, SuggestionVerdict.verdict == Verdict.DISMISSED)
        .correlate(Suggestion)
        .exists()
    )
    # CASE instead of WHERE: with a filter, SQLite would read every published listing through the status index.
    published = case((Listing.status == ListingStatus.PUBLISHED, 1), else_=0)
    return (
        select(own, func.sum(published))
        .join(Listing, Listing.id == other)
        .where(own.in_(_ASKED), ~dismissed)
        .group_by(own)
    )


@cache
def _dismissed(side: Kind, own: Any) -> Select[*tuple[Any, ...]]:
    """Selects (listing, times that the other side dismissed its suggestions)."""
    return (
        select(own, func.count())
        .join(SuggestionVerdict, SuggestionVerdict.suggestion_id == Suggestion.id)
        .where(
            own.in_(_ASKED),
            SuggestionVerdict.side == side.counterpart,
            SuggestionVerdict.reason.in_(_ABOUT_LISTING),  # only a dismissal has a reason
        )
        .group_by(own)
    )


@cache
def _refused(side: Kind, own: Any, other: Any) -> Select[*tuple[Any, ...]]:
    """Selects (listing, country, times that the listing's own side dismissed the country as the wrong one)."""
    return (
        select(own, Listing.country, func.count())
        .join(SuggestionVerdict, SuggestionVerdict.suggestion_id == Suggestion.id)
        .join(Listing, Listing.id == other)
        .where(
            own.in_(_ASKED),
            SuggestionVerdict.side == side,
            SuggestionVerdict.reason == DismissalReason.WRONG_COUNTRY,
        )
        .group_by(own, Listing.country)
    )


@cache
def _introduced(side: Kind, own: Any) -> Select[*tuple[Any, ...]]:
    """Selects (listing, accepted, refused introductions).

    Refused: the other side declined, or the own side let the other's proposal expire.
    """
    asked = Introduction.proposer_side == side
    against = or_(
        and_(
            asked,
            Introduction.status == IntroductionStatus.DECLINED,
            Introduction.decline_reason.in_(_DECLINES_ABOUT_LISTING),
        ),
        and_(~asked, Introduction.status == IntroductionStatus.EXPIRED),
    )
    return (
        select(
            own,
            func.sum(case((Introduction.status == IntroductionStatus.ACCEPTED, 1), else_=0)),
            func.sum(case((against, 1), else_=0)),
        )
        .where(own.in_(_ASKED))
        .group_by(own)
    )


@cache
def _requested() -> Select[*tuple[Any, ...]]:
    """Selects (listing, open requests from others to its company, whichever of its listings they are about)."""
    return (
        select(Listing.id, func.count())
        .join(Introduction, asks(Listing.company_id.expression))
        .where(Listing.id.in_(_ASKED))
        .group_by(Listing.id)
    )


@cache
def _reported(side: Kind, own: Any) -> Select[*tuple[Any, ...]]:
    """Selects (listing, introductions with a good outcome, introductions in which the listing's side never answered).

    Either side may report a good outcome. Only the other side's last report says that nobody answered.
    """
    later = aliased(IntroductionOutcome)
    overruled = (
        select(later.day)
        .where(
            later.introduction_id == IntroductionOutcome.introduction_id,
            later.side == IntroductionOutcome.side,
            later.day > IntroductionOutcome.day,
            later.outcome.is_not(None),
        )
        .exists()
    )
    good = IntroductionOutcome.outcome.in_(_GOOD)
    silent = and_(
        IntroductionOutcome.outcome == Outcome.NEVER_ANSWERED, IntroductionOutcome.side == side.counterpart, ~overruled
    )
    return (
        select(
            own,
            func.count(case((good, Introduction.id)).distinct()),
            func.count(case((silent, Introduction.id)).distinct()),
        )
        .join(IntroductionOutcome, IntroductionOutcome.introduction_id == Introduction.id)
        .where(own.in_(_ASKED), IntroductionOutcome.outcome.in_([*_GOOD, Outcome.NEVER_ANSWERED]))
        .group_by(own)
    )

"""Queries about organizers' recommendations. Each status change is one guarded update."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, EventId, ListingId, PersonId, RecommendationId
from storage.introductions.conditions import listing_is, recommended_to, speaks_for
from storage.introductions.introductions import NOT_ACCEPTABLE_LISTINGS
from storage.models import (
    Company,
    Event,
    Introduction,
    Listing,
    Recommendation,
    Suggestion,
    SuggestionVerdict,
)
from storage.moderation.sanctions import company_banned
from storage.statements import insert_of
from storage.vocabulary import Kind, ListingStatus, RecommendationStatus, Verdict

LISTINGS: Final = (Recommendation.need_id.expression, Recommendation.offer_id.expression)


async def find(session: AsyncSession, number: RecommendationId) -> Recommendation | None:
    """Reads the recommendation from the database, not from the session's identity map."""
    return await session.get(Recommendation, number, populate_existing=True)


async def add(session: AsyncSession, values: Mapping[str, Any]) -> Recommendation | None:
    """Returns the new recommendation; None if the pair has an open one. Safe against a concurrent insert."""
    return await session.scalar(
        insert_of(session)(Recommendation).values(values).on_conflict_do_nothing().returning(Recommendation)
    )


async def move(
    session: AsyncSession,
    number: RecommendationId,
    *,
    from_: Collection[RecommendationStatus],
    changes: Mapping[str, Any],
    guard: ColumnElement[bool] | None = None,
) -> Recommendation | None:
    """Changes and returns the recommendation. Returns None if its status is not in `from_` or the guard is false."""
    return await session.scalar(
        update(Recommendation)
        .where(Recommendation.id == number, Recommendation.status.in_(from_), true() if guard is None else guard)
        .values(dict(changes))
        .returning(Recommendation)
        .execution_options(populate_existing=True, synchronize_session=False)
    )


def expiry_from(earliest: datetime) -> ColumnElement[Any]:
    """Returns the later of the expiry and `earliest`."""
    return case((Recommendation.expires_at < earliest, earliest), else_=Recommendation.expires_at)


def company_on(side: Kind) -> ColumnElement[Any]:
    return (Recommendation.need_company_id if side is Kind.NEED else Recommendation.offer_company_id).expression


def by_side(side: Kind, person_id: PersonId) -> ColumnElement[bool]:
    """True where the person speaks for this side only, and neither the person nor the company is banned."""
    own, other = company_on(side), company_on(side.counterpart)
    return and_(speaks_for(own, person_id, Recommendation), ~speaks_for(other, person_id, Recommendation))


def listings_acceptable() -> ColumnElement[bool]:
    """True where both listings exist and can be introduced now."""
    return ~listing_is(NOT_ACCEPTABLE_LISTINGS, LISTINGS, Recommendation)


async def lock_event(session: AsyncSession, event_id: EventId) -> bool:
    """Locks the event's row until the transaction ends, so that its counts stay correct. False if unknown."""
    return (
        await session.scalar(select(Event.id).where(Event.id == event_id).with_for_update(key_share=True)) is not None
    )


async def count_asked(session: AsyncSession, *, event_id: EventId | None = None, of: CompanyId | None = None) -> int:
    """Returns the number of open recommendations of an event, or of a company at any event."""
    query = select(func.count()).where(Recommendation.status == RecommendationStatus.ASKED)
    if event_id is not None:
        query = query.where(Recommendation.event_id == event_id)
    if of is not None:
        query = query.where(or_(Recommendation.need_company_id == of, Recommendation.offer_company_id == of))
    return await session.scalar(query) or 0


async def count_of_event(session: AsyncSession, event_id: EventId) -> int:
    query = select(func.count()).select_from(Recommendation).where(Recommendation.event_id == event_id)
    return await session.scalar(query) or 0


async def of_event(
    session: AsyncSession, event_id: EventId, *, offset: int = 0, limit: int | None = None
) -> Sequence[tuple[Recommendation, Introduction | None]]:
    """Returns a page of an event's recommendations with their introductions, latest first."""
    rows = await session.execute(
        select(Recommendation, Introduction)
        .outerjoin(Introduction, Introduction.id == Recommendation.introduction_id)
        .where(Recommendation.event_id == event_id)
        .order_by(Recommendation.id.desc())
        .offset(offset)
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    return [(recommendation, introduction) for recommendation, introduction in rows]


async def of_pair(session: AsyncSession, need_id: ListingId, offer_id: ListingId) -> Sequence[Recommendation]:
    """Returns all recommendations of a pair, latest first."""
    result = await session.scalars(
        select(Recommendation)
        .where(Recommendation.need_id == need_id, Recommendation.offer_id == offer_id)
        .order_by(Recommendation.id.desc())
        .execution_options(populate_existing=True)
    )
    return result.all()


async def open_for(session: AsyncSession, person_id: PersonId) -> Sequence[Recommendation]:
    """Returns open recommendations that the person's companies were notified about, oldest first."""
    return (await session.scalars(_open(), {"person_id": person_id})).all()


@cache
def _open() -> Select[Recommendation]:
    return select(Recommendation).where(recommended_to(bindparam("person_id"))).order_by(Recommendation.id)


async def delete_messages_of(session: AsyncSession, person_id: PersonId) -> None:
    """Deletes the messages in a person's recommendations."""
    gone = {"word": None, "word_relayed": None, "word_language": None}
    await session.execute(update(Recommendation).where(Recommendation.organizer_id == person_id).values(gone))


async def is_dismissed(session: AsyncSession, need_id: ListingId, offer_id: ListingId) -> bool:
    """Returns True if either side dismissed the suggestion of this pair."""
    query = (
        select(SuggestionVerdict.suggestion_id)
        .join(Suggestion, Suggestion.id == SuggestionVerdict.suggestion_id)
        .where(
            Suggestion.need_id == need_id,
            Suggestion.offer_id == offer_id,
            SuggestionVerdict.verdict == Verdict.DISMISSED,
        )
    )
    return (await session.execute(query.limit(1))).first() is not None


async def open_listings_of(
    session: AsyncSession, company_ids: Collection[CompanyId], now: datetime
) -> Sequence[tuple[Company, Listing | None]]:
    """Returns (company, open listing or None) for those of the companies that are not banned, by name."""
    is_open = and_(
        Listing.company_id == Company.id, Listing.status == ListingStatus.PUBLISHED, Listing.expires_at > now
    )
    rows = await session.execute(
        select(Company, Listing)
        .outerjoin(Listing, is_open)
        .where(Company.id.in_(company_ids), ~company_banned(Company.id))
        .order_by(Company.name, Company.id, Listing.id)
    )
    return [(company, listing) for company, listing in rows]


async def scores_between(
    session: AsyncSession, listing_ids: Collection[ListingId]
) -> dict[tuple[ListingId, ListingId], int]:
    """Returns (need, offer) → score for the suggestions of these listings."""
    rows = await session.execute(
        select(Suggestion.need_id, Suggestion.offer_id, Suggestion.score).where(
            or_(Suggestion.need_id.in_(listing_ids), Suggestion.offer_id.in_(listing_ids))
        )
    )
    return {(need_id, offer_id): score for need_id, offer_id, score in rows}

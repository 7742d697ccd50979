"""Queries that store suggestions, and find them by their listings."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, delete, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import ListingId, PersonId, SuggestionId
from storage.models import Introduction, Listing, Suggestion, SuggestionSeen, SuggestionVerdict
from storage.people.memberships import companies_of
from storage.statements import insert_of
from storage.vocabulary import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredPair:
    """A scored pair to store."""

    need_id: ListingId
    offer_id: ListingId
    score: int
    reasons: dict[str, Any]


async def store(session: AsyncSession, pairs: Iterable[ScoredPair], now: datetime) -> None:
    """Stores the pairs. An existing pair gets the new score and reasons and keeps its verdicts."""
    rows = [
        {
            "need_id": pair.need_id,
            "offer_id": pair.offer_id,
            "score": pair.score,
            "reasons": pair.reasons,
            "created_at": now,
            "updated_at": now,
        }
        for pair in pairs
    ]
    if not rows:
        return
    insert = insert_of(session)
    statement = insert(Suggestion)
    fresh = {column: statement.excluded[column] for column in ("score", "reasons", "updated_at")}
    await session.execute(statement.on_conflict_do_update(index_elements=["need_id", "offer_id"], set_=fresh), rows)


async def drop(session: AsyncSession, suggestion_ids: Collection[SuggestionId]) -> None:
    """Deletes outdated suggestions, except those that somebody answered or acted on."""
    answered = select(SuggestionVerdict.suggestion_id).where(SuggestionVerdict.suggestion_id == Suggestion.id)
    acted_upon = select(Introduction.id).where(Introduction.suggestion_id == Suggestion.id)
    await session.execute(
        delete(Suggestion).where(Suggestion.id.in_(suggestion_ids), ~answered.exists(), ~acted_upon.exists())
    )


async def mark_seen(
    session: AsyncSession, person_id: PersonId, suggestion_ids: Iterable[SuggestionId], now: datetime
) -> None:
    """Skips suggestions that were deleted after they were read, as matching anew does."""
    still = (
        select(Suggestion.id, literal(person_id, SuggestionSeen.person_id.type), literal(now, SuggestionSeen.at.type))
        .where(Suggestion.id.in_(list(suggestion_ids)))
        .with_for_update(key_share=True)
    )
    insert = insert_of(session)(SuggestionSeen).from_select(["suggestion_id", "person_id", "at"], still)
    await session.execute(insert.on_conflict_do_nothing())


async def side_of(session: AsyncSession, person_id: PersonId, suggestion_id: SuggestionId) -> Kind | None:
    """Returns the kind of the person's own listing in a suggestion of any status; None for an outsider."""
    return await session.scalar(
        select(Listing.kind)
        .join(Suggestion, or_(Suggestion.need_id == Listing.id, Suggestion.offer_id == Listing.id))
        .where(Suggestion.id == suggestion_id, Listing.company_id.in_(companies_of(person_id)))
        .limit(1)
    )


async def pair_of(
    session: AsyncSession, person_id: PersonId, suggestion_id: SuggestionId
) -> tuple[ListingId, ListingId] | None:
    """Returns (own listing, other listing) of a suggestion of any status; None for an outsider."""
    suggestion, side = await session.get(Suggestion, suggestion_id), await side_of(session, person_id, suggestion_id)
    if suggestion is None or side is None:
        return None
    pair = (suggestion.need_id, suggestion.offer_id)
    return pair if side is Kind.NEED else pair[::-1]


async def counterparts(session: AsyncSession, listing_id: ListingId) -> Sequence[tuple[SuggestionId, ListingId]]:
    """Returns every suggestion of a listing with the other listing."""
    other = case((Suggestion.need_id == listing_id, Suggestion.offer_id), else_=Suggestion.need_id)
    rows = await session.execute(
        select(Suggestion.id, other).where(or_(Suggestion.need_id == listing_id, Suggestion.offer_id == listing_id))
    )
    return [(suggestion_id, listing_id) for suggestion_id, listing_id in rows]


async def of_pair(session: AsyncSession, need_id: ListingId | None, offer_id: ListingId | None) -> Suggestion | None:
    """Returns the suggestion of a pair; None also if one of its listings is gone."""
    return await session.scalar(
        select(Suggestion).where(Suggestion.need_id == need_id, Suggestion.offer_id == offer_id)
    )

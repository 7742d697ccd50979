"""Queries about the questions that are asked after a listing was published."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.ids import ListingId
from storage.models import Listing, Membership, Suggestion
from storage.statements import changes_rows
from storage.vocabulary import ListingStatus, ProfileType

_Other = aliased(Listing, name="other")
_EMPTY: Final = "[]"
_SAYS: Final[Mapping[str, ColumnElement[bool]]] = {
    "sectors": cast(_Other.sectors, Text) != _EMPTY,
    "partnerships": cast(_Other.partnerships, Text) != _EMPTY,
    # A business request wants a product on the market.
    "stage": or_(_Other.stage.is_not(None), _Other.profile_type == ProfileType.BUSINESS_REQUEST),
    # People who look for a technology want to know how it is protected.
    "ipr": _Other.profile_type == ProfileType.TECHNOLOGY_REQUEST,
}


async def count_matches_that_say(session: AsyncSession, listing_id: ListingId, field: str) -> int:
    """Returns the number of the listing's matches that can be compared with it by this field."""
    pair = or_(
        and_(Suggestion.need_id == listing_id, Suggestion.offer_id == _Other.id),
        and_(Suggestion.offer_id == listing_id, Suggestion.need_id == _Other.id),
    )
    query = (
        select(func.count())
        .select_from(Suggestion)
        .join(_Other, pair)
        .where(_Other.status == ListingStatus.PUBLISHED, _SAYS[field])
    )
    return await session.scalar(query) or 0


async def mark_company_asked(session: AsyncSession, membership: Membership, field: str) -> bool:
    """Returns True for the one caller who may ask the person for this field of the company."""
    unchanged = Membership.asked_later.is_not_distinct_from(membership.asked_later)
    mine = and_(Membership.person_id == membership.person_id, Membership.company_id == membership.company_id)
    return await changes_rows(session, update(Membership).where(mine, unchanged).values(asked_later=field))


async def mark_asked(session: AsyncSession, listing: Listing, field: str) -> bool:
    """Returns True for the one caller who may ask, also if two see the listing at once."""
    unchanged = Listing.asked_later.is_not_distinct_from(listing.asked_later)
    return await changes_rows(
        session, update(Listing).where(Listing.id == listing.id, unchanged).values(asked_later=field)
    )

"""Queries for matching all listings again, in batches."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import ListingId, PersonId, SuggestionId
from storage.models import BlockedCountryPair, Listing, Membership, Suggestion
from storage.vocabulary import Kind, ListingStatus, MembershipStatus


async def mark_all_awaiting(session: AsyncSession) -> int:
    """Queues all published listings for the matcher and returns their number."""
    await session.execute(
        update(Listing)
        .where(Listing.status == ListingStatus.PUBLISHED, Listing.matched_at.is_not(None))
        .values(matched_at=None)
    )
    return sum((await awaiting_counts(session)).values())


async def awaiting_counts(session: AsyncSession) -> dict[Kind, int]:
    rows = await session.execute(
        select(Listing.kind, func.count())
        .where(Listing.status == ListingStatus.PUBLISHED, Listing.matched_at.is_(None))
        .group_by(Listing.kind)
    )
    return dict(rows.all())


async def awaiting(session: AsyncSession, kind: Kind, limit: int) -> dict[ListingId, int]:
    """Returns the published listings of a kind that wait for the matcher, oldest first, with their text versions."""
    rows = await session.execute(
        select(Listing.id, Listing.text_version)
        .where(Listing.status == ListingStatus.PUBLISHED, Listing.kind == kind, Listing.matched_at.is_(None))
        .order_by(Listing.updated_at, Listing.id)
        .limit(limit)
    )
    return dict(rows.all())


async def mark_matched(session: AsyncSession, versions: Mapping[ListingId, int], now: datetime) -> set[ListingId]:
    """Marks listings as matched. Returns those that are still published with the given text version, and locks them."""
    rows = await session.execute(
        update(Listing)
        .where(Listing.id.in_(versions), Listing.status == ListingStatus.PUBLISHED)
        .values(matched_at=now)
        .returning(Listing.id, Listing.text_version)
    )
    found = dict(rows.all())
    changed = [listing_id for listing_id, version in found.items() if version != versions[listing_id]]
    if changed:
        await session.execute(update(Listing).where(Listing.id.in_(changed)).values(matched_at=None))
    return found.keys() - set(changed)


async def suggested(
    session: AsyncSession, kind: Kind, listing_ids: Collection[ListingId]
) -> Mapping[ListingId, dict[ListingId, SuggestionId]]:
    """Returns listing → counterpart → suggestion for these listings of one kind."""
    own, other = Suggestion.need_id, Suggestion.offer_id
    if kind is Kind.OFFER:
        own, other = other, own
    found: defaultdict[ListingId, dict[ListingId, SuggestionId]] = defaultdict(dict)
    for mine, theirs, suggestion in await session.execute(
        select(own, other, Suggestion.id).where(own.in_(listing_ids))
    ):
        found[mine][theirs] = suggestion
    return found


async def people_of(session: AsyncSession, listing_ids: Collection[ListingId]) -> set[PersonId]:
    """Returns the people who speak for the published ones among these listings."""
    rows = await session.scalars(
        select(Membership.person_id)
        .join(Listing, Listing.company_id == Membership.company_id)
        .where(
            Listing.id.in_(listing_ids),
            Listing.status == ListingStatus.PUBLISHED,
            Membership.status == MembershipStatus.ACTIVE,
        )
    )
    return set(rows)


async def barred(session: AsyncSession) -> dict[str, frozenset[str]]:
    """Returns country → blocked countries."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in await session.execute(select(BlockedCountryPair.one, BlockedCountryPair.other)):
        found[one].add(other)
        found[other].add(one)
    return {country: frozenset(others) for country, others in found.items()}

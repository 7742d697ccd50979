"""Queries that filter search results for a person."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import ListingId, PersonId
from storage.models import Company, CompanyBlock, Listing, Membership
from storage.moderation.blocked_country_pairs import all_pairs_blocked
from storage.people.memberships import companies_of
from storage.vocabulary import Kind, ListingStatus, MembershipStatus


async def visible_to(
    session: AsyncSession, person_id: PersonId, listing_ids: Collection[ListingId], now: datetime
) -> Sequence[tuple[Listing, Company]]:
    """Returns (listing, company) for the published listings among these that the person may see.

    Leaves out own listings, blocked countries, and companies with a block in either direction.
    """
    mine = companies_of(person_id)
    blocked = (
        select(CompanyBlock.company_id)
        .where(
            or_(
                and_(CompanyBlock.company_id == Listing.company_id, CompanyBlock.blocked_id.in_(mine)),
                and_(CompanyBlock.blocked_id == Listing.company_id, CompanyBlock.company_id.in_(mine)),
            )
        )
        .correlate(Listing)
        .exists()
    )
    rows = await session.execute(
        select(Listing, Company)
        .join(Company, Company.id == Listing.company_id)
        .where(
            Listing.id.in_(listing_ids),
            Listing.status == ListingStatus.PUBLISHED,
            Listing.expires_at > now,
            Listing.company_id.not_in(mine),
            ~blocked,
            ~all_pairs_blocked(Listing.country.expression, person_id, Listing),
        )
    )
    return [(listing, company) for listing, company in rows]


async def own_published(session: AsyncSession, person_id: PersonId, kind: Kind, now: datetime) -> Sequence[Listing]:
    """Returns the person's published listings of a kind, newest first."""
    result = await session.scalars(
        select(Listing)
        .join(Membership, Membership.company_id == Listing.company_id)
        .where(
            Membership.person_id == person_id,
            Membership.status == MembershipStatus.ACTIVE,
            Listing.kind == kind,
            Listing.status == ListingStatus.PUBLISHED,
            Listing.expires_at > now,
        )
        .order_by(Listing.created_at.desc(), Listing.id.desc())
    )
    return result.all()


async def count_companies_and_countries(session: AsyncSession, now: datetime) -> tuple[int, int]:
    """Returns the number of companies with published listings, and of their countries."""
    row = await session.execute(
        select(func.count(Listing.company_id.distinct()), func.count(Listing.country.distinct())).where(
            Listing.status == ListingStatus.PUBLISHED, Listing.expires_at > now
        )
    )
    companies, countries = row.one()
    return companies, countries

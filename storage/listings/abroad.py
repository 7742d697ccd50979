"""Queries about what is shown in other countries: only what its author has agreed to have shown there."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, case, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, ListingId, PersonId
from storage.models import Listing, Membership, Person
from storage.vocabulary import ListingStatus, MembershipStatus

_STATUS = Listing.status.type
_SHOWN = (ListingStatus.PUBLISHED, ListingStatus.REVIEW)


def refused() -> ColumnElement[bool]:
    """The author of the listing has said no. Who was never asked has not: that was published before there was a no."""
    return (
        select(Person.id)
        .where(Person.id == Listing.author_id, Person.shown_abroad.is_(False))
        .correlate(Listing)
        .exists()
    )


def published_where_agreed() -> ColumnElement[ListingStatus]:
    """The state of a listing that is to be published: private, where its author has said no meanwhile."""
    return case((refused(), literal(ListingStatus.PRIVATE, _STATUS)), else_=literal(ListingStatus.PUBLISHED, _STATUS))


async def withdraw(session: AsyncSession, person_id: PersonId, now: datetime) -> Sequence[Listing]:
    """Takes from view what this person stands for, and gives it: what they wrote, and for their companies what nobody
    who is still there wrote. The latter becomes theirs."""
    mine = _companies_of(person_id)
    writes_here = (
        select(Membership.person_id)
        .where(
            Membership.person_id == Listing.author_id,
            Membership.company_id == Listing.company_id,
            Membership.status == MembershipStatus.ACTIVE,
        )
        .correlate(Listing)
        .exists()
    )
    nobodys = and_(Listing.company_id.in_(mine), or_(Listing.author_id.is_(None), ~writes_here))
    await session.execute(
        update(Listing).where(nobodys).values(author_id=person_id).execution_options(synchronize_session=False)
    )
    result = await session.scalars(
        update(Listing)
        .where(Listing.author_id == person_id, Listing.status.in_(_SHOWN))
        .values(status=ListingStatus.PRIVATE, status_before=Listing.status, updated_at=now)
        .returning(Listing)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
    return result.all()


async def private_of(session: AsyncSession, person_id: PersonId) -> Sequence[ListingId]:
    """What this person keeps private of the companies that they speak for."""
    result = await session.scalars(
        select(Listing.id)
        .where(
            Listing.author_id == person_id,
            Listing.company_id.in_(_companies_of(person_id)),
            Listing.status == ListingStatus.PRIVATE,
        )
        .order_by(Listing.id)
    )
    return result.all()


async def show(session: AsyncSession, listing_id: ListingId, person_id: PersonId, now: datetime) -> bool:
    """Publishes a private listing for this person, who answers for it from here on; False if it is not private."""
    result = await session.execute(
        update(Listing)
        .where(Listing.id == listing_id, Listing.status == ListingStatus.PRIVATE)
        .values(
            status=ListingStatus.PUBLISHED,
            status_before=ListingStatus.PRIVATE,
            author_id=person_id,
            updated_at=now,
            matched_at=None,
        )
        .returning(Listing.id)
        .execution_options(synchronize_session=False)
    )
    return result.first() is not None


def _companies_of(person_id: PersonId) -> Select[CompanyId]:
    return select(Membership.company_id).where(
        Membership.person_id == person_id, Membership.status == MembershipStatus.ACTIVE
    )

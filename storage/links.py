"""Queries about links: random codes that grant a role, a place in a team, or a company, or show a listing."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, EventId, ListingId, PersonId
from storage.models import Link
from storage.vocabulary import LinkKind


async def add(session: AsyncSession, link: Link) -> None:
    session.add(link)
    await session.flush()


async def add_many(session: AsyncSession, links: Sequence[Link]) -> None:
    session.add_all(links)
    await session.flush()


async def open_claims(
    session: AsyncSession, event_id: EventId, person_id: PersonId, now: datetime
) -> dict[CompanyId, Link]:
    """Returns company → unused claim link that this person made for it."""
    result = await session.scalars(
        select(Link)
        .where(
            Link.kind == LinkKind.CLAIM,
            Link.event_id == event_id,
            Link.created_by == person_id,
            Link.used_at.is_(None),
            Link.expires_at > now,
        )
        .order_by(Link.created_at)
    )
    return {link.company_id: link for link in result if link.company_id is not None}


async def find(session: AsyncSession, code: str) -> Link | None:
    return await session.get(Link, code, populate_existing=True)


async def permanent(session: AsyncSession, **target: object) -> Link | None:
    """Returns the permanent link whose columns have these values, or None."""
    query = select(Link).where(Link.expires_at.is_(None))
    for column, value in target.items():
        query = query.where(getattr(Link, column) == value)
    return await session.scalar(query.order_by(Link.created_at, Link.code).limit(1))


async def of_listings(session: AsyncSession, listing_ids: Collection[ListingId]) -> dict[ListingId, Link]:
    """Returns listing → its permanent link."""
    result = await session.scalars(
        select(Link)
        .where(Link.kind == LinkKind.LISTING, Link.listing_id.in_(listing_ids), Link.expires_at.is_(None))
        .order_by(Link.created_at.desc(), Link.code.desc())  # the oldest wins, as in `permanent`
    )
    return {link.listing_id: link for link in result if link.listing_id is not None}


async def of_booths(session: AsyncSession, event_id: EventId) -> dict[CompanyId, Link]:
    """Returns company → permanent link of its booth."""
    result = await session.scalars(
        select(Link)
        .where(Link.kind == LinkKind.BOOTH, Link.event_id == event_id, Link.expires_at.is_(None))
        .order_by(Link.created_at.desc(), Link.code.desc())  # the oldest wins, as in `permanent`
    )
    return {link.company_id: link for link in result if link.company_id is not None}


async def use(session: AsyncSession, code: str, person_id: PersonId, now: datetime) -> Link | None:
    """Marks a link as used and returns it; None if it is unknown, used or expired."""
    return await session.scalar(
        update(Link)
        .where(Link.code == code, Link.used_at.is_(None), or_(Link.expires_at.is_(None), Link.expires_at > now))
        .values(used_by=person_id, used_at=now)
        .returning(Link)
        .execution_options(populate_existing=True)
    )

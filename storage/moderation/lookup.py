"""Queries for moderators: finding people and names, and counts for the health page."""

from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import PersonId
from storage.models import Company, Delivery, Introduction, Listing, Person
from storage.statements import is_postgres
from storage.vocabulary import DeliveryStatus, IntroductionStatus, ListingStatus


async def person_by_number(session: AsyncSession, number: int) -> Person | None:
    return await session.get(Person, PersonId(number))


async def person_by_username(session: AsyncSession, username: str) -> Person | None:
    """Returns the person last seen with this username. A username can move to another person."""
    query = select(Person).where(func.lower(Person.username) == username.lower())
    return await session.scalar(query.order_by(Person.seen_at.desc()).limit(1))


async def size_of_database(session: AsyncSession) -> int:
    """Returns the size in bytes."""
    if not is_postgres(session):
        pages, page_size = (
            await session.scalar(text("PRAGMA page_count")),
            await session.scalar(text("PRAGMA page_size")),
        )
        return int(pages or 0) * int(page_size or 0)
    return int(await session.scalar(text("SELECT pg_database_size(current_database())")) or 0)


async def names_of_people(session: AsyncSession) -> dict[int, str]:
    return dict((await session.execute(select(Person.id, Person.name))).all())


async def names_of_companies(session: AsyncSession) -> dict[int, str]:
    return dict((await session.execute(select(Company.id, Company.name))).all())


async def titles_of_listings(session: AsyncSession) -> dict[int, str]:
    rows = await session.execute(select(Listing.id, Listing.title).where(Listing.status != ListingStatus.DELETED))
    return dict(rows.all())


async def count_people(session: AsyncSession, *, seen_since: datetime | None = None) -> int:
    query = select(func.count()).select_from(Person)
    return await session.scalar(query if seen_since is None else query.where(Person.seen_at >= seen_since)) or 0


async def companies_by_country(session: AsyncSession) -> list[tuple[str, int]]:
    """Returns (country, number of companies), largest first."""
    rows = await session.execute(
        select(Company.country, func.count()).group_by(Company.country).order_by(func.count().desc(), Company.country)
    )
    return [(country, count) for country, count in rows]


async def listings_by_status(session: AsyncSession) -> dict[ListingStatus, int]:
    rows = await session.execute(select(Listing.status, func.count()).group_by(Listing.status))
    return dict(rows.all())


async def introductions_by_status(session: AsyncSession) -> dict[IntroductionStatus, int]:
    rows = await session.execute(select(Introduction.status, func.count()).group_by(Introduction.status))
    return dict(rows.all())


async def backlog(session: AsyncSession, now: datetime) -> tuple[int, datetime | None]:
    """Returns the number of due, unsent messages and the due time of the oldest."""
    row = (
        await session.execute(
            select(func.count(), func.min(Delivery.not_before)).where(
                Delivery.status.in_([DeliveryStatus.PENDING, DeliveryStatus.CLAIMED]), Delivery.not_before <= now
            )
        )
    ).one()
    return row[0], row[1]


async def failed_since(session: AsyncSession, since: datetime) -> int:
    query = select(func.count()).select_from(Delivery)
    return (
        await session.scalar(query.where(Delivery.status == DeliveryStatus.FAILED, Delivery.finished_at >= since)) or 0
    )


async def unmatched(session: AsyncSession) -> tuple[int, datetime | None]:
    """Returns the number of published listings that wait for the matcher and the time of the oldest."""
    row = (
        await session.execute(
            select(func.count(), func.min(Listing.updated_at)).where(
                Listing.status == ListingStatus.PUBLISHED, Listing.matched_at.is_(None)
            )
        )
    ).one()
    return row[0], row[1]

"""Queries about companies and their contact channels."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, PersonId
from storage.models import Channel, Company
from storage.vocabulary import ChannelKind


async def find(session: AsyncSession, company_id: CompanyId) -> Company | None:
    return await session.get(Company, company_id)


async def names_of(session: AsyncSession, company_ids: Collection[CompanyId]) -> dict[CompanyId, str]:
    rows = await session.execute(select(Company.id, Company.name).where(Company.id.in_(company_ids)))
    return {company_id: name for company_id, name in rows}  # noqa: C416 - a row is no pair for mypy


async def add(session: AsyncSession, company: Company) -> Company:
    session.add(company)
    await session.flush()
    return company


async def add_many(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> list[CompanyId]:
    """Inserts companies, given by their column values, in a few statements. Returns their ids in the same order."""
    result = await session.execute(
        insert(Company).returning(Company.id, Company.country, Company.name_key, Company.name), list(rows)
    )
    # SQLite may return the rows in another order.
    ids: dict[tuple[str, str, str], list[CompanyId]] = {}
    for company_id, country, key, name in result:
        ids.setdefault((country, key, name), []).append(company_id)
    return [ids[row["country"], row["name_key"], row["name"]].pop() for row in rows]


async def update_columns(session: AsyncSession, company_id: CompanyId, values: Mapping[str, Any]) -> None:
    await session.execute(update(Company).where(Company.id == company_id).values(dict(values)))


async def names_in(session: AsyncSession, country: str) -> Sequence[tuple[CompanyId, str]]:
    """Returns (id, name key) of every company in a country."""
    rows = await session.execute(select(Company.id, Company.name_key).where(Company.country == country))
    return [(company_id, key) for company_id, key in rows]


async def channels(session: AsyncSession, person_id: PersonId, company_id: CompanyId) -> Sequence[Channel]:
    """Returns a person's contact channels for a company, preferred first."""
    result = await session.scalars(
        select(Channel)
        .where(Channel.person_id == person_id, Channel.company_id == company_id)
        .order_by(Channel.position, Channel.id)
    )
    return result.all()


async def replace_channels(
    session: AsyncSession,
    person_id: PersonId,
    company_id: CompanyId,
    channels: Iterable[tuple[ChannelKind, str]],
) -> None:
    """Replaces the channels by these (kind, value) pairs, preferred first."""
    await session.execute(delete(Channel).where(Channel.person_id == person_id, Channel.company_id == company_id))
    session.add_all(
        Channel(person_id=person_id, company_id=company_id, kind=kind, value=value, position=position)
        for position, (kind, value) in enumerate(channels)
    )
    await session.flush()

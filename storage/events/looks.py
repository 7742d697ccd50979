"""Queries about how an event and its exhibitors present themselves on what is printed."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, EventId
from storage.models import BoothLook, EventLook
from storage.statements import insert_of


async def find(session: AsyncSession, event_id: EventId) -> EventLook | None:
    return await session.get(EventLook, event_id, populate_existing=True)


async def put(
    session: AsyncSession,
    event_id: EventId,
    *,
    colour: str,
    logo: bytes | None,
    sponsor: str | None,
    sponsor_logo: bytes | None,
) -> None:
    values = {"colour": colour, "logo": logo, "sponsor": sponsor, "sponsor_logo": sponsor_logo}
    await session.execute(
        insert_of(session)(EventLook)
        .values(event_id=event_id, **values)
        .on_conflict_do_update(index_elements=["event_id"], set_=values)
    )


async def of_booth(session: AsyncSession, event_id: EventId, company_id: CompanyId) -> BoothLook | None:
    return await session.get(BoothLook, (event_id, company_id), populate_existing=True)


async def of_booths(session: AsyncSession, event_id: EventId) -> Mapping[CompanyId, BoothLook]:
    found = await session.scalars(select(BoothLook).where(BoothLook.event_id == event_id))
    return {one.company_id: one for one in found}


async def put_booth(
    session: AsyncSession, event_id: EventId, company_id: CompanyId, *, logo: bytes | None, line: str | None
) -> None:
    values = {"logo": logo, "line": line}
    await session.execute(
        insert_of(session)(BoothLook)
        .values(event_id=event_id, company_id=company_id, **values)
        .on_conflict_do_update(index_elements=["event_id", "company_id"], set_=values)
    )

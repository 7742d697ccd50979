"""Queries about how an event presents itself on what is printed."""

from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import EventId
from storage.models import EventLook
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

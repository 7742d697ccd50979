"""Queries about the companies at an event and their booths."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.events.presence import companies_at_event
from storage.ids import CompanyId, EventId, HallId, PersonId
from storage.models import BoothScan, Channel, Company, Event, Exhibitor, Hall, Membership
from storage.statements import count_changed, insert_new, insert_of
from storage.vocabulary import ChannelKind, MembershipStatus, Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Booth:
    """A company at an event, with the name of its hall and its booth number."""

    company: Company
    hall: str | None
    booth: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCompany:
    """A company that an organizer imported and that nobody has claimed."""

    company: Company
    booth: str | None
    email: str | None
    """The address in the imported list."""


async def held_by(session: AsyncSession, event_id: EventId, person_id: PersonId) -> Sequence[HeldCompany]:
    """Returns the companies at the event that this person imported and still speaks for, by name."""
    rows = await session.execute(
        select(Company, Exhibitor.booth, func.min(Channel.value))
        .join(Exhibitor, Exhibitor.company_id == Company.id)
        .join(Membership, Membership.company_id == Company.id)
        .outerjoin(
            Channel,
            and_(Channel.company_id == Company.id, Channel.person_id == person_id, Channel.kind == ChannelKind.EMAIL),
        )
        .where(
            Exhibitor.event_id == event_id,
            Membership.person_id == person_id,
            Membership.status == MembershipStatus.ACTIVE,
            Membership.relation == Relation.ORGANIZER,
        )
        .group_by(Company.id, Exhibitor.booth)
        .order_by(Company.name, Company.id)
    )
    return [HeldCompany(company=company, booth=booth, email=email) for company, booth, email in rows]


async def find(session: AsyncSession, event_id: EventId, company_id: CompanyId) -> Exhibitor | None:
    return await session.get(Exhibitor, (event_id, company_id), populate_existing=True)


async def latest_event_of(session: AsyncSession, company_id: CompanyId) -> Event | None:
    """Returns the event that the company exhibits at, or exhibited at last."""
    return await session.scalar(
        select(Event)
        .join(Exhibitor, Exhibitor.event_id == Event.id)
        .where(Exhibitor.company_id == company_id)
        .order_by(Event.ends_on.desc(), Event.id.desc())
        .limit(1)
    )


async def of_event(session: AsyncSession, event_id: EventId) -> Sequence[Booth]:
    """Returns the exhibitors by hall and booth."""
    return await _booths(session, event_id, Exhibitor.company_id.is_not(None))


async def companies_at(
    session: AsyncSession, event_id: EventId, *, offset: int = 0, limit: int | None = None
) -> Sequence[Booth]:
    """Returns all companies at the event: those with a booth by hall and booth, then the others by name."""
    return await _booths(session, event_id, Company.id.in_(companies_at_event(event_id)), offset=offset, limit=limit)


async def some_at(session: AsyncSession, event_id: EventId, ids: Collection[CompanyId]) -> Sequence[Booth]:
    """Returns those of these companies that are at the event."""
    return await _booths(session, event_id, and_(Company.id.in_(ids), Company.id.in_(companies_at_event(event_id))))


async def count_companies_at(session: AsyncSession, event_id: EventId) -> int:
    query = select(func.count()).select_from(Company).where(Company.id.in_(companies_at_event(event_id)))
    return await session.scalar(query) or 0


async def _booths(
    session: AsyncSession, event_id: EventId, which: ColumnElement[bool], *, offset: int = 0, limit: int | None = None
) -> Sequence[Booth]:
    rows = await session.execute(
        select(Company, Hall.name, Exhibitor.booth)
        .outerjoin(Exhibitor, and_(Exhibitor.company_id == Company.id, Exhibitor.event_id == event_id))
        .outerjoin(Hall, Hall.id == Exhibitor.hall_id)
        .where(which)
        # SQLite and PostgreSQL sort NULL differently.
        .order_by(Exhibitor.booth.is_(None), Hall.name.is_(None), Hall.name, Exhibitor.booth, Company.name, Company.id)
        .offset(offset)
        .limit(limit)
    )
    return [Booth(company=company, hall=hall, booth=booth) for company, hall, booth in rows]


async def put(
    session: AsyncSession,
    event_id: EventId,
    company_id: CompanyId,
    *,
    hall_id: HallId | None,
    booth: str | None,
    now: datetime,
) -> None:
    """Adds a company to an event, or changes its booth."""
    place = {"hall_id": hall_id, "booth": booth}
    await session.execute(
        insert_of(session)(Exhibitor)
        .values(event_id=event_id, company_id=company_id, added_at=now, **place)
        .on_conflict_do_update(index_elements=["event_id", "company_id"], set_=place)
    )


async def put_many(
    session: AsyncSession,
    event_id: EventId,
    places: Sequence[tuple[CompanyId, HallId | None, str | None]],
    now: datetime,
) -> None:
    """Adds companies to an event or changes their booths. `places`: (company, hall, booth)."""
    if not places:
        return
    insert = insert_of(session)(Exhibitor)
    moved = {"hall_id": insert.excluded.hall_id, "booth": insert.excluded.booth}
    await session.execute(
        insert.on_conflict_do_update(index_elements=["event_id", "company_id"], set_=moved),
        [
            {"event_id": event_id, "company_id": company_id, "hall_id": hall_id, "booth": booth, "added_at": now}
            for company_id, hall_id, booth in places
        ],
    )


async def note_scan(
    session: AsyncSession, event_id: EventId, company_id: CompanyId, person_id: PersonId, now: datetime
) -> None:
    """Notes that a person scanned the QR code of a booth. Later scans change nothing."""
    await insert_new(session, BoothScan, event_id=event_id, company_id=company_id, person_id=person_id, at=now)


async def count_scans(session: AsyncSession, event_id: EventId, company_id: CompanyId) -> int:
    """Returns how many people scanned the QR code of a booth."""
    query = select(func.count()).where(BoothScan.event_id == event_id, BoothScan.company_id == company_id)
    return await session.scalar(query) or 0


async def remove_many(session: AsyncSession, event_id: EventId, company_ids: Collection[CompanyId]) -> int:
    """Returns how many of them were exhibitors."""
    statement = delete(Exhibitor).where(Exhibitor.event_id == event_id, Exhibitor.company_id.in_(company_ids))
    return await count_changed(session, statement.execution_options(synchronize_session=False))


async def company_ids_at(session: AsyncSession, event_id: EventId) -> Sequence[CompanyId]:
    """Returns the event's exhibitors and the companies of its participants."""
    return (await session.scalars(companies_at_event(event_id))).all()

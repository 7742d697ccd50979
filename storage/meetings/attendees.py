"""Queries about when people are free for meetings."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, case, delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, EventId, MeetingId, PersonId, SlotId
from storage.models import (
    Company,
    EventParticipant,
    Introduction,
    Meeting,
    MeetingAbsence,
    MeetingAttendee,
    MeetingPlace,
    MeetingSeat,
    MeetingSlot,
    Membership,
    Person,
)
from storage.statements import insert_new, insert_of
from storage.vocabulary import MeetingStatus, MembershipStatus, Relation


async def find(session: AsyncSession, event_id: EventId, person_id: PersonId) -> MeetingAttendee | None:
    return await session.get(MeetingAttendee, (event_id, person_id), populate_existing=True)


async def put(
    session: AsyncSession,
    event_id: EventId,
    person_id: PersonId,
    *,
    by_video: bool,
    video_link: str | None,
    now: datetime,
) -> None:
    values = {"by_video": by_video, "video_link": video_link, "answered_at": now}
    statement = insert_of(session)(MeetingAttendee).values(event_id=event_id, person_id=person_id, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=["event_id", "person_id"], set_=values))


async def absences(session: AsyncSession, event_id: EventId, person_id: PersonId) -> set[SlotId]:
    """Returns the slots for which the person said to have no time."""
    query = select(MeetingAbsence.slot_id).join(MeetingSlot, MeetingSlot.id == MeetingAbsence.slot_id)
    result = await session.scalars(query.where(MeetingSlot.event_id == event_id, MeetingAbsence.person_id == person_id))
    return set(result)


async def set_absences(
    session: AsyncSession, event_id: EventId, person_id: PersonId, slot_ids: Collection[SlotId]
) -> None:
    of_event = select(MeetingSlot.id).where(MeetingSlot.event_id == event_id)
    await session.execute(
        delete(MeetingAbsence).where(MeetingAbsence.person_id == person_id, MeetingAbsence.slot_id.in_(of_event))
    )
    for slot_id in sorted(slot_ids):
        await insert_new(session, MeetingAbsence, person_id=person_id, slot_id=slot_id)


async def all_absences(session: AsyncSession, event_id: EventId) -> list[tuple[PersonId, SlotId]]:
    query = select(MeetingAbsence.person_id, MeetingAbsence.slot_id)
    rows = await session.execute(
        query.join(MeetingSlot, MeetingSlot.id == MeetingAbsence.slot_id).where(MeetingSlot.event_id == event_id)
    )
    return [(person_id, slot_id) for person_id, slot_id in rows]


async def all_of(session: AsyncSession, event_id: EventId) -> Sequence[MeetingAttendee]:
    return (await session.scalars(select(MeetingAttendee).where(MeetingAttendee.event_id == event_id))).all()


async def there(session: AsyncSession, event_id: EventId) -> list[tuple[str, str, str]]:
    """Returns (person's name, company, country) of those who said that they come, or meet at a table, by company.

    The company is one for which they meet somebody, or else one where they work.
    """
    said = exists().where(
        MeetingAttendee.event_id == event_id,
        MeetingAttendee.person_id == Person.id,
        MeetingAttendee.by_video.is_(False),
    )
    at_table = exists().where(*_meets(event_id), MeetingPlace.id == Meeting.place_id, MeetingPlace.video.is_(False))
    meets_for = exists().where(
        *_meets(event_id),
        Introduction.id == Meeting.introduction_id,
        case((Meeting.need_person_id == Person.id, Introduction.need_company_id), else_=Introduction.offer_company_id)
        == Membership.company_id,
    )
    first = (
        select(Membership.company_id)
        .where(Membership.person_id == Person.id, Membership.status == MembershipStatus.ACTIVE)
        .order_by(~meets_for, Membership.relation != Relation.REPRESENTATIVE, Membership.company_id)
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )
    rows = await session.execute(
        select(Person.name, Company.name, Company.country)
        .join(Company, Company.id == first)
        .join(EventParticipant, EventParticipant.person_id == Person.id)
        .where(EventParticipant.event_id == event_id, or_(said.correlate(Person), at_table.correlate(Person)))
        .order_by(Company.name, Person.name)
    )
    return [(name, company, country) for name, company, country in rows]


def _meets(event_id: EventId) -> tuple[ColumnElement[bool], ...]:
    """True for the booked meetings of a person at an event."""
    mine = or_(Meeting.need_person_id == Person.id, Meeting.offer_person_id == Person.id)
    return Meeting.event_id == event_id, Meeting.status == MeetingStatus.CONFIRMED, mine


async def seats(session: AsyncSession, person_id: PersonId, *, but: MeetingId | None = None) -> list[MeetingSlot]:
    """Returns the slots of all events in which the person meets somebody, except in the meeting `but`."""
    query = select(MeetingSlot).join(MeetingSeat, MeetingSeat.slot_id == MeetingSlot.id)
    query = query.where(MeetingSeat.person_id == person_id)
    return list(await session.scalars(query if but is None else query.where(MeetingSeat.meeting_id != but)))


async def people_of(session: AsyncSession, event_id: EventId, company_id: CompanyId) -> Sequence[PersonId]:
    """Returns the company's reachable people who take part in the event, the first to join first."""
    result = await session.scalars(
        select(Membership.person_id)
        .join(EventParticipant, EventParticipant.person_id == Membership.person_id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            EventParticipant.event_id == event_id,
            Membership.company_id == company_id,
            Membership.status == MembershipStatus.ACTIVE,
            Person.unreachable_since.is_(None),
        )
        .order_by(EventParticipant.joined_at, Membership.person_id)
    )
    return result.all()

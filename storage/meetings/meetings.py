"""Queries about meetings. Each change of status is one guarded update, so only one of two callers gets the row."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import EventId, IntroductionId, MeetingId, PersonId, PlaceId, SlotId
from storage.models import (
    Hall,
    Introduction,
    Meeting,
    MeetingPlace,
    MeetingProposal,
    MeetingSeat,
    MeetingSlot,
)
from storage.people.memberships import companies_of
from storage.statements import insert_new, insert_of
from storage.vocabulary import LIVE_MEETINGS, Attendance, Kind, MeetingStatus


async def find(session: AsyncSession, meeting_id: MeetingId) -> Meeting | None:
    return await session.get(Meeting, meeting_id, populate_existing=True)


async def live(session: AsyncSession, event_id: EventId, introduction_id: IntroductionId) -> Meeting | None:
    """Returns the pair's meeting at the event that is asked for, wanted or booked; there is at most one."""
    return await session.scalar(
        select(Meeting)
        .where(
            Meeting.event_id == event_id,
            Meeting.introduction_id == introduction_id,
            Meeting.status.in_(LIVE_MEETINGS),
        )
        .execution_options(populate_existing=True)
    )


async def live_of(session: AsyncSession, introduction_id: IntroductionId) -> Sequence[Meeting]:
    """Returns the live meetings of the pair at all events."""
    query = select(Meeting).where(Meeting.introduction_id == introduction_id, Meeting.status.in_(LIVE_MEETINGS))
    return (await session.scalars(query.order_by(Meeting.id).execution_options(populate_existing=True))).all()


async def add(session: AsyncSession, values: Mapping[str, Any]) -> Meeting | None:
    """Returns the new meeting; None if the pair has a live one at the event."""
    statement = insert_of(session)(Meeting).values(values).on_conflict_do_nothing().returning(Meeting)
    return await session.scalar(statement)


async def move(
    session: AsyncSession,
    meeting_id: MeetingId,
    *,
    from_: Collection[MeetingStatus],
    changes: Mapping[str, Any],
    now: datetime,
    guard: ColumnElement[bool] | None = None,
) -> Meeting | None:
    """Changes and returns the meeting. Returns None if its status is not in `from_` or the guard is false."""
    return await session.scalar(
        update(Meeting)
        .where(Meeting.id == meeting_id, Meeting.status.in_(from_), true() if guard is None else guard)
        .values({**changes, "revision": Meeting.revision + 1, "changed_at": now})
        .returning(Meeting)
        .execution_options(populate_existing=True, synchronize_session=False)
    )


async def note(
    session: AsyncSession, meeting_id: MeetingId, values: Mapping[str, Any], *, guard: ColumnElement[bool]
) -> Meeting | None:
    """Notes something at a meeting without a new revision. Returns None if the guard is false."""
    return await session.scalar(
        update(Meeting)
        .where(Meeting.id == meeting_id, guard)
        .values(dict(values))
        .returning(Meeting)
        .execution_options(populate_existing=True, synchronize_session=False)
    )


def unchanged(meeting: Meeting) -> ColumnElement[bool]:
    """True if nobody has changed the meeting since it was read."""
    return Meeting.revision == meeting.revision


async def has_changed(session: AsyncSession, meeting: Meeting) -> bool:
    """Returns True if somebody has changed or removed the meeting since it was read."""
    query = select(Meeting.id).where(Meeting.id == meeting.id, unchanged(meeting))
    return await session.scalar(query) is None


def is_booked() -> ColumnElement[bool]:
    return Meeting.status == MeetingStatus.CONFIRMED


def attendance_is_not(side: Kind, these: Collection[Attendance]) -> ColumnElement[bool]:
    column = Meeting.need_attendance if side is Kind.NEED else Meeting.offer_attendance
    return or_(column.is_(None), column.not_in(these))


async def booked_at(
    session: AsyncSession, place_id: PlaceId, person_id: PersonId, *, now: datetime, until: datetime
) -> Sequence[tuple[Meeting, MeetingSlot]]:
    """Returns the meetings at a place that are not over and start before `until`: the person's own by time, then those
    of their companies, to which they may come instead of a colleague.
    """
    own, mine = or_(Meeting.need_person_id == person_id, Meeting.offer_person_id == person_id), companies_of(person_id)
    rows = await session.execute(
        select(Meeting, MeetingSlot)
        .join(MeetingSlot, MeetingSlot.id == Meeting.slot_id)
        .join(Introduction, Introduction.id == Meeting.introduction_id)
        .where(
            Meeting.place_id == place_id,
            is_booked(),
            or_(own, Introduction.need_company_id.in_(mine), Introduction.offer_company_id.in_(mine)),
            MeetingSlot.ends_at > now,
            MeetingSlot.starts_at <= until,
        )
        .order_by(~own, MeetingSlot.starts_at)
    )
    return [(meeting, slot) for meeting, slot in rows]


async def proposed(session: AsyncSession, meeting_id: MeetingId) -> Sequence[MeetingSlot]:
    """Returns the suggested times in order."""
    query = select(MeetingSlot).join(MeetingProposal, MeetingProposal.slot_id == MeetingSlot.id)
    result = await session.scalars(
        query.where(MeetingProposal.meeting_id == meeting_id).order_by(MeetingSlot.starts_at)
    )
    return result.all()


async def propose(session: AsyncSession, meeting_id: MeetingId, slot_ids: Collection[SlotId]) -> None:
    """Replaces the suggested times."""
    await session.execute(delete(MeetingProposal).where(MeetingProposal.meeting_id == meeting_id))
    for slot_id in sorted(slot_ids):
        await insert_new(session, MeetingProposal, meeting_id=meeting_id, slot_id=slot_id)


async def place_of(session: AsyncSession, place_id: PlaceId) -> tuple[MeetingPlace, str | None] | None:
    """Returns (place, hall name)."""
    rows = await session.execute(
        select(MeetingPlace, Hall.name)
        .outerjoin(Hall, Hall.id == MeetingPlace.hall_id)
        .where(MeetingPlace.id == place_id)
    )
    return next(((place, hall) for place, hall in rows), None)


async def of_person(
    session: AsyncSession, person_id: PersonId, event_id: EventId, statuses: Collection[MeetingStatus]
) -> Sequence[Meeting]:
    """Returns the meetings of the companies that the person speaks for, in order of time, those without one last."""
    mine = companies_of(person_id)
    result = await session.scalars(
        select(Meeting)
        .join(Introduction, Introduction.id == Meeting.introduction_id)
        .outerjoin(MeetingSlot, MeetingSlot.id == Meeting.slot_id)
        .where(
            Meeting.event_id == event_id,
            Meeting.status.in_(statuses),
            or_(Introduction.need_company_id.in_(mine), Introduction.offer_company_id.in_(mine)),
        )
        .order_by(MeetingSlot.starts_at.is_(None), MeetingSlot.starts_at, Meeting.id)
        .execution_options(populate_existing=True)
    )
    return result.all()


async def of_event(
    session: AsyncSession, event_id: EventId, statuses: Collection[MeetingStatus]
) -> Sequence[tuple[Meeting, Introduction]]:
    rows = await session.execute(
        select(Meeting, Introduction)
        .join(Introduction, Introduction.id == Meeting.introduction_id)
        .where(Meeting.event_id == event_id, Meeting.status.in_(statuses))
        .order_by(Meeting.id)
        .execution_options(populate_existing=True)
    )
    return [(meeting, introduction) for meeting, introduction in rows]


async def count_booked(session: AsyncSession, event_id: EventId) -> int:
    query = select(func.count()).select_from(Meeting).where(Meeting.event_id == event_id, is_booked())
    return await session.scalar(query) or 0


async def booked_page(
    session: AsyncSession, event_id: EventId, *, offset: int, limit: int
) -> Sequence[tuple[Meeting, Introduction, MeetingSlot, str]]:
    """Returns (meeting, introduction, slot, name of the place) in order of time."""
    rows = await session.execute(
        select(Meeting, Introduction, MeetingSlot, MeetingPlace.name)
        .join(Introduction, Introduction.id == Meeting.introduction_id)
        .join(MeetingSlot, MeetingSlot.id == Meeting.slot_id)
        .join(MeetingPlace, MeetingPlace.id == Meeting.place_id)
        .where(Meeting.event_id == event_id, is_booked())
        .order_by(MeetingSlot.starts_at, Meeting.place_id, Meeting.id)
        .offset(offset)
        .limit(limit)
    )
    return [(meeting, introduction, slot, place) for meeting, introduction, slot, place in rows]


async def take_seats(
    session: AsyncSession, meeting_id: MeetingId, slot_id: SlotId, people: Collection[PersonId]
) -> bool:
    """Books the slot for these people. Returns False, with nothing to undo but the transaction, if one is taken."""
    for person_id in sorted(people):
        if not await insert_new(session, MeetingSeat, person_id=person_id, slot_id=slot_id, meeting_id=meeting_id):
            return False
    return True


async def free_seats(session: AsyncSession, meeting_id: MeetingId) -> None:
    await session.execute(delete(MeetingSeat).where(MeetingSeat.meeting_id == meeting_id))


async def taken_at(session: AsyncSession, event_id: EventId, slot_id: SlotId) -> set[tuple[PlaceId, int]]:
    """Returns the (place, seat) pairs that are booked in the slot."""
    rows = await session.execute(
        select(Meeting.place_id, Meeting.seat).where(
            Meeting.event_id == event_id, Meeting.slot_id == slot_id, Meeting.seat.is_not(None)
        )
    )
    return {(place_id, seat) for place_id, seat in rows if place_id is not None and seat is not None}


async def seats_of_slots(session: AsyncSession, event_id: EventId) -> list[tuple[SlotId, PlaceId]]:
    """Returns (slot, place) of every booked meeting of the event."""
    rows = await session.execute(
        select(Meeting.slot_id, Meeting.place_id).where(
            Meeting.event_id == event_id, Meeting.status == MeetingStatus.CONFIRMED
        )
    )
    return [(slot_id, place_id) for slot_id, place_id in rows if slot_id is not None and place_id is not None]

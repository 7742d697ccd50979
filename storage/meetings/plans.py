"""Queries about the organizer's plan: its draft, what it is made from, and booking all of it at once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.ids import CompanyId, EventId, IntroductionId, MeetingId, PersonId, SlotId
from storage.introductions.blocks import blocked
from storage.meetings import setups
from storage.models import (
    EventParticipant,
    Introduction,
    Meeting,
    MeetingPlan,
    MeetingProposal,
    MeetingSeat,
    MeetingSlot,
    Membership,
    Person,
)
from storage.moderation.sanctions import company_banned, personally_banned
from storage.statements import changes_rows, insert_of
from storage.vocabulary import LIVE_MEETINGS, IntroductionStatus, MeetingStatus, MembershipStatus


async def find(session: AsyncSession, event_id: EventId) -> MeetingPlan | None:
    return await session.get(MeetingPlan, event_id, populate_existing=True)


async def ask_for(session: AsyncSession, event_id: EventId, person_id: PersonId, now: datetime) -> None:
    """Asks for a new draft. Pinned and barred meetings stay as they are."""
    changes = {"made_by": person_id, "asked_at": now, "made_at": None}
    statement = insert_of(session)(MeetingPlan).values(
        event_id=event_id, bookings=[], figures={}, barred=[], pinned=[], **changes
    )
    await session.execute(statement.on_conflict_do_update(index_elements=["event_id"], set_=changes))


async def wanted(session: AsyncSession) -> MeetingPlan | None:
    """Returns the plan that waits longest to be computed."""
    query = select(MeetingPlan).where(MeetingPlan.made_at.is_(None)).order_by(MeetingPlan.asked_at).limit(1)
    return await session.scalar(query)


async def store(session: AsyncSession, plan: MeetingPlan, values: Mapping[str, Any]) -> bool:
    """Stores a computed draft. Returns False if another process stored one, or it was asked for anew meanwhile."""
    return await changes_rows(
        session,
        update(MeetingPlan)
        .where(
            MeetingPlan.event_id == plan.event_id,
            MeetingPlan.asked_at == plan.asked_at,
            MeetingPlan.made_at.is_(None),
        )
        .values(dict(values)),
    )


async def change(session: AsyncSession, event_id: EventId, values: Mapping[str, Any]) -> None:
    await session.execute(update(MeetingPlan).where(MeetingPlan.event_id == event_id).values(dict(values)))


async def take(session: AsyncSession, event_id: EventId, made_at: datetime) -> MeetingPlan | None:
    """Deletes and returns the draft, for the one caller that publishes it."""
    return await session.scalar(
        delete(MeetingPlan)
        .where(MeetingPlan.event_id == event_id, MeetingPlan.made_at == made_at)
        .returning(MeetingPlan)
    )


async def discard(session: AsyncSession, event_id: EventId) -> None:
    await session.execute(delete(MeetingPlan).where(MeetingPlan.event_id == event_id))


async def connected_pairs(session: AsyncSession, event_id: EventId) -> Sequence[Introduction]:
    """Returns the accepted introductions of companies that both have somebody at the event.

    Neither has blocked the other, and neither is banned.
    """

    def is_there(company: Any) -> Any:
        return exists().where(
            Membership.company_id == company,
            Membership.status == MembershipStatus.ACTIVE,
            EventParticipant.person_id == Membership.person_id,
            EventParticipant.event_id == event_id,
        )

    result = await session.scalars(
        select(Introduction)
        .where(
            Introduction.status == IntroductionStatus.ACCEPTED,
            is_there(Introduction.need_company_id).correlate(Introduction),
            is_there(Introduction.offer_company_id).correlate(Introduction),
            ~blocked(Introduction.need_company_id.expression, Introduction.offer_company_id.expression),
            ~company_banned(Introduction.need_company_id),
            ~company_banned(Introduction.offer_company_id),
        )
        .order_by(Introduction.id)
    )
    return result.all()


async def people_at(session: AsyncSession, event_id: EventId) -> dict[CompanyId, list[PersonId]]:
    """Returns company → its reachable people at the event, the first to join first. Nobody is banned."""
    rows = await session.execute(
        select(Membership.company_id, Membership.person_id)
        .join(EventParticipant, EventParticipant.person_id == Membership.person_id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            EventParticipant.event_id == event_id,
            Membership.status == MembershipStatus.ACTIVE,
            Person.unreachable_since.is_(None),
            ~personally_banned(Membership.person_id),
        )
        .order_by(EventParticipant.joined_at, Membership.person_id)
    )
    found: dict[CompanyId, list[PersonId]] = {}
    for company_id, person_id in rows:
        found.setdefault(company_id, []).append(person_id)
    return found


async def seats_elsewhere(
    session: AsyncSession, event_id: EventId, people: Collection[PersonId]
) -> list[tuple[PersonId, SlotId]]:
    """Returns (person, slot of this event) where a meeting at another event overlaps the slot."""
    there = aliased(MeetingSlot)
    rows = await session.execute(
        select(MeetingSeat.person_id, MeetingSlot.id)
        .join(there, there.id == MeetingSeat.slot_id)
        .join(
            MeetingSlot,
            (MeetingSlot.event_id == event_id)
            & (MeetingSlot.starts_at < there.ends_at)
            & (there.starts_at < MeetingSlot.ends_at),
        )
        .where(there.event_id != event_id, MeetingSeat.person_id.in_(people))
    )
    return [(person_id, slot_id) for person_id, slot_id in rows]


async def lock_all(session: AsyncSession, event_id: EventId, people: Collection[PersonId]) -> None:
    """Locks people, all slots, and the live meetings, in the order in which single bookings lock theirs."""
    await session.execute(
        select(Person.id).where(Person.id.in_(people)).order_by(Person.id).with_for_update(key_share=True)
    )
    await setups.lock_slots(session, event_id)
    live = select(Meeting.id).where(Meeting.event_id == event_id, Meeting.status.in_(LIVE_MEETINGS))
    await session.execute(live.order_by(Meeting.id).with_for_update(key_share=True))


async def add_wanted(
    session: AsyncSession, event_id: EventId, introduction_ids: Collection[IntroductionId], now: datetime
) -> None:
    """Adds meetings of pairs that have no live one, without a time yet."""
    rows = [
        {
            "event_id": event_id,
            "introduction_id": introduction_id,
            "asked_by": None,
            "status": MeetingStatus.WANTED,
            "turn": None,
            "revision": 0,
            "by_plan": True,
            "created_at": now,
            "changed_at": now,
        }
        for introduction_id in introduction_ids
    ]
    if rows:
        await session.execute(insert_of(session)(Meeting).on_conflict_do_nothing(), rows)


async def free(session: AsyncSession, meeting_ids: Collection[MeetingId]) -> None:
    """Frees the seats of meetings that move."""
    await session.execute(
        update(Meeting)
        .where(Meeting.id.in_(meeting_ids))
        .values(status=MeetingStatus.WANTED, seat=None, turn=None)
        .execution_options(synchronize_session=False)
    )
    await session.execute(delete(MeetingSeat).where(MeetingSeat.meeting_id.in_(meeting_ids)))


async def forget_unbooked(session: AsyncSession, event_id: EventId) -> None:
    """Deletes the meetings of `add_wanted` that got no time: nobody had asked for them."""
    await session.execute(
        delete(Meeting).where(
            Meeting.event_id == event_id,
            Meeting.status == MeetingStatus.WANTED,
            Meeting.asked_by.is_(None),
            Meeting.revision == 0,
        )
    )


async def book_all(session: AsyncSession, bookings: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Books meetings: `meeting_id`, `slot`, `place`, `seat_number`, `need_person`, `offer_person` of each."""
    if not bookings:
        return
    table = cast("Table", Meeting.__table__)
    await session.execute(
        update(table)
        .where(table.c.id == bindparam("meeting_id"))
        .values(
            status=MeetingStatus.CONFIRMED,
            turn=None,
            by_plan=True,
            slot_id=bindparam("slot"),
            place_id=bindparam("place"),
            seat=bindparam("seat_number"),
            need_person_id=bindparam("need_person"),
            offer_person_id=bindparam("offer_person"),
            revision=table.c.revision + 1,
            changed_at=now,
            reminded_at=None,
            asked_afterwards_at=None,
            need_attendance=None,
            offer_attendance=None,
        ),
        [dict(one) for one in bookings],
    )
    seats = [
        {"person_id": one[person], "slot_id": one["slot"], "meeting_id": one["meeting_id"]}
        for one in bookings
        for person in ("need_person", "offer_person")
    ]
    await session.execute(insert(MeetingSeat), seats)
    # A time is set now, so none is suggested any more.
    booked = [one["meeting_id"] for one in bookings]
    await session.execute(delete(MeetingProposal).where(MeetingProposal.meeting_id.in_(booked)))

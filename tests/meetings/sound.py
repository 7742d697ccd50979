"""What always holds of the meetings in a database."""

from collections import Counter

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Introduction, Meeting, MeetingPlace, MeetingProposal, MeetingSeat, MeetingSlot
from storage.vocabulary import IntroductionStatus, MeetingStatus
from tests.neighbours import select_own


async def assert_sound(session: AsyncSession) -> None:
    """Nobody is at two places, no place is overfull, and a booked meeting has two seats and two who know each other."""
    meetings = list(await session.scalars(select_own(Meeting)))
    slots = {slot.id: slot for slot in await session.scalars(select(MeetingSlot))}
    capacity = {place.id: place.capacity for place in await session.scalars(select(MeetingPlace))}
    accepted = set(
        await session.scalars(select(Introduction.id).where(Introduction.status == IntroductionStatus.ACCEPTED))
    )
    seats = list(await session.scalars(select_own(MeetingSeat)))
    booked = {one.id: one for one in meetings if one.status is MeetingStatus.CONFIRMED}

    wanted = {
        (one.id, person, one.slot_id) for one in booked.values() for person in (one.need_person_id, one.offer_person_id)
    }
    assert {(one.meeting_id, one.person_id, one.slot_id) for one in seats} == wanted, "two seats for each meeting"
    for one in booked.values():
        assert one.slot_id in slots
        assert one.place_id is not None
        assert one.seat is not None
        assert 1 <= one.seat <= capacity[one.place_id], "a seat that the place does not have"
        assert one.introduction_id in accepted, "booked before both accepted"
    taken = Counter((one.slot_id, one.place_id, one.seat) for one in booked.values())
    assert not [where for where, times in taken.items() if times > 1], "a seat was given twice"
    for first in seats:
        for second in seats:
            if first.person_id == second.person_id and first is not second:
                here, there = slots[first.slot_id], slots[second.slot_id]
                assert here.ends_at <= there.starts_at or there.ends_at <= here.starts_at, "at two places at a time"
    suggested = set(await session.scalars(select_own(MeetingProposal.meeting_id)))
    for one in meetings:
        if one.status is MeetingStatus.ASKED:
            assert one.turn is not None
        elif one.status is MeetingStatus.CONFIRMED:
            assert one.turn is not None or one.id not in suggested, "other times are suggested, and it is nobody's turn"
        else:
            assert one.turn is None
            assert one.id not in suggested or one.status is MeetingStatus.EXPIRED, (
                "times are suggested for what is over"
            )

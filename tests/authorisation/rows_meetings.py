"""The rows of the meetings at the event: its times and places, a meeting in every state, and a draft of a plan."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from storage import models
from storage.vocabulary import Kind, MeetingStatus, TimesChosenBy
from tests.authorisation.cast import Who
from tests.authorisation.numbers import (
    ACCEPTED,
    BOOKED,
    BOOKED_BY_VIDEO,
    BY_VIDEO,
    EVENT,
    HALL,
    OWN_REQUEST,
    PROPOSED,
    PROPOSED_BY_MEMBER,
    REQUEST,
    SLOT_FREE,
    SLOT_NEXT,
    SLOT_VIDEO,
    TABLE,
    TO_MEET,
    VIDEO_ROOM,
    WANTED,
)
from tests.clock import Clock


def meetings_rows(numbers: dict[Who, int], clock: Clock) -> Iterator[Any]:
    """The first time begins soon enough to check in at the table."""
    yield models.MeetingSetup(
        event_id=EVENT,
        hours=[["2026-03-02", "10:10", "12:00"]],
        slot_minutes=20,
        break_minutes=10,
        video=True,
        chosen_by=TimesChosenBy.BOTH,
        changed_at=clock(),
    )
    for number, minutes in {SLOT_NEXT: 10, SLOT_VIDEO: 40, SLOT_FREE: 70}.items():
        starts_at = clock() + timedelta(minutes=minutes)
        yield models.MeetingSlot(
            id=number, event_id=EVENT, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=20)
        )
    yield models.MeetingPlace(
        id=TABLE, event_id=EVENT, name="Table 1", capacity=2, hall_id=HALL, video=False, code="TABLECODE"
    )
    yield models.MeetingPlace(id=VIDEO_ROOM, event_id=EVENT, name="Video", capacity=100, video=True, code="VIDEOCODE")
    for who, room in {Who.MEMBER: "alfa", Who.COUNTERPART: "beta"}.items():
        yield models.MeetingAttendee(
            event_id=EVENT,
            person_id=numbers[who],
            by_video=False,
            video_link=f"https://rooms.example/{room}",
            answered_at=clock(),
        )
    asked = {"status": MeetingStatus.ASKED, "need_person_id": numbers[Who.COUNTERPART]}
    yield _meeting(REQUEST, PROPOSED, clock, asked_by=Kind.NEED, turn=Kind.OFFER, **asked)
    own = {"status": MeetingStatus.ASKED, "offer_person_id": numbers[Who.MEMBER]}
    yield _meeting(OWN_REQUEST, PROPOSED_BY_MEMBER, clock, asked_by=Kind.OFFER, turn=Kind.NEED, **own)
    for number in (REQUEST, OWN_REQUEST):
        yield models.MeetingProposal(meeting_id=number, slot_id=SLOT_FREE)
    both = {"need_person_id": numbers[Who.COUNTERPART], "offer_person_id": numbers[Who.MEMBER]}
    yield _meeting(WANTED, TO_MEET, clock, status=MeetingStatus.WANTED, asked_by=Kind.NEED, turn=None, **both)
    booked = {"status": MeetingStatus.CONFIRMED, "seat": 1, "asked_by": Kind.NEED, **both}
    yield _meeting(BOOKED, ACCEPTED, clock, slot_id=SLOT_NEXT, place_id=TABLE, **booked)
    yield _meeting(BOOKED_BY_VIDEO, BY_VIDEO, clock, slot_id=SLOT_VIDEO, place_id=VIDEO_ROOM, **booked)
    for number, slot in {BOOKED: SLOT_NEXT, BOOKED_BY_VIDEO: SLOT_VIDEO}.items():
        for who in (Who.MEMBER, Who.COUNTERPART):
            yield models.MeetingSeat(person_id=numbers[who], slot_id=slot, meeting_id=number)
    yield models.MeetingPlan(
        event_id=EVENT,
        made_by=numbers[Who.ORGANIZER],
        asked_at=clock(),
        made_at=clock(),
        bookings=[[TO_MEET, SLOT_FREE, TABLE]],
        figures={"meetings": 1, "wishes": 1, "people": 2, "without": 0, "fewest": 1, "most": 1, "moved": 0, "gap": 0.0},
        barred=[],
        pinned=[],
    )


def _meeting(number: int, introduction: int, clock: Clock, **more: Any) -> models.Meeting:
    values = {"revision": 1, "by_plan": False, "created_at": clock(), "changed_at": clock()}
    return models.Meeting(id=number, event_id=EVENT, introduction_id=introduction, **(values | more))

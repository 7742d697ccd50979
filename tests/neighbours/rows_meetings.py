"""Meetings at the coming event and at the one that is over, in every state, and a draft of a plan for each."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from storage import models
from storage.models import Base
from storage.vocabulary import Attendance, Kind, MeetingStatus, TimesChosenBy
from tests.neighbours.made import FUTURE, PAST, made
from tests.neighbours.rows_companies import ANJA, BORIS, CECA, GORAN, OFFER
from tests.neighbours.rows_fair import COMING, OVER
from tests.neighbours.rows_introductions import ACCEPTED, ASKED, DECLINED, EXPIRED, HELD, POSTPONED, PROPOSED

_LENGTH: Final = timedelta(minutes=20)
_SLOTS: Final = {COMING: (-1, -2), OVER: (-3, -4)}
_PLACES: Final = {COMING: -1, OVER: -2}


def meetings_rows() -> Iterator[Base]:
    for event, starts_at in ((COMING, FUTURE), (OVER, PAST)):
        day = starts_at.date()
        yield made(
            models.MeetingSetup,
            event_id=event,
            hours=[[day.isoformat(), "09:00", "10:00"]],
            slot_minutes=20,
            break_minutes=10,
            video=True,
            chosen_by=TimesChosenBy.BOTH,
            evening_told_for=day,
        )
        for number, slot in enumerate(_SLOTS[event]):
            begins = starts_at + number * timedelta(minutes=30)
            yield made(models.MeetingSlot, id=slot, event_id=event, starts_at=begins, ends_at=begins + _LENGTH)
            yield made(models.MeetingAbsence, person_id=GORAN, slot_id=slot)
        place = _PLACES[event]
        yield made(models.MeetingPlace, id=place, event_id=event, hall_id=event, company_id=OFFER, code=f"qwzx{place}")
        yield made(models.MeetingAttendee, event_id=event, person_id=ANJA, by_video=True, video_link="Qwzx")
        yield made(models.MeetingPlan, event_id=event, made_by=CECA, made_at=PAST, bookings=[], barred=[], pinned=[])
    yield from _meetings()


def _meetings() -> Iterator[Base]:
    yield _meeting(-1, COMING, PROPOSED, MeetingStatus.ASKED, turn=Kind.OFFER, offer_person_id=None)
    for slot in _SLOTS[COMING]:
        yield made(models.MeetingProposal, meeting_id=-1, slot_id=slot)
    yield _meeting(-2, COMING, ASKED, MeetingStatus.WANTED)
    yield from _booked(-3, COMING, ACCEPTED, slot=-2, reminded_at=None)
    yield _meeting(-4, COMING, DECLINED, MeetingStatus.DECLINED)
    yield _meeting(-5, COMING, EXPIRED, MeetingStatus.EXPIRED)
    yield from _booked(
        -6,
        OVER,
        ACCEPTED,
        slot=-3,
        reminded_at=PAST,
        need_attendance=Attendance.ARRIVED,
        offer_attendance=Attendance.MET,
        need_again=True,
        asked_afterwards_at=PAST,
    )
    yield _meeting(-7, OVER, POSTPONED, MeetingStatus.CANCELLED, slot_id=-4, place_id=_PLACES[OVER])
    yield _meeting(-8, OVER, HELD, MeetingStatus.WITHDRAWN)


def _booked(number: int, event: int, introduction: int, *, slot: int, **more: Any) -> Iterator[Base]:
    where = {"slot_id": slot, "place_id": _PLACES[event], "seat": 1}
    yield _meeting(number, event, introduction, MeetingStatus.CONFIRMED, **where, **more)
    for person in (ANJA, BORIS):
        yield made(models.MeetingSeat, person_id=person, slot_id=slot, meeting_id=number)


def _meeting(number: int, event: int, introduction: int, status: MeetingStatus, **more: Any) -> models.Meeting:
    values = {
        "event_id": event,
        "introduction_id": introduction,
        "need_person_id": ANJA,
        "offer_person_id": BORIS,
        "asked_by": Kind.NEED,
        "status": status,
        "revision": 1,
    }
    return made(models.Meeting, id=number, **(values | more))

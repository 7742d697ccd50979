"""Meetings at an event: its slots and places, when people are free, requests, bookings, and the organizer's plan."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import CompanyId, EventId, HallId, IntroductionId, MeetingId, PersonId, PlaceId, SlotId
from storage.models.base import Base
from storage.vocabulary import Attendance, Kind, MeetingStatus, TimesChosenBy

LIVE = text("status IN ('asked', 'wanted', 'confirmed')")


class MeetingSetup(Base):
    """How an event's meetings work. An event without a row has no meetings."""

    __tablename__ = "meeting_setup"

    event_id: Mapped[EventId] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    hours: Mapped[list[list[str]]] = mapped_column(JSON)
    """[day, from, to] in ISO format and event time, in order of time."""
    slot_minutes: Mapped[int]
    break_minutes: Mapped[int]
    """Between two slots, to walk to the next table."""
    video: Mapped[bool]
    """True if people who do not travel can meet by video."""
    chosen_by: Mapped[TimesChosenBy]
    person_limit: Mapped[int | None]
    """Most meetings of one person; NULL without a limit."""
    daily_limit: Mapped[int | None]
    """Most meetings of one person on one day of the event; NULL without a limit."""
    evening_told_for: Mapped[date | None]
    """The last day of which people were told their meetings on the evening before."""
    changed_at: Mapped[datetime]


class MeetingSlot(Base):
    """A time for meetings. The slots of an event do not overlap."""

    __tablename__ = "meeting_slot"
    __table_args__ = (UniqueConstraint("event_id", "starts_at"), {"sqlite_autoincrement": True})

    id: Mapped[SlotId] = mapped_column(primary_key=True)
    event_id: Mapped[EventId] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class MeetingPlace(Base):
    """A table, a booth, or the video room."""

    __tablename__ = "meeting_place"
    __table_args__ = (UniqueConstraint("event_id", "name"), {"sqlite_autoincrement": True})

    id: Mapped[PlaceId] = mapped_column(primary_key=True)
    event_id: Mapped[EventId] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(60))
    capacity: Mapped[int]
    """Meetings at the same time."""
    hall_id: Mapped[HallId | None] = mapped_column(ForeignKey("hall.id", ondelete="SET NULL"), index=True)
    company_id: Mapped[CompanyId | None] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"), index=True)
    """The company of a booth, which hosts only this company's meetings."""
    video: Mapped[bool] = mapped_column(default=False)
    code: Mapped[str] = mapped_column(String(22), unique=True)
    """In the QR code on the table, which people scan when they arrive."""


class MeetingAttendee(Base):
    """What a person said about the meetings of an event. No row means that they are there all the time."""

    __tablename__ = "meeting_attendee"

    event_id: Mapped[EventId] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    by_video: Mapped[bool] = mapped_column(default=False)
    """True if the person is not at the fair."""
    video_link: Mapped[str | None] = mapped_column(String(300))
    answered_at: Mapped[datetime]


class MeetingAbsence(Base):
    """A slot for which a person has no time."""

    __tablename__ = "meeting_absence"

    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    slot_id: Mapped[SlotId] = mapped_column(
        ForeignKey("meeting_slot.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Meeting(Base):
    """A meeting of the two sides of an introduction: asked for, wanted, or booked.

    A booked meeting has a slot, a place, a seat number and two `MeetingSeat` rows. A cancelled one keeps its slot, so
    that the calendar entry can be cancelled too.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        Index("uq_meeting_live", "event_id", "introduction_id", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
        UniqueConstraint("slot_id", "place_id", "seat"),
        CheckConstraint("status = 'confirmed' OR (turn IS NOT NULL) = (status = 'asked')", name="turn"),
        CheckConstraint("(seat IS NOT NULL) = (status = 'confirmed')", name="seat"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[MeetingId] = mapped_column(primary_key=True)
    event_id: Mapped[EventId] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    introduction_id: Mapped[IntroductionId] = mapped_column(
        ForeignKey("introduction.id", ondelete="CASCADE"), index=True
    )
    need_person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    """Who meets for the side of the need; NULL until somebody of that side answered."""
    offer_person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    asked_by: Mapped[Kind | None]
    """The side that asked; NULL if the plan made the meeting."""
    status: Mapped[MeetingStatus]
    turn: Mapped[Kind | None]
    """The side that should answer a request, or the wish to move a booked meeting."""
    revision: Mapped[int]
    """Grows with every change: the SEQUENCE of calendar entries, and the number of notices."""
    slot_id: Mapped[SlotId | None] = mapped_column(ForeignKey("meeting_slot.id", ondelete="SET NULL"))
    place_id: Mapped[PlaceId | None] = mapped_column(ForeignKey("meeting_place.id", ondelete="SET NULL"), index=True)
    seat: Mapped[int | None]
    """From 1 to the capacity of the place."""
    by_plan: Mapped[bool] = mapped_column(default=False)
    """True if the plan chose the time. A later plan may move it."""
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    """When the reminder shortly before the meeting was queued."""
    need_attendance: Mapped[Attendance | None]
    offer_attendance: Mapped[Attendance | None]
    need_again: Mapped[bool | None]
    """Whether this side wants to meet again."""
    offer_again: Mapped[bool | None]
    asked_afterwards_at: Mapped[datetime | None]

    def person_of(self, side: Kind) -> PersonId | None:
        return self.need_person_id if side is Kind.NEED else self.offer_person_id

    def attendance_of(self, side: Kind) -> Attendance | None:
        return self.need_attendance if side is Kind.NEED else self.offer_attendance

    def again_of(self, side: Kind) -> bool | None:
        return self.need_again if side is Kind.NEED else self.offer_again


class MeetingProposal(Base):
    """A time that the asking side suggests. Suggested times block nothing."""

    __tablename__ = "meeting_proposal"

    meeting_id: Mapped[MeetingId] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    slot_id: Mapped[SlotId] = mapped_column(
        ForeignKey("meeting_slot.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class MeetingSeat(Base):
    """A person's booked slot. The primary key is what keeps people from being booked twice."""

    __tablename__ = "meeting_seat"

    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    slot_id: Mapped[SlotId] = mapped_column(
        ForeignKey("meeting_slot.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    meeting_id: Mapped[MeetingId] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)


class MeetingPlan(Base):
    """The organizer's draft of a plan. Publishing it books the meetings and deletes the row."""

    __tablename__ = "meeting_plan"

    event_id: Mapped[EventId] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    made_by: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    asked_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    """NULL while it is being computed."""
    bookings: Mapped[list[list[int]]] = mapped_column(JSON)
    """[introduction, slot, place] of every planned meeting."""
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    barred: Mapped[list[int]] = mapped_column(JSON)
    """Introductions that the organizer took out."""
    pinned: Mapped[list[int]] = mapped_column(JSON)
    """Introductions whose booking stays when the plan is made anew."""

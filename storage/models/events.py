"""Events with their organizers, participants, exhibitors, halls, programmes, groups and imported lists."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import ChatId, CompanyId, EventId, HallId, ImportId, ItemId, PersonId
from storage.models.base import Base
from storage.vocabulary import JoinedBy, Language, RowOutcome


class Event(Base):
    __tablename__ = "event"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[EventId] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    """The code that people type or scan to join."""
    names: Mapped[dict[str, str]] = mapped_column(JSON)
    """Interface language → text; at least one."""
    place: Mapped[str | None] = mapped_column(String(200))
    zone: Mapped[str] = mapped_column(String(64))
    """IANA time zone."""
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    """The last day, inclusive. Both dates are in the event's time zone."""
    created_by: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime]


class EventLook(Base):
    """How an event presents itself on what is printed. No row means our own colour and no pictures."""

    __tablename__ = "event_look"

    event_id: Mapped[EventId] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    colour: Mapped[str] = mapped_column(String(7))
    """As #rrggbb."""
    logo: Mapped[bytes | None]
    """A small PNG that we made of the uploaded picture."""
    sponsor: Mapped[str | None] = mapped_column(String(120))
    sponsor_logo: Mapped[bytes | None]


class EventOrganizer(Base):
    __tablename__ = "event_organizer"

    event_id: Mapped[EventId] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    added_by: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    added_at: Mapped[datetime]


class EventParticipant(Base):
    __tablename__ = "event_participant"

    event_id: Mapped[EventId] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    joined_by: Mapped[JoinedBy]
    joined_at: Mapped[datetime]
    muted_at: Mapped[datetime | None]
    """When the person muted the event's announcements. Introductions are not affected."""


class Hall(Base):
    __tablename__ = "hall"
    __table_args__ = (UniqueConstraint("event_id", "name"), {"sqlite_autoincrement": True})

    id: Mapped[HallId] = mapped_column(primary_key=True)
    event_id: Mapped[EventId] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(100))


class Exhibitor(Base):
    """A company at an event, with its hall and booth."""

    __tablename__ = "exhibitor"

    event_id: Mapped[EventId] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    company_id: Mapped[CompanyId] = mapped_column(
        ForeignKey("company.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    hall_id: Mapped[HallId | None] = mapped_column(ForeignKey("hall.id", ondelete="SET NULL"), index=True)
    booth: Mapped[str | None] = mapped_column(String(50))
    added_at: Mapped[datetime]


class BoothScan(Base):
    """The first time that a person scanned the QR code of a booth. Exhibitors see only how many people did."""

    __tablename__ = "booth_scan"

    event_id: Mapped[EventId] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    company_id: Mapped[CompanyId] = mapped_column(
        ForeignKey("company.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    person_id: Mapped[PersonId] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[datetime]


class BoothLook(Base):
    """The logo and the line of an exhibitor, shown only where the company is named. No row means neither."""

    __tablename__ = "booth_look"

    event_id: Mapped[EventId] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    company_id: Mapped[CompanyId] = mapped_column(
        ForeignKey("company.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    logo: Mapped[bytes | None]
    """A small PNG that we made of the uploaded picture."""
    line: Mapped[str | None] = mapped_column(String(120))


class ProgrammeItem(Base):
    __tablename__ = "programme_item"
    __table_args__ = (
        Index("ix_programme_item_event_id_starts_at", "event_id", "starts_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[ItemId] = mapped_column(primary_key=True)
    event_id: Mapped[EventId] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    titles: Mapped[dict[str, str]] = mapped_column(JSON)
    """Interface language → text; at least one."""
    hall_id: Mapped[HallId | None] = mapped_column(ForeignKey("hall.id", ondelete="SET NULL"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)


class Star(Base):
    """A programme item that a person wants to be reminded of."""

    __tablename__ = "star"

    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    item_id: Mapped[ItemId] = mapped_column(
        ForeignKey("programme_item.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[datetime]
    reminder_queued_for: Mapped[datetime | None]
    """The start time for which a reminder was queued. A rescheduled item gets a new reminder."""


class EventChat(Base):
    """A group or channel of an event, to which an organizer added the bot."""

    __tablename__ = "event_chat"

    chat_id: Mapped[ChatId] = mapped_column(primary_key=True, autoincrement=False)
    event_id: Mapped[EventId] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(255))
    language: Mapped[Language]
    added_by: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    added_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]
    """When the bot was removed. Nothing is sent to the chat until the bot is a member again."""
    digest_hour: Mapped[int | None]
    """Hour of the day in the event's time zone; NULL for no digest."""
    digest_due_at: Mapped[datetime | None] = mapped_column(index=True)


class Import(Base):
    """An imported spreadsheet."""

    __tablename__ = "import"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[ImportId] = mapped_column(primary_key=True)
    event_id: Mapped[EventId] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    """The organizer who imported the file and represents its companies until somebody claims them."""
    file_name: Mapped[str] = mapped_column(String(200))
    columns: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Recognised field → header in the file."""
    file_id: Mapped[str | None] = mapped_column(String(200))
    """Telegram's file_id. A background import reads the file again after a restart."""
    options: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """The organizer's choices for a background import."""
    row_count: Mapped[int | None]
    """Number of rows in the file, with or without a company."""
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    """When the last row was stored."""
    undone_at: Mapped[datetime | None]


class ImportRow(Base):
    __tablename__ = "import_row"

    import_id: Mapped[ImportId] = mapped_column(ForeignKey("import.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Position among all rows of the file, from 1."""
    sheet: Mapped[str | None] = mapped_column(String(100))
    """The sheet that contains the row, in a file with several sheets."""
    sheet_row: Mapped[int | None]
    """The row number that a spreadsheet program shows."""
    outcome: Mapped[RowOutcome]
    reason: Mapped[str | None] = mapped_column(String(200))
    """Why the row was skipped or failed, as a message id."""
    name: Mapped[str] = mapped_column(String(200))
    company_id: Mapped[CompanyId | None] = mapped_column(ForeignKey("company.id", ondelete="SET NULL"), index=True)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """The earlier values of an updated company, for undo."""
    listings: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))
    """Ids of the listings that the row created, for undo."""

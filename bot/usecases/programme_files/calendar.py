"""Reads iCalendar files (RFC 5545)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.usecases.imports.encodings import decode
from bot.usecases.imports.errors import OtherFormatError

_BEGIN: Final = b"BEGIN:VCALENDAR"
_HEAD: Final = 200  # bytes that may stand before it, such as a mark of the encoding


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """An event of a calendar. Times are in the zone that was asked for; None for events that last whole days."""

    title: str
    starts_at: datetime | None
    ends_at: datetime | None
    hall: str | None


def is_calendar(content: bytes) -> bool:
    return _BEGIN in content[:_HEAD].upper()


def read_calendar(content: bytes, zone: ZoneInfo) -> list[CalendarEntry]:
    """Returns the events in order of time. Times without a zone are in `zone`. Raises OtherFormatError."""
    import vobject

    try:
        calendars = list(vobject.readComponents(decode(content).text, ignoreUnreadable=True))
        events = [event for calendar in calendars for event in calendar.contents.get("vevent", ())]
        entries = [_entry(event, zone) for event in events]
    except Exception as error:  # the library raises whatever it stumbles over
        raise OtherFormatError(kind="iCalendar") from error
    return sorted(entries, key=lambda one: (one.starts_at is None, one.starts_at or datetime.now(zone)))


def _entry(event: object, zone: ZoneInfo) -> CalendarEntry:
    def value(name: str) -> object:
        found = getattr(event, name, None)
        return None if found is None else found.value

    start, end, length = value("dtstart"), value("dtend"), value("duration")
    begins = _moment(start, zone)
    ends = begins + length if begins is not None and isinstance(length, timedelta) else _moment(end, zone)
    title, place = (" ".join(str(value(name) or "").split()) for name in ("summary", "location"))
    return CalendarEntry(title=title, starts_at=begins, ends_at=ends, hall=place or None)


def _moment(value: object, zone: ZoneInfo) -> datetime | None:
    if not isinstance(value, datetime):
        return None
    return value.replace(tzinfo=zone) if value.tzinfo is None else value.astimezone(zone)

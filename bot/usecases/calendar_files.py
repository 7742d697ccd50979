"""Writes iCalendar files (RFC 5545): programmes of events and meetings of people."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Method(StrEnum):
    """What a calendar does with the file (RFC 5546)."""

    PUBLISH = "PUBLISH"
    """Add the items, or replace those with the same uid."""
    CANCEL = "CANCEL"
    """Remove the items."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """What a written calendar tells of one item."""

    uid: str
    """Stays the same when the item changes, so that calendars replace it."""
    sequence: int
    """Grows with each change."""
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    link: str = ""
    """Where to meet by video."""
    cancelled: bool = False


def write_calendar(
    name: str, appointments: Sequence[Appointment], now: datetime, *, method: Method = Method.PUBLISH
) -> bytes:
    """Returns a calendar with times in UTC, which every program reads alike."""
    import vobject

    utc = vobject.icalendar.utc  # the library knows no other object for it
    calendar = vobject.iCalendar()
    calendar.add("prodid").value = "-//PartnerBridge//EN"
    calendar.add("method").value = method.value
    calendar.add("x-wr-calname").value = _one_line(name)
    for one in appointments:
        event = calendar.add("vevent")
        event.add("uid").value = one.uid
        event.add("sequence").value = str(one.sequence)
        event.add("dtstamp").value = now.astimezone(utc)
        event.add("dtstart").value = one.starts_at.astimezone(utc)
        event.add("dtend").value = one.ends_at.astimezone(utc)
        event.add("summary").value = _one_line(one.title)
        if one.place:
            event.add("location").value = _one_line(one.place)
        if one.link:
            event.add("url").value = _one_line(one.link)
            event.add("description").value = _one_line(one.link)  # some calendars show no URL
        if one.cancelled:
            event.add("status").value = "CANCELLED"
    return bytes(calendar.serialize().encode())


def _one_line(text: str) -> str:
    """Returns the text without control characters, which would end a line of the file or break it."""
    return "".join(" " if unicodedata.category(char) in {"Cc", "Zl", "Zp"} else char for char in text).strip()

"""Times of meetings in event time, with the reader's time beside them."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.i18n.translator import Translator
from handlers.events.when import clock, shown
from storage.models import Event, MeetingSlot


def slot_text(t: Translator, slot: MeetingSlot, event: Event) -> str:
    """Returns "Wed, Nov 11, 10:00 – 10:20" in event time."""
    return f"{shown(t, slot.starts_at, event.zone)} – {clock(t, slot.ends_at, event.zone)}"


def slot_label(t: Translator, slot: MeetingSlot, event: Event) -> str:
    """Returns "Wed, Nov 11, 10:00", for a button."""
    return shown(t, slot.starts_at, event.zone)


def zone_note(t: Translator, at: datetime, event: Event, own: ZoneInfo) -> str:
    """Says what a time at the event is for the reader; "" if their clocks agree then."""
    there, here = at.astimezone(ZoneInfo(event.zone)), at.astimezone(own)
    if there.utcoffset() == here.utcoffset():
        return ""
    return t(
        "Times are those of the event. {there} there is {here} for you.",
        there=clock(t, at, event.zone),
        here=clock(t, at, own.key) if there.date() == here.date() else shown(t, at, own.key),
    )


def slots_by_day(slots: Sequence[MeetingSlot], zone: ZoneInfo) -> dict[date, list[MeetingSlot]]:
    days: dict[date, list[MeetingSlot]] = {}
    for slot in slots:
        days.setdefault(slot.starts_at.astimezone(zone).date(), []).append(slot)
    return days


def local_times(slot: MeetingSlot, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Returns the start and the end."""
    return slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)

"""Setting up the meetings of an event: hours, slots, tables and who chooses the times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.events.access import own_event
from bot.usecases.events.codes import Draw, link_code
from bot.usecases.meetings.errors import BadSetupError, BookedTimesError
from bot.usecases.moderation.roles import Actor
from storage.events import events, exhibitors
from storage.ids import CompanyId, EventId, HallId
from storage.meetings import setups
from storage.models import Event, MeetingPlace
from storage.vocabulary import TimesChosenBy

Hours = tuple[date, time, time]
"""(day, from, to) in event time."""
MOST_SLOTS: Final = 300
MOST_PLACES: Final = 500
VIDEO_ROOM: Final = "Video"
_AT_A_BOOTH: Final = 2  # meetings at once
_VIDEO_MEETINGS: Final = 10_000  # at once: there is no room to fill


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlace:
    name: str
    capacity: int = 1
    """Meetings at the same time."""
    hall: str | None = None
    company_id: CompanyId | None = None
    """Of a booth, which hosts only its company's meetings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSetup:
    hours: Sequence[Hours]
    slot_minutes: int
    break_minutes: int
    places: Sequence[NewPlace]
    video: bool
    chosen_by: TimesChosenBy
    booths: bool = False
    """True if exhibitors meet at their own booths, and at tables only if these are full."""
    person_limit: int | None = None
    """Most meetings of one person; None without a limit."""
    daily_limit: int | None = None
    """Most meetings of one person on one day."""


def slot_times(
    hours: Sequence[Hours], slot_minutes: int, break_minutes: int, zone: str
) -> list[tuple[datetime, datetime]]:
    """Returns (start, end) of all slots, in UTC and in order. Slots last equally long, also when the clock changes.

    Raises BadSetupError for hours that overlap or have no room for a slot.
    """
    length, pause, local = timedelta(minutes=slot_minutes), timedelta(minutes=break_minutes), ZoneInfo(zone)
    times: list[tuple[datetime, datetime]] = []
    for day, first, last in sorted(hours):
        starts_at = datetime.combine(day, first, local).astimezone(UTC)
        closes_at = datetime.combine(day, last, local).astimezone(UTC)
        if times and starts_at < times[-1][1]:
            raise BadSetupError
        while starts_at + length <= closes_at:
            times.append((starts_at, starts_at + length))
            starts_at += length + pause
    if not 0 < len(times) <= MOST_SLOTS:
        raise BadSetupError
    return times


def tables(count: int, name: str) -> list[NewPlace]:
    """Returns `count` tables, named by the pattern: "Table {number}"."""
    return [NewPlace(name=name.format(number=number)) for number in range(1, count + 1)]


async def set_up(
    session: AsyncSession, actor: Actor, event_id: EventId, new: NewSetup, *, draw: Draw, now: datetime
) -> Event:
    """Stores the setup. Slots and places that stay keep their meetings.

    Raises NotAllowedError, BadSetupError, or BookedTimesError if somebody meets at a time or place that would go.
    """
    event = await own_event(session, actor, event_id)
    days = {day for day, _, _ in new.hours}
    if not all(event.starts_on <= day <= event.ends_on for day in days) or not 1 <= len(new.places) <= MOST_PLACES:
        raise BadSetupError
    await setups.lock_slots(session, event_id)  # so that nobody books what goes
    await _replace_slots(session, event_id, slot_times(new.hours, new.slot_minutes, new.break_minutes, event.zone))
    booths = await _booths(session, event_id) if new.booths else []
    await _replace_places(session, event_id, [*booths, *_with_video_room(new)], draw)
    values = {
        "hours": [[day.isoformat(), f"{first:%H:%M}", f"{last:%H:%M}"] for day, first, last in sorted(new.hours)],
        "slot_minutes": new.slot_minutes,
        "break_minutes": new.break_minutes,
        "video": new.video,
        "chosen_by": new.chosen_by,
        "person_limit": new.person_limit,
        "daily_limit": new.daily_limit,
        "changed_at": now,
    }
    await setups.put(session, event_id, values)
    return event


async def _booths(session: AsyncSession, event_id: EventId) -> list[NewPlace]:
    """Returns the exhibitors' booths, each for its own company."""
    return [
        NewPlace(name=one.booth, capacity=_AT_A_BOOTH, hall=one.hall, company_id=one.company.id)
        for one in await exhibitors.of_event(session, event_id)
        if one.booth
    ]


def _with_video_room(new: NewSetup) -> list[NewPlace]:
    rooms = [NewPlace(name=VIDEO_ROOM, capacity=_VIDEO_MEETINGS)] if new.video else []
    return [*new.places, *rooms]


async def _replace_slots(session: AsyncSession, event_id: EventId, times: list[tuple[datetime, datetime]]) -> None:
    known = {(slot.starts_at, slot.ends_at): slot.id for slot in await setups.slots(session, event_id)}
    gone = {slot_id for when, slot_id in known.items() if when not in times}
    booked = gone & await setups.booked_slots(session, event_id)
    if booked:
        raise BookedTimesError(count=len(booked))
    await setups.remove_slots(session, gone)
    await setups.add_slots(session, event_id, [when for when in times if when not in known])


async def _replace_places(session: AsyncSession, event_id: EventId, new: Sequence[NewPlace], draw: Draw) -> None:
    known = {place.name: place for place, _ in await setups.places(session, event_id)}
    booked = await setups.booked_places(session, event_id)
    wanted = {place.name: place for place in new}
    gone = [place for name, place in known.items() if name not in wanted]
    shrunk = [place for name, place in known.items() if name in wanted and wanted[name].capacity < place.capacity]
    in_use = [place for place in gone if place.id in booked]
    in_use += [place for place in shrunk if booked.get(place.id, 0) > wanted[place.name].capacity]
    if in_use:
        raise BookedTimesError(count=len(in_use))
    await setups.remove_places(session, [place.id for place in gone])
    for place in wanted.values():
        await _put_place(session, event_id, place, known.get(place.name), draw)


async def _put_place(
    session: AsyncSession, event_id: EventId, new: NewPlace, known: MeetingPlace | None, draw: Draw
) -> None:
    hall_id: HallId | None = None if new.hall is None else await events.put_hall(session, event_id, new.hall)
    values = {"capacity": new.capacity, "hall_id": hall_id, "company_id": new.company_id}
    if known is not None:
        await setups.change_place(session, known.id, values)
        return
    video = new.name == VIDEO_ROOM
    await setups.add_place(session, event_id, {**values, "name": new.name, "video": video, "code": link_code(draw)})

"""The input of a plan: slots, places, attendees, and interests in meetings."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A time for meetings, in UTC. Slots of an event never overlap. `day` is the day in the event's time zone."""

    id: int
    day: date
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A table, a booth or a video room.

    `capacity`: meetings at once. `only_for`: the company whose meetings it hosts, if it is a booth.
    `slots`: when it is open; None is always. `video`: it hosts meetings by video, and only those.
    """

    id: int
    capacity: int = 1
    only_for: int | None = None
    slots: frozenset[int] | None = None
    video: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """`available`: slot ids. `limit`: meetings in total. `daily_limit`: meetings a day; None for no limit."""

    id: int
    company: int
    available: frozenset[int]
    limit: int
    daily_limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    slot: int
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """Two attendees who could meet; each pair has one.

    `weight`: mutual interest, 1 to 10. `video`: one of them is not there. `pinned`: where it has to be.
    `barred`: it must not be. `current`: where it is in the plan that this one replaces.
    """

    id: int
    first: int
    second: int
    weight: int
    video: bool = False
    pinned: Booking | None = None
    barred: bool = False
    current: Booking | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    slots: tuple[Slot, ...]
    places: tuple[Place, ...]
    attendees: tuple[Attendee, ...]
    interests: tuple[Interest, ...]

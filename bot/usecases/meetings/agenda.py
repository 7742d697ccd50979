"""What pictures, files and messages show of meetings: a person's plan, the organizer's board and its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from bot.i18n.translator import mark


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaMeeting:
    """A meeting as one of its two people sees it. Times are in UTC."""

    meeting_id: int
    uid: str
    """Stays the same when the meeting moves, so that calendars replace it."""
    revision: int
    """Grows with each change."""
    starts_at: datetime
    ends_at: datetime
    title: str
    """Names only what the reader may see."""
    counterpart: str
    """The other company; "" while its name is hidden."""
    place: str
    hall: str | None
    video_link: str | None
    cancelled: bool

    @property
    def heading(self) -> str:
        """The counterpart, if the reader knows it, and the subject."""
        known = self.counterpart and self.counterpart not in self.title
        return f"{self.counterpart} · {self.title}" if known else self.title

    @property
    def where(self) -> str:
        """Place and hall: "Table 12 · Hall 2"."""
        return " · ".join(filter(None, (self.place, self.hall)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """A person's meetings at one event."""

    event_name: str
    zone: ZoneInfo
    """Of the event."""
    reader_zone: ZoneInfo
    meetings: Sequence[AgendaMeeting]


class CellState(StrEnum):
    """Where a meeting stands on the board."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    ARRIVED = "arrived"
    """One of the two is at the table."""
    LATE = "late"
    KEPT = "kept"
    MISSED = "missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StateLook:
    label: str
    """A message id."""
    colour: str
    sign: str = ""
    """Some people cannot tell the colours of held and missed apart."""


LOOKS: Final[Mapping[CellState, StateLook]] = {
    CellState.PLANNED: StateLook(label=mark("planned"), colour="#e4ebf2"),
    CellState.CONFIRMED: StateLook(label=mark("confirmed"), colour="#a9cbe8"),
    CellState.ARRIVED: StateLook(label=mark("one is there"), colour="#9adbd0", sign="•"),
    CellState.LATE: StateLook(label=mark("running late"), colour="#f4c27f", sign="!"),
    CellState.KEPT: StateLook(label=mark("held"), colour="#a8d8a0", sign="✓"),
    CellState.MISSED: StateLook(label=mark("missed"), colour="#f0a8a0", sign="✗"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardCell:
    meeting_id: int
    first: str
    second: str
    state: CellState


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """All meetings of an event by place and slot."""

    event_name: str
    zone: ZoneInfo
    slots: Sequence[tuple[datetime, datetime]]
    """(start, end) in UTC, of all days in order."""
    places: Sequence[str]
    cells: Mapping[tuple[int, int], Sequence[BoardCell]]
    """By (index of the place, index of the slot). A place with more capacity has several meetings in a slot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFigures:
    """What the organizer's report compares with other fairs."""

    asked: int
    accepted: int
    confirmed: int
    """Meetings that got a time and a place, also those that are over."""
    kept: int
    missed: int
    cancelled: int
    people: int
    """Who could have met somebody."""
    people_with_meetings: int
    seats: int
    """The sum of the meetings of all people; two for each meeting."""
    again_wished: int
    """Kept meetings after which both would meet again."""

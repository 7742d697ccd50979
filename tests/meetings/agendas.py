"""Plans and boards to draw and to write."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.usecases.meetings.agenda import Agenda, AgendaMeeting

BELGRADE = ZoneInfo("Europe/Belgrade")
NINE = datetime(2026, 11, 3, 8, tzinfo=UTC)
"""Nine o'clock in Belgrade."""


def meeting(number: int = 1, **changed: object) -> AgendaMeeting:
    """A meeting of half an hour at a table."""
    starts_at = changed.pop("starts_at", NINE)
    assert isinstance(starts_at, datetime)
    facts: dict[str, object] = {
        "meeting_id": number,
        "uid": f"fair26-meeting-{number}@partnerbridge",
        "revision": 0,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=30),
        "title": "Soil moisture sensors",
        "counterpart": "Senzor d.o.o.",
        "place": "Table 12",
        "hall": "Hall 2",
        "video_link": None,
        "cancelled": False,
    }
    return AgendaMeeting(**{**facts, **changed})  # type: ignore[arg-type]


def agenda(*meetings: AgendaMeeting, reader: str = "Europe/Belgrade") -> Agenda:
    return Agenda(event_name="Innovation Fair", zone=BELGRADE, reader_zone=ZoneInfo(reader), meetings=meetings)

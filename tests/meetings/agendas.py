"""Plans and boards to draw and to write."""

from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from bot.usecases.meetings.agenda import Agenda, AgendaMeeting, Board, BoardCell, CellState

BELGRADE = ZoneInfo("Europe/Belgrade")
NINE = datetime(2026, 11, 3, 8, tzinfo=UTC)
"""Nine o'clock in Belgrade."""
COMPANIES = (
    "Senzor d.o.o. Šabac",
    "上海智能农业科技有限公司",
    "Ångström Messtechnik GmbH & Co. KG für Präzisionsinstrumente",
    "Ђерђелин и синови 🎪",
    "W" * 60,
)


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


def agenda(*meetings: AgendaMeeting, reader: str = "Europe/Belgrade", name: str = "Innovation Fair") -> Agenda:
    return Agenda(event_name=name, zone=BELGRADE, reader_zone=ZoneInfo(reader), meetings=meetings)


def board(tables: int = 3, slots: int = 4, days: int = 1, capacity: int = 1) -> Board:
    """A board on which every second slot of a table is taken, in all states in turn."""
    times = [NINE + timedelta(days=day, minutes=30 * slot) for day in range(days) for slot in range(slots)]
    states = list(CellState)
    cells: dict[tuple[int, int], list[BoardCell]] = {}
    for number, (place, slot) in enumerate(product(range(tables), range(len(times)))):
        if number % 2 == 0:
            cells[place, slot] = [
                BoardCell(
                    meeting_id=number * 10 + one,
                    first=COMPANIES[number % len(COMPANIES)],
                    second=COMPANIES[(number + one + 1) % len(COMPANIES)],
                    state=states[(number // 2 + one) % len(states)],
                )
                for one in range(capacity)
            ]
    return Board(
        event_name="多瑙河—浦东 · Innovation Fair",
        zone=BELGRADE,
        slots=[(at, at + timedelta(minutes=25)) for at in times],
        places=[f"Table {number + 1}" for number in range(tables)],
        cells=cells,
    )

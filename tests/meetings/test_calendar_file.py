"""A person's meetings in another program's calendar, read by a parser that is not ours."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from bot.usecases.meetings.calendar_file import write_agenda, write_meeting
from tests.meetings.agendas import BELGRADE, NINE, agenda, meeting

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)


class CalendarProgram:
    """Keeps events as RFC 5546 tells: the same uid replaces, unless it is older; cancelled ones go."""

    def __init__(self) -> None:
        self.events: dict[str, icalendar.Event] = {}

    def open(self, content: bytes) -> str:
        """Takes a file in. Returns its method."""
        calendar = icalendar.Calendar.from_ical(content)
        for event in calendar.walk("VEVENT"):
            assert event.errors == []
            known = self.events.get(str(event["UID"]))
            if known is not None and event["SEQUENCE"] < known["SEQUENCE"]:
                continue
            if event.get("STATUS") == "CANCELLED":
                self.events.pop(str(event["UID"]), None)
            else:
                self.events[str(event["UID"])] = event
        return str(calendar["METHOD"])

    def shows(self) -> list[tuple[str, datetime, str]]:
        return [(str(one["SUMMARY"]), one.start, str(one.get("LOCATION", ""))) for one in self.events.values()]


def test_the_plan_has_every_meeting_with_time_and_table() -> None:
    program, later = CalendarProgram(), NINE + timedelta(hours=2)
    plan = agenda(meeting(1), meeting(2, starts_at=later, counterpart="", title="氢气传感器", hall=None))
    assert program.open(write_agenda(plan, NOW)) == "PUBLISH"
    assert program.shows() == [
        ("Senzor d.o.o. · Soil moisture sensors", NINE, "Table 12 · Hall 2"),
        ("氢气传感器", later, "Table 12"),
    ]


def test_a_moved_meeting_replaces_the_old_one_and_an_old_file_does_not_move_it_back() -> None:
    program = CalendarProgram()
    first = write_meeting("Fair", meeting(), NOW)
    later = NINE + timedelta(hours=3)
    program.open(first)
    program.open(write_meeting("Fair", meeting(revision=1, starts_at=later, place="Table 3"), NOW))
    program.open(first)
    assert program.shows() == [("Senzor d.o.o. · Soil moisture sensors", later, "Table 3 · Hall 2")]


def test_a_cancelled_meeting_goes_by_its_own_file_and_by_the_plan() -> None:
    program = CalendarProgram()
    cancelled = meeting(revision=2, cancelled=True)
    program.open(write_agenda(agenda(meeting(1), meeting(2)), NOW))
    assert program.open(write_meeting("Fair", cancelled, NOW)) == "CANCEL"
    assert list(program.events) == [meeting(2).uid]
    program.open(write_agenda(agenda(meeting(1), meeting(2)), NOW))
    assert program.open(write_agenda(agenda(cancelled, meeting(2)), NOW)) == "PUBLISH"
    assert list(program.events) == [meeting(2).uid]


@pytest.mark.parametrize(
    "title",
    [
        'Comma, semicolon; colon: back\\slash "quoted"',
        "\\n is no line",
        "🏭 Fabrik & <b>Söhne</b> – Đorđe",
        "温室土壤湿度传感器与灌溉控制系统的联合开发以及在塞尔维亚的示范应用" * 5,
        "Датчики влажности почвы для теплиц и полей " * 4,
        "x" * 74 + "é" * 80,
        "END:VEVENT",
    ],
)
def test_every_title_arrives_as_written(title: str) -> None:
    content = write_meeting("Fair", meeting(title=title.strip(), counterpart=""), NOW)
    program = CalendarProgram()
    program.open(content)
    assert [shown for shown, _, _ in program.shows()] == [title.strip()]
    assert all(len(line) <= 75 for line in content.split(b"\r\n")), "RFC 5545 folds lines of more than 75 bytes"
    assert all(line.decode() is not None for line in content.split(b"\r\n")), "no letter is cut in two"


@pytest.mark.parametrize("cut", ["\n", "\r\n", "\r", "\u2028", "\x00", "\x0b"])
def test_no_text_adds_a_line_to_the_file(cut: str) -> None:
    nasty = f"Sensors{cut}ATTENDEE:mailto:a@example.com"
    content = write_agenda(agenda(meeting(title=nasty, place=nasty, video_link=f"https://meet.example/{nasty}")), NOW)
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert "ATTENDEE" not in event
    assert event["SUMMARY"] == "Senzor d.o.o. · Sensors" + " " * len(cut) + "ATTENDEE:mailto:a@example.com"


def test_a_video_meeting_has_its_link_where_calendars_look() -> None:
    link = "https://meet.example/a;b,c?pwd=x%20y&z=1"
    content = write_meeting("Fair", meeting(place="", hall=None, video_link=link), NOW)
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert (event["URL"], event["DESCRIPTION"]) == (link, link)
    assert "LOCATION" not in event


def test_the_two_hours_of_the_switch_of_summer_time_stay_two() -> None:
    before = datetime(2026, 10, 25, 2, 30, tzinfo=BELGRADE)
    after = before.replace(fold=1)
    program = CalendarProgram()
    program.open(
        write_agenda(
            agenda(meeting(1, starts_at=before.astimezone(UTC)), meeting(2, starts_at=after.astimezone(UTC))), NOW
        )
    )
    assert [start for _, start, _ in program.shows()] == [
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    ]


def test_calendars_are_left_without_alarms_because_the_bot_reminds() -> None:
    assert b"VALARM" not in write_agenda(agenda(meeting()), NOW)

"""Programmes as organizers write them: tables in many languages, and calendars."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.errors import DomainError
from bot.usecases.programme_files.reading import NoItemsError, NoProgrammeError, ProgrammeFile, read_programme
from tests.imports.workbook_files import sheet_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST, LAST = date(2026, 11, 22), date(2026, 11, 24)


def read(text: str | bytes) -> ProgrammeFile:
    return read_programme(text if isinstance(text, bytes) else text.encode(), SHANGHAI, FIRST, LAST)


def told(found: ProgrammeFile) -> list[str]:
    return [
        f"{item.starts_at:%d %H:%M}-{item.ends_at:%H:%M} {'/'.join(item.titles.values())} @{item.hall or ''}"
        for item in found.items
    ]


TABLES = {
    "a day in each row": (
        "Date,Start,End,Title,Hall\n22.11.2026,09:00,10:30,Opening,Hall A\n23.11.2026,2 pm,3 pm,Panel,\n",
        ["22 09:00-10:30 Opening @Hall A", "23 14:00-15:00 Panel @"],
    ),
    "the day above its items": (
        "Program\n\nVreme;Tema;Sala\n22. novembar 2026;;\n10-11h;Otvaranje;H\n11.30 - 13.00;Panel;\n23.11.;;\n9h;Rad\n",
        ["22 10:00-11:00 Otvaranje @H", "22 11:30-13:00 Panel @", "23 09:00-10:00 Rad @"],
    ),
    "the day once": (
        "日期\t时间\t议题\t地点\n11月22日\t09:00-10:30\t开幕式\t主会场\n\t下午2点-4点\t对接会\t\n",
        ["22 09:00-10:30 开幕式 @主会场", "22 14:00-16:00 对接会 @"],
    ),
    "day and hour in one cell": (
        "Start time,End time,Session title\n2026-11-22 09:00:00,2026-11-22 10:00:00,Opening\n",
        ["22 09:00-10:00 Opening @"],
    ),
    "German": (
        "Tag;Uhrzeit;Thema;Raum\n22.11.2026;9-10 Uhr;Begrüßung;Saal\n",
        ["22 09:00-10:00 Begrüßung @Saal"],
    ),
    "Russian": ("Дата;Время;Тема;Зал\n22 ноября;10:00 - 11:00;Открытие;Зал 1\n", ["22 10:00-11:00 Открытие @Зал 1"]),
    "past midnight": ("Date,Start,End,Title\n22.11.2026,22:00,01:00,Gala\n", ["22 22:00-01:00 Gala @"]),
}


@pytest.mark.parametrize(("text", "expected"), TABLES.values(), ids=TABLES.keys())
def test_tables_as_organizers_write_them(text: str, expected: list[str]) -> None:
    found = read(text)
    assert told(found) == expected
    assert found.unread == []


def test_titles_in_several_languages_belong_to_one_item() -> None:
    found = read("Date,Start,Title,中文标题,Naziv na srpskom\n22.11.2026,9:00,Opening,开幕式,Otvaranje\n")
    assert found.items[0].titles == {"en": "Opening", "zh": "开幕式", "sr-Latn": "Otvaranje"}


def test_the_day_of_a_fair_of_one_day_need_not_be_said() -> None:
    found = read_programme(b"Time,Title\n9:00 - 10:00,Opening\n", SHANGHAI, FIRST, FIRST)
    assert told(found) == ["22 09:00-10:00 Opening @"]


def test_rows_that_are_not_understood_are_told() -> None:
    found = read(
        "Date,Start,End,Title,Hall\n22.11.2026,9:00,10:00,Opening,A\n,,,Lunch,\n,25:00,,Panel,\n,11:00,12:00,,B\n"
        ",14:00,13:00,Backwards,\n"
    )
    assert told(found) == ["22 09:00-10:00 Opening @A"]
    assert [(one.row, one.why) for one in found.unread] == [
        (3, "no time"),
        (4, "the time was not understood"),
        (5, "no title"),
        (6, "the time was not understood"),
    ]


def test_cells_of_a_workbook_may_be_dates_and_times() -> None:
    day = datetime(2026, 11, 22)  # noqa: DTZ001 - as spreadsheets store it
    found = read(sheet_of(("Date", "Start", "End", "Title"), (day, time(9), time(10, 30), "Opening")))
    assert told(found) == ["22 09:00-10:30 Opening @"]


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1
SUMMARY:Opening\\, day one
DTSTART:20261122T010000Z
DTEND:20261122T020000Z
LOCATION:Hall A
END:VEVENT
BEGIN:VEVENT
UID:2
SUMMARY:Fair
DTSTART;VALUE=DATE:20261122
END:VEVENT
BEGIN:VEVENT
UID:3
SUMMARY:Panel
DTSTART;TZID=Europe/Belgrade:20261122T100000
DURATION:PT90M
END:VEVENT
BEGIN:VEVENT
UID:4
SUMMARY:Local
DTSTART:20261123T100000
DTEND:20261123T110000
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


def test_a_calendar_is_read_in_the_time_of_the_event() -> None:
    found = read(CALENDAR)
    assert told(found) == [
        "22 09:00-10:00 Opening, day one @Hall A",
        "22 17:00-18:30 Panel @",
        "23 10:00-11:00 Local @",
    ]
    assert [(one.text, one.why) for one in found.unread] == [("Fair", "no hour")]


@pytest.mark.parametrize(
    "content",
    [
        b"Company,Country\nSenzor,Serbia\n",
        b"Title\nOpening\n",
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"BEGIN:VCALENDAR\nnonsense",
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:xyz\nEND:VEVENT\nEND:VCALENDAR\n",
    ],
)
def test_other_files_are_refused_in_words(content: bytes) -> None:
    with pytest.raises(DomainError) as refused:
        read(content)
    assert refused.value.message


def test_a_list_of_companies_is_no_programme() -> None:
    with pytest.raises(NoProgrammeError) as refused:
        read("Company,Country\nSenzor,Serbia\n")
    assert not isinstance(refused.value, NoItemsError)


@pytest.mark.parametrize("below", ["", ",,\n", "22.11.2026,,\n"], ids=["nothing", "an empty row", "a day"])
def test_headings_without_items_are_said_to_be_there(below: str) -> None:
    with pytest.raises(NoItemsError):
        read("Date,Start,Title\n" + below)

"""Setup sheets as organizers send them: workbooks and text tables, in three languages, with mistakes."""

from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO

import openpyxl
import pytest

from bot.errors import DomainError
from bot.usecases.meetings.setup_file import NoSetupError, SetupSheet, read_setup

FIRST, LAST = date(2026, 11, 3), date(2026, 11, 5)
Cells = Sequence[Sequence[object]]


def read(content: str | bytes, first: date = FIRST, last: date = LAST) -> SetupSheet:
    return read_setup(content if isinstance(content, bytes) else content.encode(), first, last)


def workbook(**sheets: Cells) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def hours(found: SetupSheet) -> list[str]:
    return [f"{day.day} {begins:%H:%M}-{ends:%H:%M}" for day, begins, ends in found.hours]


def places(found: SetupSheet) -> list[tuple[str, int, str | None]]:
    return [(place.name, place.capacity, place.hall) for place in found.places]


def problems(found: SetupSheet) -> list[tuple[int, str]]:
    return [(problem.row, problem.why) for problem in found.problems]


def test_a_workbook_with_a_sheet_for_each_subject() -> None:
    found = read(
        workbook(
            Hours=[
                ("Innovation Fair 2026 – meetings",),
                ("Day", "From", "To"),
                (date(2026, 11, 3), time(9), time(12, 30)),
                (None, time(13, 30), time(17)),
                (datetime(2026, 11, 4), "9:00", "5 pm"),  # noqa: DTZ001 - what Excel stores
            ],
            Tables=[("Table", "Capacity", "Hall"), ("T1", 1, "Hall 2"), ("T2", None, None), ("Lounge", 4.0, "Foyer")],
            Rules=[
                ("Slot minutes", 30),
                ("Break", "5 min"),
                ("Video meetings", "Yes"),
                ("Meetings per person", 12),
                ("Meetings per day", "max 6"),
            ],
        )
    )
    assert hours(found) == ["3 09:00-12:30", "3 13:30-17:00", "4 09:00-17:00"]
    assert places(found) == [("T1", 1, "Hall 2"), ("T2", 1, None), ("Lounge", 4, "Foyer")]
    assert (found.slot_minutes, found.break_minutes, found.video) == (30, 5, True)
    assert (found.limit, found.daily_limit) == (12, 6)
    assert found.problems == []


def test_a_chinese_text_table_with_everything_below_each_other() -> None:
    found = read(
        "洽谈安排,,\n日期,开始,结束\n11月3日,9:00,12:00\n,14:00,17:30\n11月4日至5日,上午9点,下午5点\n\n"
        "桌号,容量,展馆\n桌1-12,1,2号馆\n贵宾桌,2,\n\n每场时长,25分钟,\n休息,5,\n视频,支持,\n每人上限,不限,\n每天最多,8场,\n"
    )
    assert hours(found) == ["3 09:00-12:00", "3 14:00-17:30", "4 09:00-17:00", "5 09:00-17:00"]
    assert places(found)[0] == ("桌1", 1, "2号馆")
    assert places(found)[11:] == [("桌12", 1, "2号馆"), ("贵宾桌", 2, None)]
    assert (found.slot_minutes, found.break_minutes, found.video) == (25, 5, True)
    assert (found.limit, found.daily_limit) == (None, 8)
    assert found.problems == []


@pytest.mark.parametrize("cyrillic", [False, True])
def test_a_serbian_table_in_both_scripts(cyrillic: bool) -> None:
    text = (
        "Dan;Od;Do;Trajanje (min);Pauza (min)\n3. 11. 2026.;9h;13h;20;5\nsreda;10:00;16:00;20;5\n\n"
        "Sto;Kapacitet;Hala\nSto 1;1;Hala 2\nSto 2;2;\n\nVideo sastanci;da;\nNajviše sastanaka po osobi;10;\n"
    )
    if cyrillic:
        text = (
            "Дан;Од;До;Трајање (мин);Пауза (мин)\n3. 11. 2026.;9h;13h;20;5\nсреда;10:00;16:00;20;5\n\n"
            "Сто;Капацитет;Хала\nSto 1;1;Hala 2\nSto 2;2;\n\nВидео састанци;да;\nНајвише састанака по особи;10;\n"
        )
    found = read(text)
    assert hours(found) == ["3 09:00-13:00", "4 10:00-16:00"]
    assert places(found) == [("Sto 1", 1, "Hala 2"), ("Sto 2", 2, None)]
    assert (found.slot_minutes, found.break_minutes, found.video, found.limit) == (20, 5, True, 10)
    assert found.problems == []


def test_hours_and_tables_beside_each_other() -> None:
    found = read('Day,Hours,,Table,Hall\nevery day,"9:00-12:00, 13:00-17:00",,A1,North\n,,,A2,North\n')
    assert hours(found) == [f"{day} {times}" for day in (3, 4, 5) for times in ("09:00-12:00", "13:00-17:00")]
    assert places(found) == [("A1", 1, "North"), ("A2", 1, "North")]
    assert found.problems == []


def test_misspelt_headings_and_days_by_number() -> None:
    found = read("Day;Strat time;End time\nday 1;9;12\nlast day;14;16\n\nTablle;Capasity\n1;1\n")
    assert hours(found) == ["3 09:00-12:00", "5 14:00-16:00"]
    assert places(found) == [("1", 1, None)]


def test_a_place_may_be_called_like_a_heading() -> None:
    """ "Hall" is a heading, and here it is the name of a place."""
    found = read("Table\nGarden\nHall\nTerrace\n")
    assert places(found) == [("Garden", 1, None), ("Hall", 1, None), ("Terrace", 1, None)]


def test_a_number_of_tables_is_enough() -> None:
    found = read("Meeting hours\n3 Nov,9:00,17:00\nDay,From,To\n3 Nov,9:00,17:00\nTables,3\nSlot: 30 min\n")
    assert [place.name for place in found.places] == ["1", "2", "3"]
    assert hours(found) == ["3 09:00-17:00"]


def test_a_range_of_tables_keeps_its_pattern() -> None:
    found = read("Table\nA1-A3\nTable 08–10\nHall 2-1\nVIP 2000\nB1-C3\n")
    assert [place.name for place in found.places] == [
        *("A1", "A2", "A3", "Table 08", "Table 09", "Table 10"),
        *("Hall 2-1", "VIP 2000", "B1-C3"),
    ]


def test_the_day_of_a_fair_of_one_day_need_not_be_said() -> None:
    assert hours(read("From,To\n9:00,12:00\n", FIRST, FIRST)) == ["3 09:00-12:00"]


def test_bad_rows_are_told_and_the_others_are_read() -> None:
    found = read(
        "Day,From,To\n3 Nov,9:00,12:00\n9 Nov,9:00,12:00\nsometime,9:00,10:00\n3 Nov,12:00,9:00\n3 Nov,11:00,13:00\n"
        "4 Nov,nine,ten thirtyish\n4 Nov,9:00,\n"
        "Table,Capacity\nT1,one\nT2,0\nT3,2\nt3,1\n"
        "Slot,3\nBreak,soon\nVideo,perhaps\nLimit,-4\nSlot,30\nSlot,20\n"
    )
    assert hours(found) == ["3 09:00-12:00"]
    assert places(found) == [("T3", 2, None)]
    assert found.slot_minutes == 20
    assert problems(found) == [
        (3, "this is no day of the event"),
        (4, "the day was not understood"),
        (5, "the hours were not understood, or they end before they begin"),
        (6, "these hours overlap with others of the same day"),
        (7, "the hours were not understood, or they end before they begin"),
        (8, "the hours were not understood, or they end before they begin"),
        (10, "the number was not understood"),
        (11, "the number is too small or too large"),
        (13, "this place is listed twice"),
        (14, "the number is too small or too large"),
        (15, "the number was not understood"),
        (16, "the answer should be yes or no"),
        (17, "the number is too small or too large"),
        (19, "the file says this twice, and differently; the last one counts"),
    ]


def test_a_day_that_is_not_understood_does_not_give_its_hours_to_the_day_before() -> None:
    found = read("Day,From,To\n3 Nov,9:00,12:00\nSunday,9:00,12:00\n,14:00,15:00\n")
    assert hours(found) == ["3 09:00-12:00"]
    assert [row for row, _ in problems(found)] == [3, 4]


def test_a_sheet_has_at_most_500_places() -> None:
    found = read("Table\nA1-A400\nB1-B200\n")
    assert len(found.places) == 500
    assert problems(found) == [(3, "an event has at most 500 places")]


@pytest.mark.parametrize("content", ["Company,Country\nSenzor,RS\n", "hello", "Slot,30\n"])
def test_a_file_about_something_else_is_refused(content: str) -> None:
    with pytest.raises(NoSetupError):
        read(content)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0broken"])
def test_a_file_that_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(DomainError):
        read(content)

"""Setting up meetings: hours that fit, places that are in use, and the evening before each day."""

from datetime import date, time, timedelta
from random import Random
from typing import Any

import pytest

from bot.usecases.meetings.errors import BadSetupError, BookedTimesError
from bot.usecases.meetings.setup import MOST_PLACES, MOST_SLOTS, NewPlace, set_up, slot_times, tables
from bot.usecases.meetings.setup_file import read_setup
from bot.usecases.meetings.setup_values import read_minutes
from storage.meetings import setups
from storage.vocabulary import Topic
from tests.meetings.crowd import Crowd, a_crowd, one_table
from tests.meetings.test_setup_file import FIRST, LAST, hours, places, read, workbook

DAY = date(2026, 3, 10)
ZONE = "Europe/Belgrade"


def count(*spans: tuple[int, int], minutes: int = 20, pause: int = 0) -> int:
    return len(slot_times([(DAY, time(first), time(last)) for first, last in spans], minutes, pause, ZONE))


def test_hours_may_touch_and_must_have_room_for_a_slot() -> None:
    assert count((9, 10), (10, 11)) == 6
    assert count((10, 11), (9, 10), minutes=30, pause=30) == 2
    for overlapping in (((9, 11), (10, 12)), ((9, 10), (9, 10))):
        with pytest.raises(BadSetupError):
            count(*overlapping)
    with pytest.raises(BadSetupError):
        count((9, 10), minutes=61)
    days = [(DAY + timedelta(days=day), time(0), time(23)) for day in range(MOST_SLOTS // 23 + 1)]
    with pytest.raises(BadSetupError):
        slot_times(days, 60, 0, ZONE)


async def sets_up(crowd: Crowd, **changes: Any) -> None:
    async with crowd.databases[0].writing() as session:
        new = one_table(**({"count": 1} | changes)) if "places" not in changes else one_table(1, **changes)
        draw = Random(5).choice
        await set_up(session, crowd.organizers[0], crowd.event_id, new, draw=draw, now=crowd.clock())


async def test_hours_lie_in_the_event_and_it_has_places(database_url: str) -> None:
    async with a_crowd(database_url) as crowd:
        first, last = date(2026, 3, 10), date(2026, 3, 11)
        for day in (first - timedelta(days=1), last + timedelta(days=1)):
            with pytest.raises(BadSetupError):
                await sets_up(crowd, hours=[(day, time(9), time(10))])
        for number in (0, MOST_PLACES + 1):
            with pytest.raises(BadSetupError):
                await sets_up(crowd, places=tables(number, "Table {number}"))
        await sets_up(crowd, hours=[(last, time(9), time(10))], places=tables(MOST_PLACES, "Table {number}"))


async def test_a_place_in_use_stays_with_the_seats_that_are_taken(database_url: str) -> None:
    async with a_crowd(database_url, setup=one_table(1, places=[NewPlace(name="A", capacity=2)])) as crowd:
        slots = await crowd.slots()
        for pair in (0, 1):
            await crowd.meets(pair, pair, slots[0])
        for names in ([NewPlace(name="A", capacity=1)], [NewPlace(name="B")]):
            with pytest.raises(BookedTimesError):
                await sets_up(crowd, places=names)
        await sets_up(crowd, places=[NewPlace(name="A", capacity=3), NewPlace(name="B")])
        await sets_up(crowd, places=[NewPlace(name="A", capacity=2)])
        async with crowd.databases[0].reading() as session:
            assert [place.name for place, _ in await setups.places(session, crowd.event_id)] == ["A"]


async def test_people_are_told_on_the_evening_before_each_day(database_url: str) -> None:
    async with a_crowd(database_url) as crowd:
        slots = await crowd.slots()
        await crowd.meets(0, 0, slots[0])
        await crowd.meets(0, 1, slots[4])
        evening = crowd.clock().replace(day=9, hour=16, minute=59)
        crowd.clock.forward(seconds=(evening - crowd.clock()).total_seconds())
        for minutes, told in ((0, 0), (1, 1), (60, 1), (24 * 60 - 61, 1), (1, 2), (60, 2)):
            crowd.clock.forward(minutes=minutes)
            while await crowd.reminds():
                pass
            assert (await crowd.told(crowd.buyers[0]))[Topic.MEETING_DAY] == told
        assert (await crowd.told(crowd.makers[1]))[Topic.MEETING_DAY] == 1


@pytest.mark.parametrize(("text", "minutes"), [("0:30", 30), ("1:05", 65), ("90", 90), ("half an hour", 30)])
def test_minutes_as_people_write_them(text: str, minutes: int) -> None:
    assert read_minutes(text, (1, 120)) == minutes


def test_hours_may_touch_in_a_file_and_headings_are_no_values() -> None:
    found = read("Day,From,To\n3.11.2026,10:00,12:00\n3.11.2026,9:00,10:00\n")
    assert (hours(found), found.problems) == (["3 09:00-10:00", "3 10:00-12:00"], [])
    book = workbook(
        Rules=[("Slot minutes", "Break"), (30, 5)], Tables=[("Place", "Hall"), ("Table", "Foyer"), ("Sofa", "Hall 2")]
    )
    found = read_setup(book, FIRST, LAST)
    assert found.problems == [], "two headings are no rule and its value"
    assert places(found) == [("Table", 1, "Foyer"), ("Sofa", 1, "Hall 2")]

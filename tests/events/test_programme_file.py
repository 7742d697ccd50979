"""An organizer sends the programme as a file; participants take it into their calendars."""

from datetime import timedelta

import icalendar

from tests.chat import Chat, Human
from tests.clock import Clock
from tests.imports.test_import_dialog import olga

__all__ = ["olga"]
PROGRAMME = (
    "Date,Start,End,Title,中文标题,Hall\n"
    "2.3.2026,10:00,11:00,Opening <all>,开幕式,Hall A\n"
    ",14:00,15:00,Greenhouses,温室,Hall B\n"
    ",25:00,,Panel,,\n"
)


async def opens_the_programme(olga: Human) -> str:
    await olga.types("/events")
    await olga.presses("🛠")
    return await olga.says("🗓 Programme")


async def sends(olga: Human, text: str | bytes, name: str = "programme.csv") -> str:
    await opens_the_programme(olga)
    await olga.says("📋 From a file")
    return await olga.does("sends_document", text if isinstance(text, bytes) else text.encode(), name=name)


async def code(olga: Human) -> str:
    await olga.types("/events")
    return (await olga.presses("🛠")).split("Code: ")[1].split()[0]


def calendar_of(human: Human) -> list[icalendar.Event]:
    message = next(one for one in reversed(human.phone.messages()) if "document" in one)
    assert message["document"]["file_name"].endswith("-programme.ics")
    return list(icalendar.Calendar.from_ical(human.phone.file(message)).walk("VEVENT"))


async def test_a_file_becomes_the_programme(chat: Chat, olga: Human) -> None:
    shown = await sends(olga, PROGRAMME)
    assert "2 new items" in shown
    assert "10:00–11:00 Opening <all> · Hall A" in shown
    assert "Row 4: the time was not understood" in shown
    assert "There is no programme yet" not in await olga.presses("Put it into the programme")
    mei = await chat.join("Mei", company="浦东农业科技有限公司", country="中国", language="zh-hans")
    await mei.types("/join " + await code(olga))
    await mei.types("/programme")
    assert "开幕式 · Hall A" in await mei.presses("3月2日周一")


async def test_days_outside_of_the_event_are_named_before_anything_changes(olga: Human) -> None:
    shown = await sends(olga, PROGRAMME)
    assert "Not on the days of the event" not in shown
    await olga.types("/cancel")
    shown = await sends(olga, PROGRAMME.replace("2.3.2026", "2.4.2027") + "3.4.2027,9:00,,Closing,,\n")
    assert "⚠️ Not on the days of the event: Fri, Apr 2, 2027 · Sat, Apr 3, 2027. Is that right?" in shown
    assert "3 new items" in shown


async def test_a_day_outside_of_the_event_is_named_for_a_single_item_too(olga: Human) -> None:
    await opens_the_programme(olga)
    await olga.says("➕ Add an item")
    await olga.types("Opening")
    await olga.types("2.4.2027 14:00 – 15:30")
    await olga.says("Skip the rest »")
    assert "⚠️ Not on the days of the event: Fri, Apr 2, 2027. Is that right?" in olga.sees()


async def test_a_long_file_is_shown_in_part(chat: Chat, olga: Human) -> None:
    """Eight items, and eight rows that were not understood."""
    await opens_the_programme(olga)
    await olga.says("📋 From a file")
    for items, unread in ((8, 8), (9, 8), (8, 9)):
        rows = [f"2.3.2026,{8 + number}:00,,Talk {number},Hall <{number}>" for number in range(items)]
        rows += [f"2.3.2026,25:00,,Panel {number}," for number in range(unread)]
        file = "\n".join(["Date,Start,End,Title,Hall", *rows])
        shown = (await olga.does("sends_document", file.encode(), name="x.csv")).splitlines()
        assert f"{items} new items" in " ".join(shown)
        assert sum("Hall <" in line for line in shown) == 8
        assert sum("was not understood (" in line for line in shown) == 8
        assert shown.count("…") == (items > 8) + (unread > 8)


async def test_the_same_file_changes_only_what_has_changed(chat: Chat, olga: Human) -> None:
    await sends(olga, PROGRAMME)
    await olga.presses("Put it into the programme")
    mei = await chat.join("Mei", company="浦东农业科技有限公司", country="中国", language="zh-hans")
    await mei.types("/join " + await code(olga))
    await mei.types("/programme")
    await mei.presses("3月2日周一")
    await mei.presses("☆ 温室")
    later = PROGRAMME.replace("14:00,15:00", "16:00,17:00").replace("10:00,11:00,Opening <all>", "9:00,,Welcome")
    shown = await sends(olga, later)
    assert "0 new items" in shown, "the Chinese titles are the same"
    assert "2 items change" in shown
    await olga.presses("Put it into the programme")
    assert "温室" in mei.sees(), "who starred it hears of the new time"
    assert "16:00" in mei.sees()
    assert "2 items stay as they are" in await sends(olga, later)


async def test_the_programme_comes_as_a_calendar(chat: Chat, olga: Human, clock: Clock) -> None:
    await sends(olga, PROGRAMME)
    await olga.presses("Put it into the programme")
    mei = await chat.join("Mei", company="浦东农业科技有限公司", country="中国", language="zh-hans")
    await mei.types("/join " + await code(olga))
    await mei.types("/programme")
    await mei.says("📅 Into my calendar")
    first, second = calendar_of(mei)
    assert (str(first["summary"]), str(second["summary"])) == ("开幕式", "温室")
    assert first.start.isoformat() == "2026-03-02T09:00:00+00:00", "ten o'clock in Novi Sad"
    assert second.end - second.start == timedelta(hours=1)
    assert "Hall A" in first["location"]
    await mei.presses("3月2日周一", older=True)
    await mei.presses("☆ 温室")
    await mei.says("📅 Into my calendar", older=True)
    (starred,) = calendar_of(mei)
    assert starred["uid"] == second["uid"], "a calendar replaces what it has"


async def test_a_calendar_can_be_sent_as_the_programme(chat: Chat, olga: Human) -> None:
    calendar = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Opening\r\nDTSTART:20260302T090000Z\r\n"
        "DTEND:20260302T100000Z\r\nLOCATION:Hall A\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    assert "10:00–11:00 Opening · Hall A" in await sends(olga, calendar, "fair.ics")


async def test_a_file_without_a_programme_is_refused_in_words(chat: Chat, olga: Human) -> None:
    assert "I found no programme in this file" in await sends(olga, "Company,Country\nSenzor,Serbia\n")
    assert "has headings, but no items below them" in await sends(olga, "Date,Start,Title\n")
    assert "Send the programme as a file" in await olga.types("tomorrow at ten")
    assert "1 new item" in await olga.does("sends_document", b"Date,Start,Title\n2.3.2026,9:00,Opening\n", name="x.csv")

"""An organizer sets up the meetings of her fair, lets a plan be made, publishes it, and looks at the board."""

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import Workbook

from bot.usecases.meetings.setup import tables
from tests.chat import Chat
from tests.clock import Clock
from tests.events.fair import plain
from tests.meetings.fair import SETUP, Fair, asked, at_a_fair_with_meetings, booked, has_booth, opens_meetings


@pytest.fixture
async def bare(chat: Chat, clock: Clock) -> Fair:
    """A fair without meetings yet."""
    return await at_a_fair_with_meetings(chat, clock, setup=None)


async def test_setting_up_takes_five_taps(bare: Fair) -> None:
    katarina = bare.katarina
    await opens_meetings(bare)
    await katarina.presses_in_turn("Set up meetings", "10:00 – 12:00, 14:00 – 16:00", "20 minutes")
    await katarina.presses_in_turn("10", "People, and a plan for the rest", "Yes")
    assert "20 times × 10 tables: room for 200 meetings." in plain(katarina.sees())
    await katarina.presses("Save")
    assert "20 times of 20 minutes, 10 tables" in plain(katarina.sees())
    await bare.mei.types("/meetings")
    assert bare.mei.t("🕓 When I have time") in bare.mei.buttons()


HOURS = {
    "9:00-12:00": 14,
    "9-12h, 13:30 - 17:00": 30,
    "上午9点到12点": 14,
    "10.3. 10:00-12:00": 5,
    "10.3. 10:00-12:00; 11.3. 9:00-10:00": 7,
    "od 9 do 12": 14,
}
"""How people type hours, and how many times a day and table that makes."""


async def test_hours_are_read_as_people_type_them(bare: Fair) -> None:
    katarina = bare.katarina
    await opens_meetings(bare)
    await katarina.presses("Set up meetings")
    await katarina.types("8:00-9:00")
    await katarina.presses_in_turn("20 minutes", "5", "People choose", "No")
    shown = {}
    for typed in HOURS:
        await katarina.presses("✏️ Hours")
        shown[typed] = plain(await katarina.types(typed))
    assert {typed: f"{slots} times × 5 tables" in shown[typed] for typed, slots in HOURS.items()} == dict.fromkeys(
        HOURS, True
    ), shown


async def test_hours_that_make_no_sense_are_asked_again(bare: Fair) -> None:
    await opens_meetings(bare)
    await bare.katarina.presses("Set up meetings")
    for typed in ("whenever", "12.3. 10:00-12:00", "12:00-9:00", "9:00"):
        assert "Write the hours like this" in await bare.katarina.types(typed), typed


async def test_the_number_of_tables_is_typed(bare: Fair) -> None:
    katarina = bare.katarina
    await opens_meetings(bare)
    await katarina.presses("Set up meetings")
    await katarina.types("9:00-9:20")
    await katarina.presses("20 minutes")
    for typed in ("0", "501", "a few", "12-15", "10 or 20", "1.5", "-3"):
        assert "Send a number from 1 to 500." in await katarina.types(typed), typed
    await katarina.types("1 sto.")
    await katarina.presses_in_turn("People choose", "No")
    assert "2 times × 1 tables: room for 2 meetings." in plain(katarina.sees())
    await katarina.presses("✏️ Tables")
    assert "2 times × 500 tables" in plain(await katarina.types("共500张桌子"))


async def test_hours_cannot_be_taken_from_a_booked_meeting(fair: Fair) -> None:
    katarina = fair.katarina
    await booked(fair, "09:00")
    await opens_meetings(fair)
    await katarina.presses_in_turn("✏️ Change", "✏️ Hours")
    await katarina.types("10:00-11:00")
    await katarina.presses("Save")
    assert "Booked meetings at times or tables that you would remove: 1." in katarina.sees()


async def test_the_plan_finds_times_for_those_who_left_them_to_it(fair: Fair) -> None:
    mei, ana, katarina = fair.mei, fair.ana, fair.katarina
    await fair.pair.accepted()
    await mei.says("📅 Meet at the fair", older=True)
    await mei.says("🗓 Any time: let the plan choose")
    await ana.says("🗓 Any time: let the plan choose")
    assert mei.t("👍 They want to meet you too.") in mei.sees()

    await opens_meetings(fair)
    await katarina.presses("🗓 Make a plan")
    await fair.plan_is_made()
    await katarina.presses("🗓 Look at the plan")
    assert "1 of 1 wished meetings have a time." in plain(katarina.sees())
    seen = mei.sees()
    await katarina.presses("🔍 The meetings")
    assert "浦东农业科技有限公司" in katarina.sees()
    assert mei.sees() == seen, "nothing was sent"
    await katarina.presses("« The plan")
    katarina.phone.presses("✅ Publish and tell everybody")
    katarina.phone.presses("✅ Publish and tell everybody")
    await fair.chat.settle()

    assert "1 meeting is booked" in katarina.sees()
    for human in (mei, ana):
        heading = human.t("🗓 <b>Your meetings at {event} are set</b>", event="*").split("*")[0]
        assert plain(human.sees()).count(plain(heading)) == 1
        assert "09:00 – 09:20" in human.sees()


async def test_only_the_draft_that_was_looked_at_is_published(fair: Fair) -> None:
    katarina = fair.katarina
    await fair.pair.accepted()
    await opens_meetings(fair)
    await katarina.presses("🗓 Make a plan")
    await fair.plan_is_made()
    assert "The plan for your meetings is ready." in katarina.sees()
    await katarina.presses("🗓 Look at the plan")
    message = katarina.phone.last()
    former = message["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    fair.clock.forward(seconds=1)
    await katarina.presses("🔁 Make it anew")
    assert "I am making the plan." in await katarina.presses("🗓 Look at the plan")
    await katarina.does("presses_stale", message, former)
    fair.clock.forward(seconds=1)
    await fair.plan_is_made()
    await katarina.does("presses_stale", message, former)
    assert "meeting is booked" not in katarina.sees()
    heading = fair.mei.t("🗓 <b>Your meetings at {event} are set</b>", event="*").split("*")[0]
    assert plain(heading) not in plain(fair.mei.sees())


async def test_a_meeting_taken_out_of_the_plan_is_not_booked(fair: Fair) -> None:
    katarina = fair.katarina
    await fair.pair.accepted()
    await opens_meetings(fair)
    await katarina.presses("🗓 Make a plan")
    await fair.plan_is_made()
    await katarina.presses("🗓 Look at the plan")
    await katarina.presses("🔍 The meetings")
    await katarina.presses("1. 🚫")
    assert "1. ✓ 🚫" in katarina.buttons()
    await katarina.presses("« The plan")
    assert "You have taken 1 of them out." in katarina.sees()
    assert "✅ Publish and tell everybody" not in katarina.buttons(), "nothing of the plan is left"
    assert "Each has 1 meeting." in katarina.sees()
    await katarina.presses("🔍 The meetings")
    await katarina.presses("« The plan")
    await katarina.presses("🔁 Make it anew")
    await fair.plan_is_made()
    await katarina.presses("🗓 Look at the plan")
    assert "0 of 0 wished meetings have a time." in plain(katarina.sees())


async def test_times_that_people_chose_themselves_are_not_moved(fair: Fair) -> None:
    katarina = fair.katarina
    await booked(fair, "10:30")
    await opens_meetings(fair)
    await katarina.presses("🗓 Make a plan")
    await fair.plan_is_made()
    await katarina.presses("🗓 Look at the plan")
    await katarina.presses("🔍 The meetings")
    assert "10:30 – 10:50" in katarina.sees()
    await katarina.presses("« The plan")
    await katarina.presses("✅ Publish and tell everybody")
    assert "0 meetings are booked" in katarina.sees()


async def test_a_plan_does_not_book_what_was_taken_meanwhile(fair: Fair) -> None:
    mei, ana, katarina = fair.mei, fair.ana, fair.katarina
    await asked(fair, "09:30")
    await opens_meetings(fair)
    await katarina.presses("🗓 Make a plan")
    await fair.plan_is_made()
    await ana.presses("09:30")
    await katarina.presses("🗓 Look at the plan")
    await katarina.presses("✅ Publish and tell everybody")
    assert "09:30 – 09:50" in mei.sees().partition(mei.t("✅ They chose a time. Your meeting is booked."))[2]
    assert "0 meetings are booked" in katarina.sees()


async def test_the_board_the_report_and_what_is_free_now(fair: Fair) -> None:
    katarina = fair.katarina
    await booked(fair, "09:00")
    await fair.until(10, 9, 5)
    await opens_meetings(fair)
    await katarina.presses("🔓 Free now")
    assert "1 table is free" in plain(katarina.sees())
    assert "Table 2" in katarina.sees()
    await katarina.presses("« Meetings")
    await katarina.presses("📋 Booked meetings")
    assert "Senzor d.o.o." in katarina.sees()
    await katarina.presses("« Meetings")
    await katarina.presses("📊 Report")
    report = plain(katarina.sees())
    assert "Requests accepted: 100 % of 1" in report
    assert "Kept" not in report, "no meeting is over yet"
    await katarina.presses("« Meetings")
    await katarina.presses("🖼 Board")
    assert ["photo" in message for message in katarina.phone.news()] == [True, True], "one a day"
    await katarina.presses("📄 Board (XLSX)", older=True)
    assert ["document" in message for message in katarina.phone.news()] == [True]


async def test_the_next_time_with_a_free_table_is_shown_when_all_are_taken(chat: Chat, clock: Clock) -> None:
    one_table = replace(SETUP, places=tables(1, "Table {number}"))
    fair = await at_a_fair_with_meetings(chat, clock, setup=one_table)
    await booked(fair, "09:00")
    await fair.until(10, 9, 5)
    await opens_meetings(fair)
    await fair.katarina.presses("🔓 Free now")
    shown = plain(fair.katarina.sees())
    assert shown.index("09:00 – 09:20") < shown.index("No table is free.") < shown.index("09:30 – 09:50")


async def test_an_organizer_cancels_for_both(fair: Fair) -> None:
    katarina = fair.katarina
    await booked(fair, "09:00")
    await opens_meetings(fair)
    await katarina.presses("📋 Booked meetings")
    await katarina.presses("✖️ Cancel 1.")
    await katarina.presses("Yes, cancel it")
    for human in (fair.mei, fair.ana):
        assert human.t("✖️ This meeting is cancelled.") in plain(human.sees())


async def test_one_sheet_sets_everything_up(bare: Fair) -> None:
    katarina = bare.katarina
    await opens_meetings(bare)
    await katarina.presses("Set up meetings")
    book = Workbook()
    hours, tables = book.active, book.create_sheet("Tables")
    for row in (
        ["Day", "From", "To"],
        ["10.3.2026", "9:00", "12:00"],
        ["11.3.2026", "14:00", "15:00"],
        ["12.3.2026", "9:00", "10:00"],
    ):
        hours.append(row)
    for row in (["Table", "Capacity", "Hall"], ["Danube", 2, "Hall 1"], ["Sava", 1, "Hall 2"]):
        tables.append(row)
    out = BytesIO()
    book.save(out)
    await katarina.does("sends_document", out.getvalue(), name="meetings.xlsx")
    await katarina.presses("20 minutes")
    await katarina.presses_in_turn("People choose", "No")
    shown = plain(katarina.sees())
    assert "9 times × 3 tables" in shown
    assert "Row 4" in shown, "the event is over on the 12th"
    await katarina.presses("Save")
    await katarina.presses("🔓 Free now")
    assert "Danube, Sava" in katarina.sees()


async def test_a_plan_is_made_although_two_meetings_contradict_each_other(fair: Fair) -> None:
    """Ana's company moves to video after her meeting at a table was booked."""
    ana, katarina = fair.ana, fair.katarina
    await booked(fair, "09:00")
    await ana.types("/meetings")
    await ana.says("🕓 When I have time")
    await ana.says("Done")
    await ana.says("No, I meet by video")
    await ana.says("Skip")
    await opens_meetings(fair)
    await katarina.presses("🗓 Make a plan")
    await fair.plan_is_made()
    await katarina.presses("🗓 Look at the plan")
    assert "0 of 1 wished meetings have a time." in plain(katarina.sees())
    await katarina.presses("« Back")
    assert "✅ 1 meeting is booked" in katarina.sees()


async def test_exhibitors_meet_at_their_booths(bare: Fair) -> None:
    katarina = bare.katarina
    await has_booth(bare, "B7")
    await opens_meetings(bare)
    await katarina.presses("Set up meetings")
    await katarina.presses("09:00 – 18:00")
    await katarina.presses_in_turn("20 minutes", "5", "People choose", "No")
    await katarina.presses("✏️ At booths")
    await katarina.presses("Yes")
    await katarina.presses("Save")
    assert "5 tables" in plain(katarina.sees())

    await booked(bare, "09:00")

    assert "B7" in bare.mei.sees()
    assert "Table" not in bare.mei.sees()

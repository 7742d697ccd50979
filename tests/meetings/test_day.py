"""The days of the fair: reminders, running late, arriving at the table, and what both say afterwards."""

from sqlalchemy import select

from storage.models import Meeting, MeetingPlace
from storage.vocabulary import Attendance
from tests.events.fair import plain
from tests.meetings.fair import Fair, asked, booked


async def test_people_are_reminded_the_evening_before_and_shortly_before(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await booked(fair, "09:00")
    await fair.until(9, 17)
    assert ana.t("🌙 <b>Your meetings tomorrow at {event}</b>", event="Novosadski sajam") not in ana.sees()

    await fair.until(9, 18)

    for human in (mei, ana):
        assert "09:00 – 09:20" in human.sees()
        assert "Table 1" in human.sees()
    evening = mei.sees()
    await fair.until(9, 19)
    assert mei.sees() == evening, "once"

    await fair.until(10, 8, 40)
    assert mei.t("⏰ It begins soon.") not in mei.sees()
    await fair.until(10, 8, 45)
    for human in (mei, ana):
        assert human.t("⏰ It begins soon.") in human.sees()


async def test_running_late_tells_the_other_once(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await booked(fair, "09:00")
    await fair.until(10, 8, 50)
    await ana.says("🏃 Running late")
    assert mei.t("🏃 They are running late.") in mei.sees()
    before = mei.sees()
    await ana.says("🏃 Running late", older=True)
    assert mei.sees() == before


async def test_arriving_by_the_code_on_the_table(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await booked(fair, "09:00")
    table = await code_of(fair, "Table 1")
    await fair.until(10, 8, 20)
    await mei.types(f"/start m_{table}")
    assert mei.t("You have no meeting at this table in the next half hour.") in mei.sees()

    await fair.until(10, 9, 2)
    await mei.types(f"/start m_{table}")

    assert mei.t("✅ <b>You are checked in.</b>").replace("<b>", "").replace("</b>", "") in plain(mei.sees())
    assert {mei.t("🤝 The introduction"), mei.t("📅 My meetings")} <= set(mei.buttons()), (
        "what to talk about, what is next"
    )
    assert ana.t("👋 They are there and wait for you.") in ana.sees()
    await ana.types(f"/start m_{table}")
    assert ana.t("They are here too.") in ana.sees()
    assert await attendances(fair) == (Attendance.ARRIVED, Attendance.ARRIVED)


async def test_a_code_of_another_table_checks_nobody_in(fair: Fair) -> None:
    await booked(fair, "09:00")
    await fair.until(10, 9)
    await fair.mei.types(f"/start m_{await code_of(fair, 'Table 2')}")
    assert fair.mei.t("You have no meeting at this table in the next half hour.") in fair.mei.sees()
    await fair.mei.types("/start m_abc")
    assert fair.mei.t("This code is of no table. Ask at the information desk.") in fair.mei.sees()


async def test_only_the_code_of_a_table_checks_in_who_is_registered(fair: Fair) -> None:
    mei, bo = fair.mei, fair.chat.person("Bo", "en")
    for words in ("/start", "/start abc"):
        assert mei.t("This code is of no table. Ask at the information desk.") not in await mei.types(words)
    seen = await bo.types(f"/start m_{await code_of(fair, 'Table 1')}")
    assert "Hello" in seen
    assert "table" not in seen


async def test_both_are_asked_afterwards_in_one_tap(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await booked(fair, "09:00")
    await fair.until(10, 9, 29)
    assert mei.t("👍 We met and will meet again") not in mei.buttons()
    await fair.until(10, 9, 30)
    await mei.says("👍 We met and will meet again")
    assert mei.t("Write to them while it is fresh.") in mei.sees()
    await ana.says("We did not meet")
    assert ana.t("You can write to them to find another time.") in ana.sees()
    assert await attendances(fair) == (Attendance.MET, Attendance.NOT_MET)


async def test_a_request_ends_when_its_times_are_over(fair: Fair) -> None:
    await asked(fair, "09:00", "09:30")
    await fair.until(10, 9, 29)
    assert fair.mei.t("Nobody answered in time.") not in fair.mei.sees()
    await fair.until(10, 9, 31)
    assert fair.mei.t("Nobody answered in time.") in fair.mei.sees()
    await fair.ana.presses("09:30", older=True)
    assert "09:30 – 09:50" not in fair.ana.sees()


async def test_a_meeting_with_somebody_who_deletes_their_data_is_called_off(fair: Fair) -> None:
    await booked(fair, "09:00")
    await fair.ana.types("/forgetme")
    await fair.ana.presses(fair.ana.buttons()[0])
    await fair.time_passes(minutes=1)
    assert fair.mei.t("✖️ This meeting is cancelled.") in plain(fair.mei.sees())


async def test_leaving_the_event_calls_meetings_off(fair: Fair) -> None:
    await booked(fair, "09:00")
    await fair.ana.types("/events")
    await fair.ana.presses("🎪")
    await fair.ana.says("Leave the event")
    await fair.time_passes(minutes=1)
    assert fair.mei.t("✖️ This meeting is cancelled.") in plain(fair.mei.sees())


async def code_of(fair: Fair, name: str) -> str:
    async with fair.chat.program.services.database.reading() as session:
        place = await session.scalar(
            select(MeetingPlace).where(MeetingPlace.event_id == fair.event_id, MeetingPlace.name == name)
        )
        assert place is not None
        return place.code


async def attendances(fair: Fair) -> tuple[Attendance | None, Attendance | None]:
    async with fair.chat.program.services.database.reading() as session:
        meeting = await session.scalar(select(Meeting).where(Meeting.event_id == fair.event_id))
        assert meeting is not None
        return meeting.need_attendance, meeting.offer_attendance


async def test_a_meeting_that_is_over_is_not_moved(fair: Fair) -> None:
    """What came of it would be lost."""
    mei = fair.mei
    await booked(fair, "09:00")
    await fair.until(10, 9, 30)
    await mei.says("🕓 Move it", older=True)
    await mei.presses("10:30")
    await mei.says("Send ({count})", count="1")
    assert mei.t("This meeting has changed meanwhile. This is where it stands.") in mei.sees()
    await mei.types("/meetings")
    await mei.presses("09:00")
    assert mei.t("🕓 Move it") not in mei.buttons()

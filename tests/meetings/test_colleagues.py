"""Two people of one company and its meetings: who goes, who is told, who checks in."""

import pytest

from storage.events import events
from tests.chat import Human
from tests.events.fair import plain
from tests.meetings.fair import Fair, asked, booked
from tests.meetings.test_day import code_of

CHANGED = "👥 Your colleague has changed this meeting."


@pytest.fixture
async def marko(fair: Fair) -> Human:
    """A colleague of Ana. Their listing is masked anew, because it could name him."""
    colleague = await fair.pair.colleague("Marko")
    await fair.chat.program.services.matchmaker.sweep()
    return colleague


def goes(reader: Human, name: str) -> bool:
    return reader.t("👥 {name} goes to this meeting.", name=name) in reader.sees()


async def test_a_colleague_sees_who_goes_and_cancelling_tells_that_person(fair: Fair, marko: Human) -> None:
    ana, mei = fair.ana, fair.mei
    await booked(fair, "09:00")
    assert not goes(ana, "Ana Anić"), "she knows"
    await marko.types("/start e_" + await event_code(fair))
    await marko.types("/meetings")
    assert goes(marko, "Ana Anić")

    await marko.presses("09:00")
    assert goes(marko, "Ana Anić")
    await marko.says("✖️ Cannot come")
    await marko.says("Yes, cancel it")

    assert mei.t("✖️ This meeting is cancelled.") in plain(mei.sees())
    assert ana.t("✖️ This meeting is cancelled.") in plain(ana.sees())
    assert ana.t(CHANGED) in ana.sees(), "nobody waits at the table alone"


async def test_who_asked_is_told_when_a_colleague_suggests_other_times(fair: Fair, marko: Human) -> None:
    ana, mei = fair.ana, fair.mei
    await asked(fair, "09:00")
    await ana.says("🕓 Other times")
    await ana.presses("09:30")
    await ana.says("Send ({count})", count="1")
    await marko.types("/start e_" + await event_code(fair))
    await marko.types("/meetings")
    await marko.presses("⏳")
    await marko.says("🕓 Other times")
    await marko.presses("10:30")
    await marko.says("Send ({count})", count="1")

    assert marko.t("📨 Sent. I tell {name} as soon as they answer.", name="Ana Anić") in marko.sees()
    assert ana.t(CHANGED) in ana.sees()
    assert "10:30" in ana.sees()
    await mei.presses("10:30")
    assert ana.t("✅ They chose a time. Your meeting is booked.") in ana.sees()


async def test_one_does_not_hear_of_what_one_does_oneself(fair: Fair, marko: Human) -> None:
    ana = fair.ana
    await booked(fair, "09:00")
    await ana.says("✖️ Cannot come")
    await ana.says("Yes, cancel it")
    assert ana.t(CHANGED) not in ana.phone.reads()
    assert marko.t(CHANGED) not in marko.phone.reads()


async def test_a_colleague_who_comes_instead_checks_in(fair: Fair, marko: Human) -> None:
    ana, mei = fair.ana, fair.mei
    await booked(fair, "09:00")
    await fair.until(10, 9, 2)
    table = await code_of(fair, "Table 1")

    await marko.types(f"/start m_{table}")

    assert marko.t("✅ <b>You are checked in.</b>").replace("<b>", "").replace("</b>", "") in plain(marko.sees())
    assert mei.t("👋 They are there and wait for you.") in mei.sees()
    await mei.types(f"/start m_{table}")
    assert mei.t("They are here too.") in mei.sees()
    assert ana.t("👋 They are there and wait for you.") not in ana.phone.reads()


async def event_code(fair: Fair) -> str:
    services = fair.chat.program.services
    async with services.database.reading() as session:
        found = await events.find(session, fair.event_id)
    assert found is not None
    return found.code

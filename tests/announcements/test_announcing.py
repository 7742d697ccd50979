"""What people can rely on with announcements, and the report that comes by itself. See also tests/announcements."""

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.world import World
from bot.usecases.announcements.outcome import Reports
from tests.chat import Chat, Human, open_chat
from tests.clock import Clock
from tests.events.fair import at_the_fair
from tests.events.test_organizer import ADMIN, becomes_organizer, makes_event
from tests.events.test_printing import names_a_sponsor
from tests.printing.codes import texts


@pytest.fixture
async def chat(world: World, clock: Clock, database_url: str) -> AsyncIterator[Chat]:
    async with open_chat(world, database_url, clock, admins=str(ADMIN)) as chat:
        yield chat


async def opens_fair(chat: Chat) -> tuple[Human, Human, str]:
    """An admin, an organizer, and the code of their event."""
    admin, olga = await becomes_organizer(chat)
    await olga.registers("Fair Ltd", "Serbia")
    return admin, olga, await makes_event(olga)


async def announces(olga: Human, text: str) -> None:
    await olga.types("/events")
    await olga.presses("🛠 Novi Sad Fair")
    await olga.presses("📣 New announcement")
    await olga.types(text)
    await olga.presses("Done (1)")
    await olga.presses("🚀 Send now")
    await olga.presses("Yes")


async def days_pass(chat: Chat, clock: Clock, **by: float) -> None:
    """Time passes, and a program that has just started does what has become due."""
    clock.forward(**by)
    services = chat.program.services
    while await Reports(services.database, services.clock).run():
        pass
    await chat.settle()


async def test_every_announcement_says_who_sends_it_and_how_to_stop_them_and_introductions_go_on(
    chat: Chat, clock: Clock
) -> None:
    _, olga, code = await opens_fair(chat)
    two = await at_the_fair(chat, clock)
    await two.ana.types(f"/join {code}")
    await announces(olga, "The opening is at ten.")
    assert "Novi Sad Fair · Olga" in two.ana.sees()
    mute = next(label for label in two.ana.buttons() if label.startswith("🔕"))
    assert mute.endswith("Novi Sad Fair")
    assert "/events" in await two.ana.presses(mute)  # where it is undone
    await announces(olga, "Lunch is served.")
    assert "Lunch is served." not in two.ana.phone.reads()
    # What the two have to do with each other is no announcement.
    await two.accepted()
    assert "浦东农业科技有限公司" in two.ana.phone.reads()
    # Who wants them again finds the switch in the event.
    await two.ana.types("/events")
    await two.ana.presses("🎪 Novi Sad Fair")
    await two.ana.says("🔔 Turn on announcements")
    clock.forward(hours=25)
    await announces(olga, "See you tomorrow.")
    assert "See you tomorrow." in two.ana.phone.reads()


async def test_nobody_gets_more_than_three_a_day(chat: Chat, clock: Clock) -> None:
    _, olga, code = await opens_fair(chat)
    mei = await chat.join("Mei", company="浦东农业科技有限公司", country="中国", language="zh-hans")
    await mei.types(f"/join {code}")
    for text in ("First", "Second", "Third", "Fourth"):
        await announces(olga, f"{text} call.")
    heard = mei.phone.reads()
    assert [f"{text} call." in heard for text in ("First", "Second", "Third", "Fourth")] == [True, True, True, False]
    assert "reached today's limit of announcements: 1" in olga.phone.reads()
    clock.forward(hours=25)
    await announces(olga, "Fifth call.")
    assert "Fifth call." in mei.phone.reads()


async def test_after_48_hours_the_organizer_gets_the_report_once_with_a_picture_and_a_table(
    chat: Chat, clock: Clock
) -> None:
    _, olga, code = await opens_fair(chat)
    mei = await chat.join("Mei", company="浦东农业科技有限公司", country="中国", language="zh-hans")
    await mei.types(f"/join {code}")
    await names_a_sponsor(olga, "Supported by Zelengora Bank")
    await announces(olga, "The opening is at ten.")
    await mei.needs("温室土壤湿度传感器")
    await days_pass(chat, clock, hours=47, minutes=59)
    assert "Two days ago" not in olga.phone.reads()
    await days_pass(chat, clock, minutes=1)
    report = olga.phone.last()
    assert "photo" in report
    assert "Two days ago you sent an announcement." in report["caption"]
    assert "Reached: 1" in report["caption"]
    assert "New listings: 1" in report["caption"]
    await olga.presses("📄 PDF and table")
    assert olga.phone.last()["document"]["file_name"].endswith(".xlsx")
    page = olga.phone.messages()[-2]
    pdf = olga.phone.file(page)
    assert "Sponsor: Supported by Zelengora Bank" in texts(pdf)[0]
    assert pdf.count(b"/Subtype /Image") == 1, "the sponsor's logo"
    for _ in range(3):
        await days_pass(chat, clock, hours=48)
    assert olga.phone.reads().count("Two days ago") == 1


async def test_a_former_organizer_gets_no_report(chat: Chat, clock: Clock) -> None:
    admin, olga, code = await opens_fair(chat)
    mei = await chat.join("Mei", company="浦东农业科技有限公司", country="中国", language="zh-hans")
    await mei.types(f"/join {code}")
    await announces(olga, "The opening is at ten.")
    await admin.types("/roles")
    await admin.presses("✖ Olga")
    await days_pass(chat, clock, hours=49)
    assert "Two days ago" not in olga.phone.reads()

"""What organizers may do with an event, and others not. Their whole day is in test_organizers_day."""

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.world import World
from bot.usecases.events.programme import Reminders
from tests.chat import Chat, Human, open_chat
from tests.clock import Clock
from tests.people.test_caller import statements

ADMIN = 7_100_000_001  # the first person of a world


@pytest.fixture
async def chat(world: World, clock: Clock, database_url: str) -> AsyncIterator[Chat]:
    async with open_chat(world, database_url, clock, admins=str(ADMIN)) as chat:
        yield chat


async def makes_event(olga: Human) -> str:
    """The form from its first question to the event's page; gives the code."""
    await olga.types("/events")
    await olga.presses("➕ New event")
    await olga.types("Novi Sad Fair")
    await olga.types("诺维萨德展会")
    await olga.presses("Skip")
    await olga.types("1.3.2026 – 4.3.2026")
    await olga.types("Novi Sad, Serbia")
    await olga.presses("Europe/Belgrade")
    page = await olga.presses("Create the event")
    return page.split("Code: ")[1].split()[0]


async def becomes_organizer(chat: Chat) -> tuple[Human, Human]:
    """An admin hands a link over, and who opens it is an organizer."""
    admin = chat.person("Adela")
    assert admin.id == ADMIN
    olga = chat.person("Olga")
    said = await admin.types("/organizer")
    link = next(word for word in said.split() if word.startswith("https://t.me/"))
    await olga.does("opens", link)
    assert "Organizer" in olga.phone.reads()
    return admin, olga


async def test_the_programme_is_kept_starred_and_reminded_of(chat: Chat, clock: Clock) -> None:
    _, olga = await becomes_organizer(chat)
    await olga.registers("Fair Ltd", "Serbia")
    code = await makes_event(olga)
    await olga.presses("🗓 Programme")
    await olga.presses("➕ Add an item")
    await olga.types("Greenhouses <i& of the future")
    await olga.types("2.3.2026 12:00 – 13:00")
    await olga.presses("Skip")
    await olga.presses("Skip")
    await olga.presses("Save")
    mei = await chat.join("Mei", company="浦东农业科技有限公司", country="中国", language="zh-hans")
    await mei.types(f"/join {code}")
    assert "12:00–13:00" in await mei.types("/programme")
    assert "19:00" in mei.sees()  # in Shanghai
    await mei.presses("☆ Greenhouses <i&")
    clock.forward(hours=1, minutes=50)  # 10:50 UTC, ten minutes before
    services = chat.program.services
    reminders = Reminders(services.database, services.clock)
    assert await reminders.run() == 1
    with statements(services.database) as found:
        assert await reminders.run() == 0
    assert {word for word in found if word != "BEGIN"} == {"SELECT"}, "while nothing is due it only reads"
    await chat.settle()
    assert "⏰" in mei.sees()
    assert "Greenhouses <i& of the future" in mei.sees()


async def test_only_organizers_open_the_organizer_dialogs(chat: Chat) -> None:
    admin, olga = await becomes_organizer(chat)
    await olga.registers("Fair Ltd", "Serbia")
    await makes_event(olga)
    eve = await chat.join("Eve", company="Evil Ltd", country="France")
    assert "➕ New event" not in eve.buttons()
    for data in (
        "e1:1:o", "e1:1:n", "e1:1:e", "e1:1:q", "e1:1:t", "e1:1:i", "e1:1:h", "e1:1:H", "e1:1:p", "e1:1:P", "e1:1:g",
        "e1:1:c", "e1:1:f", "e1:1:d", "aw1:1", "al1:1:0", "et1:1:1", "eh1:1:1", "eg1:1:-5:d", "ek1:1:0", "ec1:1:1:q",
        "ec1:1:1:c", "an1:1:o", "an1:1:S", "an1:1:K", "av1:1:en", "ax1:1:c:0:", "im1:1:u", "im1:1:U", "im1:1:r",
        "ei1:1:o", "ei1:1:x",
    ):  # fmt: skip
        await eve.does("presses_stale", eve.phone.last(), data)
        assert "Novi Sad" not in eve.phone.reads(), data
    assert "link" not in await eve.types("/organizer")

    # A role that is taken away works at once, also in an open dialog.
    await olga.types("/events")
    await olga.presses("🛠 Novi Sad Fair")
    await olga.presses("📣 New announcement")
    await olga.types("Hello")
    await admin.types("/roles")
    await admin.presses("✖ Olga")
    await olga.presses("Done (1)", older=True)
    assert "You don't have permission for this." in olga.phone.reads()
    await olga.types("/events")
    assert "🛠 Novi Sad Fair" not in olga.buttons()

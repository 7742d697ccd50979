"""/start of moderators and admins, and the nudge about what waits for them."""

from bot.usecases.moderation.reminder import QueueReminder
from bot.usecases.people import settings
from storage.ids import PersonId
from storage.moderation import reviews
from storage.vocabulary import ReviewKind
from tests.chat import Chat, Human
from tests.clock import Clock
from tests.events.fair import registered
from tests.moderation.moderators import admin, moderator


async def reported(chat: Chat) -> None:
    services = chat.program.services
    async with services.database.writing() as session:
        await reviews.put(session, ReviewKind.REPORT_LISTING, 1, services.clock())


async def reminded(chat: Chat) -> None:
    services = chat.program.services
    await QueueReminder(services.database, services.clock, admins=()).run()
    await chat.settle()


async def test_a_moderator_starts_with_the_queue_and_the_reports(chat: Chat) -> None:
    mira = await moderator(chat)
    await reported(chat)
    await mira.types("/start")
    assert mira.buttons() == ["🗂 Queue (0)", "🚩 Reports (1)", "▶️ Register my company"]
    assert "Nothing is waiting" in await mira.presses("🗂 Queue (0)") or "empty" in mira.sees()


async def test_an_admin_also_starts_with_the_state_of_the_system(chat: Chat) -> None:
    ada = await admin(chat)
    await ada.types("/start")
    assert "🛠 Events" in ada.buttons()
    assert "System status" in await ada.presses("🩺 System status")


async def test_a_moderator_with_a_company_keeps_its_menu(chat: Chat) -> None:
    mira = await moderator(chat)
    await registered(chat, mira, "Senzor d.o.o.", "RS", "mira@senzor.rs")
    await mira.types("/start")
    assert "🚩 Reports (0)" in mira.buttons()
    assert "📤 Offer something" in mira.buttons()


async def test_others_start_as_before(chat: Chat) -> None:
    eve = chat.person("Eve")
    await eve.types("/start")
    assert not any("Reports" in label for label in eve.buttons())


async def rests(chat: Chat, mira: Human, hours: tuple[int, int]) -> None:
    async with chat.program.services.database.writing() as session:
        await settings.choose_quiet_hours(session, PersonId(mira.id), hours)


async def test_a_nudge_about_a_report_waits_for_the_end_of_the_quiet_hours(chat: Chat, clock: Clock) -> None:
    mira = await moderator(chat)
    hour = clock().hour
    await rests(chat, mira, ((hour - 1) % 24, (hour + 3) % 24))
    await reported(chat)
    clock.forward(minutes=11)
    await reminded(chat)
    assert "Something is waiting" not in mira.phone.reads()
    clock.forward(hours=3)
    await reminded(chat)
    assert mira.phone.reads().count("Something is waiting") == 1

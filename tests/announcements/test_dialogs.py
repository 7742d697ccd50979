"""An organizer writes an announcement in the chat, and what does not work there is refused in words."""

import pytest

from bot.usecases.announcements import compose
from bot.usecases.announcements.compose import LinkButton
from handlers.announcements.post import Announcer
from storage import outbox
from storage.ids import AnnouncementId
from storage.models import AnnouncementPress, Delivery
from storage.vocabulary import AnnouncementStatus, Topic
from tests.announcements.fair import Fair, work_off
from tests.chat import Chat, Human
from tests.clock import Clock
from tests.imports.test_import_dialog import olga
from tests.neighbours import select_own

__all__ = ["olga"]


@pytest.fixture
async def draft(olga: Human) -> Human:
    await olga.types("/events")
    await olga.presses("🛠 Novi Sad Fair")
    await olga.presses("📣 New announcement")
    await olga.types("The opening ceremony takes place at two o'clock. Welcome, everybody!")
    assert "🌐 简体中文" in olga.buttons()
    await olga.presses("Done (1)")
    return olga


async def test_a_version_names_its_language(draft: Human) -> None:
    await draft.presses("🌐 Languages")
    asked = await draft.presses("➕ 简体中文")
    assert "简体中文" in asked
    await draft.types("开幕式下午两点")
    assert draft.buttons()[0] == "Done (1)"
    assert not [label for label in draft.buttons() if label.startswith("🌐")], "its language is known"
    assert "Languages: English, 简体中文" in await draft.presses("Done (1)")


async def test_buttons_are_typed_or_chosen_up_to_four(chat: Chat, draft: Human) -> None:
    assert "Which buttons" in await draft.presses("🔗 Buttons")
    assert "<i>A & B</i>" in await draft.types("<i>A & B</i> - example.com"), "as it was typed"
    await draft.presses("🤝 Matches")
    await draft.presses("📤 Offer something")
    await draft.presses("📥 Look for something")
    assert "Up to four buttons" in await draft.presses("🗓 Programme")
    assert "Write one button per line" in await draft.types("no address")
    await draft.presses("Done (4)")
    await draft.presses("👁 Preview")
    await draft.presses("🤝 Matches", older=True)
    outdated = "no longer works"
    assert outdated not in draft.sees()
    for button in (0, 4):  # a link, and one too many
        await draft.does("presses_stale", draft.phone.last(), f"af1:1:{button}")
        assert outdated in draft.sees()
    async with chat.program.services.database.reading() as session:
        assert not list(await session.scalars(select_own(AnnouncementPress))), "it has not been sent yet"


async def test_an_announcement_is_scheduled_by_a_typed_time(draft: Human) -> None:
    assert "When should I send it?" in await draft.presses("⏰ Send later")
    assert "Write a day and an hour in the future." in await draft.types("soon")
    assert "Tue, Mar 3, 2026, 08:30" in await draft.types("3.3.2026 08:30")
    assert "⏰ Scheduled" in await draft.presses("Yes, send it then")


async def test_a_press_is_counted_for_those_whom_it_reached(chat: Chat, fair: Fair, clock: Clock) -> None:
    number = await fair.says("Hello")
    async with fair.database.writing() as session:
        await compose.set_buttons(session, fair.actor, number, [LinkButton(text="Programme", place="programme")])
    await fair.sends(number)
    await work_off(chat)
    guest = fair.people[0]
    guest.presses("🗓 Programme")
    stranger = chat.person("Eve")
    await stranger.types("/start")
    stranger.phone.presses_stale(stranger.phone.last(), f"af1:{number}:0")
    await chat.settle()
    async with fair.database.reading() as session:
        pressed = list(await session.scalars(select_own(AnnouncementPress.person_id)))
    assert pressed == [guest.id]


async def test_notices_say_what_happened_unless_it_is_gone(chat: Chat, fair: Fair, clock: Clock) -> None:
    number = await fair.says("Hello")
    for key, announcement, state in (
        ("gone", AnnouncementId(404), AnnouncementStatus.DONE),
        ("done", number, AnnouncementStatus.DONE),
        ("refused", number, AnnouncementStatus.PAUSED),
    ):
        async with fair.database.writing() as session:
            payload = {"announcement_id": announcement, "state": state}
            await outbox.queue_message(
                session, fair.actor.id, Topic.ANNOUNCEMENT_ENDED, payload=payload, dedupe_key=key, now=clock()
            )
    await work_off(chat)
    done, refused = [message["text"] for message in fair.organizer.messages()]
    assert "I stopped it" not in done
    assert "I stopped it: Telegram refuses this message for everybody." in refused
    async with fair.database.reading() as session:
        assert [each.status for each in await session.scalars(select_own(Delivery).order_by(Delivery.id))] == [
            "obsolete",
            "sent",
            "sent",
        ]
    with pytest.raises(LookupError):
        await Announcer(chat.program.application.bot, fair.database).content(AnnouncementId(404))


@pytest.mark.parametrize("opening", [["🔗 Buttons"], ["🌐 Languages", "➕ 简体中文"]], ids=["buttons", "language"])
async def test_nothing_is_sent_while_its_changes_are_not_stored(draft: Human, opening: list[str]) -> None:
    whole = draft.phone.last()
    await draft.presses_in_turn(*opening)
    for act in ("s", "S"):
        await draft.does("presses_stale", whole, f"an1:1:{act}")
        assert "You are still changing it." in draft.phone.notice
    await draft.types("/cancel")
    await draft.does("presses_stale", whole, "an1:1:s")
    assert "now?" in draft.phone.reads()

"""The message that shows an organizer the progress is edited when the figures change, and then left alone."""

import pytest
from sqlalchemy import update

from bot.usecases.announcements import running
from handlers.announcements.progress import ProgressWatch
from storage.ids import AnnouncementId, ChatId
from storage.models import AnnouncementCopy, Event, Person
from storage.vocabulary import DeliveryStatus, Language
from tests.announcements.fair import Fair
from tests.chat import Chat
from tests.clock import Clock


@pytest.fixture
def watch(chat: Chat, fair: Fair, clock: Clock) -> ProgressWatch:
    return ProgressWatch(chat.program.application.bot, fair.database, clock)


async def started(fair: Fair, chat: Chat, *, is_watched: bool = True) -> AnnouncementId:
    """An announcement on its way. `is_watched`: a message of the bot to the organizer shows its progress."""
    number = await fair.says("Hello")
    await fair.sends(number)
    message = await chat.program.application.bot.send_message(fair.organizer.id, "On its way")
    async with fair.database.writing() as session:
        await running.start_due(session, fair.now)
        if is_watched:
            await running.watch(session, number, ChatId(fair.organizer.id), message.message_id)
    return number


def edits(chat: Chat) -> int:
    return len(chat.world.journal.calls("editMessageText"))


async def test_the_progress_message_is_edited_when_the_figures_change(
    chat: Chat, fair: Fair, clock: Clock, watch: ProgressWatch
) -> None:
    number = await started(fair, chat)
    await started(fair, chat, is_watched=False)
    for _ in range(2):
        await watch.run()
        assert edits(chat) == 1
    assert "Sent 0 of 3" in fair.organizer.reads()
    copy = (await fair.copies(number))[0]
    async with fair.database.writing() as session:
        await session.execute(
            update(AnnouncementCopy).where(AnnouncementCopy.id == copy.id).values(status=DeliveryStatus.SENT)
        )
    await watch.run()
    assert edits(chat) == 2
    assert "Sent 1 of 3" in fair.organizer.reads()


async def test_the_progress_message_says_that_sending_is_paused(
    chat: Chat, fair: Fair, clock: Clock, watch: ProgressWatch
) -> None:
    number = await started(fair, chat)
    await watch.run()
    async with fair.database.writing() as session:
        await running.pause(session, fair.actor, number, clock())
    for _ in range(2):
        await watch.run()
        assert edits(chat) == 2
    assert "⏸ Paused" in fair.organizer.reads()


@pytest.mark.parametrize(("after_s", "is_edited"), [(59, 1), (60, 0)])
async def test_one_that_ended_is_shown_for_a_minute(
    chat: Chat, fair: Fair, clock: Clock, watch: ProgressWatch, after_s: int, is_edited: int
) -> None:
    number = await started(fair, chat)
    async with fair.database.writing() as session:
        await running.cancel(session, fair.actor, number, clock())
    clock.forward(seconds=after_s)
    await watch.run()
    assert edits(chat) == is_edited


async def test_the_progress_message_is_in_the_language_of_its_reader(
    chat: Chat, fair: Fair, watch: ProgressWatch
) -> None:
    """A colleague of the author may be the one who started it."""
    async with fair.database.writing() as session:
        await session.execute(update(Person).where(Person.id == fair.organizer.id).values(language=Language.ZH))
    await started(fair, chat)
    await watch.run()
    assert "已发送" in fair.organizer.reads()


async def test_one_that_is_gone_is_forgotten(chat: Chat, fair: Fair, watch: ProgressWatch) -> None:
    await started(fair, chat)
    await watch.run()
    async with fair.database.writing() as session:
        await session.delete(await session.get_one(Event, fair.event_id))
    await watch.run()
    assert edits(chat) == 1

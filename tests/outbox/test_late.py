"""What became due while the program was down does not wake anybody up."""

import pytest
from telegram import Update

from bot.usecases import introductions
from bot.usecases.introductions import DeadlineJob, Rules
from tests.chat import Chat
from tests.clock import Clock
from tests.events.fair import Fair, at_the_fair


@pytest.fixture
async def fair(chat: Chat, clock: Clock) -> Fair:
    return await at_the_fair(chat, clock)


async def test_a_reminder_that_is_late_waits_for_the_morning(fair: Fair) -> None:
    await fair.proposed()
    fair.clock.forward(days=3, hours=1)
    services = fair.chat.program.services
    rules = Rules.of(services.settings)
    await DeadlineJob(services.database, services.clock, rules, rounds=(introductions.due,)).run()
    reminder = fair.ana.t("⏰ <b>Somebody is waiting for your answer.</b>").replace("<b>", "").replace("</b>", "")
    fair.clock.forward(hours=14)  # one o'clock at night in Serbia
    await fair.chat.settle()
    assert reminder not in fair.ana.phone.reads()
    fair.clock.forward(hours=7)
    await fair.chat.settle()
    assert reminder in fair.ana.phone.reads()


async def test_messages_between_two_people_are_sent_at_any_hour(fair: Fair) -> None:
    await fair.proposed()
    await fair.ana.says("❓ Ask a question first")
    fair.ana.phone.types("Koliko komada?")
    for update in fair.chat.world.updates.take_all():
        await fair.chat.program.application.process_update(Update.de_json(update, fair.chat.program.application.bot))
    fair.clock.forward(hours=10)
    await fair.chat.settle()
    assert "Koliko komada?" in fair.mei.phone.reads()

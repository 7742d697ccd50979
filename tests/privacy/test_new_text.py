"""A new privacy text is told once and asks nothing twice: what was agreed to stays, and nobody is stopped."""

from sqlalchemy import update

from bot.usecases.privacy.periods import Periods
from bot.usecases.privacy.retention import Retention
from handlers.privacy import views
from storage.ids import PersonId
from storage.models import Person
from tests.chat import Chat
from tests.clock import Clock
from tests.events.fair import ANAS, Fair, at_the_fair


async def days(fair: Fair, count: int) -> None:
    """The daily job, on so many days."""
    services = fair.chat.program.services
    job = Retention(services.database, services.clock, Periods.of(services.settings), forget=services.matchmaker.forget)
    for _ in range(count):
        fair.clock.forward(days=1)
        while await job.run():
            await fair.chat.settle()


async def test_a_new_text_is_told_once_and_asks_nothing_again(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    ana = fair.ana
    async with chat.program.services.database.writing() as session:
        agreed = {"consent_version": "2026-03-01", "shown_abroad": True, "shown_abroad_at": clock()}
        await session.execute(update(Person).where(Person.id == PersonId(ana.id)).values(agreed))
    await days(fair, 5)
    told = [one.get("text", "") for one in ana.phone.messages()]
    new = views.changed(ana.t).text
    assert told.count(new) == 1
    assert ana.t("✅ I agree, register first") not in (await ana.types("/start"), *ana.buttons())
    await ana.offers("Solarne pumpe za navodnjavanje")
    assert "Solarne pumpe" in await ana.types("/mine"), "nobody has to agree again to go on"
    assert ANAS in ana.sees()
    await ana.types("/privacy")
    await ana.says("✅ I agree to the new text")
    await days(fair, 5)
    assert [one.get("text", "") for one in ana.phone.messages()].count(new) == 1
    assert new not in await ana.types("/start")

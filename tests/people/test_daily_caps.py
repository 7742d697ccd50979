"""What people read who have done something as often as one may in a day; what they wrote is kept."""

from types import MappingProxyType

import pytest

from bot.usecases.people import daily_caps
from storage.ids import PersonId
from storage.vocabulary import Use
from tests.chat import Chat
from tests.clock import Clock
from tests.events.fair import at_the_fair
from tests.listings.dialog import ana_of, at_preview, listings


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of each a day, so that a test need not do it a hundred times."""
    few = dict.fromkeys(Use, 1) | {Use.DRAFT: 20}
    monkeypatch.setattr(daily_caps, "PER_DAY", MappingProxyType(few))


async def test_listings_and_what_was_written_is_kept_for_tomorrow(chat: Chat, clock: Clock) -> None:
    ana = await ana_of(chat)
    await at_preview(ana)
    await ana.presses("Publish")
    await at_preview(ana)
    await ana.presses("Title")
    await ana.types("Another title")
    seen = await ana.presses("Publish", older=True)
    assert "tomorrow" in seen
    assert len(await listings(chat)) == 1
    clock.forward(days=1)
    await ana.presses("Publish", older=True)
    assert len(await listings(chat)) == 2


async def test_searches(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    await fair.mei.types("/search senzori")
    await fair.mei.types("/search merači")
    told = "Today's limit is {limit} searches. Continue tomorrow."
    assert fair.mei.t(told, limit=1) in fair.mei.sees()


async def test_dialogs(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = await ana_of(chat)
    monkeypatch.setattr(daily_caps, "PER_DAY", {**daily_caps.PER_DAY, Use.DRAFT: 1})
    assert "Continue tomorrow" in await ana.types("/offer")


async def test_proposals(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    async with chat.program.services.database.writing() as session:
        await daily_caps.spend(session, PersonId(fair.mei.id), Use.PROPOSAL, clock())
    await fair.proposed()
    assert fair.ana.t("✅ Accept and share contacts") not in fair.ana.buttons()
    told = "Today's limit of {limit} introductions is reached. Continue tomorrow."
    assert fair.mei.t(told, limit=1) in fair.mei.sees()


async def test_numbers(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    for _ in range(2):
        await fair.ana.types("/company")
        await fair.ana.says("✓ Verify the company")
        await fair.ana.says("🔢 By registration number")
        await fair.ana.types("101134703")
    told = "Today's limit is {limit} numbers. Try again tomorrow, or ask the organizers."
    assert fair.ana.t(told, limit=1) in fair.ana.sees()

"""A message that offers one thing and seeks another becomes two listings, one after the other."""

import pytest

from bot.sandbox.world import World
from storage.models import Listing
from storage.vocabulary import Kind
from tests.chat import Chat, open_chat
from tests.clock import Clock
from tests.neighbours import select_own
from tests.people.newcomer import Newcomer

BOTH = "We sell LED grow lights for greenhouses. We also need a supplier of aluminium heat sinks."
OFFER, NEED = "LED grow lights for greenhouses", "Supplier of aluminium heat sinks"


async def listings(chat: Chat) -> set[tuple[Kind, str, str]]:
    async with chat.program.services.database.reading() as session:
        found = (await session.scalars(select_own(Listing))).all()
    return {(one.kind, one.title, one.summary) for one in found}


@pytest.mark.parametrize(
    ("first", "also"),
    [("📤 I agree: publish my offer", "📥 Publish my need"), ("📥 I agree: publish my need", "📤 Publish my offer")],
)
async def test_a_newcomer_publishes_one_half_and_then_the_other(chat: Chat, first: str, also: str) -> None:
    human = chat.person("Nia", "en")
    nia = Newcomer(human)
    seen = await nia.types(BOTH)
    assert OFFER in seen
    assert NEED in seen
    assert "I understood: an offer · a need" in seen
    await nia.says(first)
    await nia.types("Nia Green Ltd")
    await nia.types("Italy")
    await nia.says("Done")
    await nia.says("✅ Publish abroad")
    assert "Your message also has" in human.sees()
    await nia.says(also)
    assert (NEED if "need" in also else OFFER) in human.sees(), "the preview of the other half"
    await nia.says("Publish")
    assert await listings(chat) == {
        (Kind.OFFER, OFFER, "We sell LED grow lights for greenhouses."),
        (Kind.NEED, NEED, "We also need a supplier of aluminium heat sinks."),
    }
    assert "Your message also has" not in human.sees()


async def test_quick_begins_with_the_offer(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Firma Jedan", country="Srbija")
    seen = await ana.types(f"/quick {BOTH}")
    assert OFFER in seen
    await ana.presses("Publish")
    await ana.presses("📥 Publish my need")
    await ana.presses("Publish")
    assert {kind for kind, _, _ in await listings(chat)} == set(Kind)


async def publishes_the_offer(chat: Chat) -> Newcomer:
    nia = Newcomer(chat.person("Nia", "en"))
    await nia.types(BOTH)
    await nia.says("📤 I agree: publish my offer")
    await nia.types("Nia Green Ltd")
    await nia.types("Italy")
    await nia.says("Done")
    await nia.says("✅ Publish abroad")
    return nia


async def test_after_a_restart_the_other_half_is_still_there(world: World, clock: Clock, database_url: str) -> None:
    async with open_chat(world, database_url, clock) as chat:
        nia = await publishes_the_offer(chat)
    async with open_chat(world, database_url, clock) as again:
        nia.human.phone.presses("📥 Publish my need")
        await again.settle()
        assert NEED in nia.human.sees()
        nia.human.phone.presses("Publish")
        await again.settle()
        assert {kind for kind, _, _ in await listings(again)} == set(Kind)


async def test_it_can_be_left_and_taken_up_again_in_another_language(chat: Chat) -> None:
    nia = (await publishes_the_offer(chat)).human
    await nia.presses("📥 Publish my need")
    assert "Your draft is saved" in await nia.types("/cancel")
    assert NEED in await nia.presses("▶️ Go on")
    assert "Your draft is saved" in await nia.presses("Not now")
    assert NEED in await nia.presses("▶️ Go on")
    await nia.types("/language")
    await nia.presses("srpski")
    assert NEED in nia.sees()
    await nia.presses("Objavi")
    assert {kind for kind, _, _ in await listings(chat)} == set(Kind)


async def test_killed_before_it_was_said_the_other_half_is_offered_again(
    world: World, clock: Clock, database_url: str
) -> None:
    """Telegram sends the press again, because the killed program has not confirmed it."""
    async with open_chat(world, database_url, clock) as chat:
        nia = Newcomer(chat.person("Nia", "en"))
        await nia.types(BOTH)
        await nia.says("📤 I agree: publish my offer")
        await nia.types("Nia Green Ltd")
        await nia.types("Italy")
        await nia.says("Done")
        nia.human.phone.presses("✅ Publish abroad")
        pressed = list(world.updates.pending)
        await chat.settle()
    async with open_chat(world, database_url, clock) as again:
        world.updates.pending.extend(pressed)
        await again.settle()
        assert f"You have an unfinished draft: {NEED}. Continue?" in nia.human.sees()

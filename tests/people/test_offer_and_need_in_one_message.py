"""A message that offers one thing and seeks another becomes two listings, one after the other."""

import pytest

from storage.models import Listing
from storage.vocabulary import Kind
from tests.chat import Chat
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

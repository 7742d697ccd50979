"""Countries that are kept apart are no candidates for each other: in memory and where PostgreSQL finds them."""

from bot.matching.listing import Subject
from storage.listings import listings
from storage.moderation import blocked_country_pairs
from storage.vocabulary import Kind
from tests.suggestions.town import MOISTURE_SR, Town


async def keep(town: Town, *, kept: bool) -> None:
    async with town.database.writing() as session:
        if kept:
            assert await blocked_country_pairs.put(session, "RS", "CN", by=town.ana.id, reason=None, now=town.clock())
        else:
            assert await blocked_country_pairs.lift(session, "CN", "RS")


async def test_nobody_is_suggested_across_and_again_when_they_are_brought_together(town: Town) -> None:
    await keep(town, kept=True)
    await town.matchmaker.load()
    offer, need = await town.offers(), await town.needs()
    assert await town.matchmaker.consider(offer) == 0
    assert await town.matchmaker.consider(need) == 0
    assert await town.matchmaker.best_few(need) == 0, "not even where somebody asks for the best few"
    assert await town.pairs() == set()
    await keep(town, kept=False)
    async with town.database.writing() as session:
        await listings.rematch_countries(session, ("CN", "RS"))
    await town.matchmaker.sweep()
    assert await town.pairs() == {(need, offer)}


async def test_a_search_finds_nobody_across(town: Town) -> None:
    await town.matchmaker.load()
    await town.matchmaker.consider(await town.offers())
    subject = Subject(id="0", kind=Kind.NEED, title=MOISTURE_SR["title"], country="CN")
    assert await town.matchmaker.look_up(subject, 5, minimum=0.0)
    await keep(town, kept=True)
    assert await town.matchmaker.look_up(subject, 5, minimum=0.0) == []
    elsewhere = Subject(id="0", kind=Kind.NEED, title=MOISTURE_SR["title"], country="DE")
    assert await town.matchmaker.look_up(elsewhere, 5, minimum=0.0)

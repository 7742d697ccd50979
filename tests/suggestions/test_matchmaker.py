"""From a listing in the database to suggestions and messages, with the real encoder and on both databases."""

import asyncio
from itertools import pairwise

from sqlalchemy import update

from bot.matching.listing import ReasonCode
from bot.usecases.people.settings import choose_frequency
from bot.usecases.suggestions.match_results import FIRST_GAP, read_reasons
from storage.ids import ListingId
from storage.listings.masked_texts import UNMASKED
from storage.models import Listing
from storage.suggestions import open_suggestions, suggestions, verdicts
from storage.vocabulary import Frequency, Kind, ListingStatus, Topic, Verdict
from tests.factories import add_company, set_status
from tests.suggestions.town import MOISTURE_ZH, WINE_SR, Town


async def test_a_chinese_need_finds_a_serbian_offer(town: Town) -> None:
    offer, wine = await town.offers(), await town.publish(town.senzor, WINE_SR)
    assert await town.matchmaker.consider(offer) == 0
    await town.matchmaker.consider(wine)
    need = await town.needs()
    assert await town.matchmaker.consider(need) == 1
    assert await town.pairs() == {(need, offer)}
    async with town.database.reading() as session:
        (found,) = await open_suggestions.open_for(session, town.mei.id, town.clock())
    assert found.suggestion.score >= 40
    reasons, _ = read_reasons(found.suggestion.reasons, Kind.NEED)
    phrase = next(reason for reason in reasons if reason.code is ReasonCode.MEANING)
    assert "传感器" in phrase.values_here[0]
    assert phrase.values_there[0].startswith("Bežični senzori")  # a plain word of the text, as on the card


async def test_the_other_side_is_told_and_ones_own_is_not(town: Town) -> None:
    await town.matchmaker.consider(await town.offers())
    await town.matchmaker.consider(await town.needs())
    (message,) = await town.outbox()
    assert (message.person_id, message.topic, message.not_before) == (town.ana.id, Topic.SUGGESTIONS, town.clock())
    assert town.woken == 1


async def test_who_wants_no_messages_about_matches_gets_none(town: Town) -> None:
    async with town.database.writing() as session:
        await choose_frequency(session, town.ana.id, Frequency.NEVER)
    await town.matchmaker.consider(await town.offers())
    await town.matchmaker.consider(await town.needs())
    assert len(await town.pairs()) == 1
    assert await town.told() == []


async def test_who_has_no_match_yet_is_told_nothing(town: Town) -> None:
    await town.offers()
    await town.matchmaker.sweep()
    assert await town.told() == []
    assert town.woken == 0


async def test_considering_again_tells_nobody_anew(town: Town) -> None:
    await town.matchmaker.consider(await town.offers())
    need = await town.needs()
    await town.matchmaker.consider(need)
    assert await town.matchmaker.consider(need) == 0
    assert await town.told() == [town.ana.id]


async def test_what_comes_soon_after_is_told_in_one_message_later(town: Town) -> None:
    await town.matchmaker.consider(await town.offers())
    await town.matchmaker.consider(await town.needs())
    (first,) = await town.read_all()
    town.clock.forward(seconds=20)
    for _ in range(3):
        await town.matchmaker.consider(await town.needs())
    _, later = await town.outbox()
    assert later.not_before == first.not_before + FIRST_GAP


async def test_after_a_while_the_next_is_told_at_once(town: Town) -> None:
    await town.matchmaker.consider(await town.offers())
    await town.matchmaker.consider(await town.needs())
    await town.read_all()
    now = town.clock.forward(minutes=16)
    await town.matchmaker.consider(await town.needs())
    _, second = await town.outbox()
    assert second.not_before == now


async def test_nobody_is_matched_with_their_own_country_or_company(town: Town) -> None:
    async with town.database.writing() as session:
        neighbour = await add_company(session, town.mei, country="RS", name="Novi Agrar", name_key="novi agrar")
    await town.matchmaker.consider(await town.offers())
    await town.matchmaker.consider(await town.publish(neighbour, MOISTURE_ZH))
    await town.matchmaker.consider(await town.publish(town.senzor, MOISTURE_ZH, country="CN"))
    assert await town.pairs() == set()


async def test_who_speaks_for_both_sides_is_not_told_of_themselves(town: Town) -> None:
    async with town.database.writing() as session:
        branch = await add_company(session, town.ana, country="CN", name="Senzor Shanghai", name_key="senzor shanghai")
    await town.matchmaker.consider(await town.offers())
    await town.matchmaker.consider(await town.publish(branch, MOISTURE_ZH))
    assert await town.told() == []


async def test_what_is_paused_is_forgotten(town: Town) -> None:
    offer = await town.offers()
    await town.matchmaker.consider(offer)
    async with town.database.writing() as session:
        await set_status(session, offer, ListingStatus.PAUSED, town.clock())
    await town.matchmaker.forget(offer)
    assert await town.matchmaker.consider(await town.needs()) == 0


async def test_considering_what_is_no_longer_published_forgets_it(town: Town) -> None:
    offer = await town.offers()
    await town.matchmaker.consider(offer)
    async with town.database.writing() as session:
        await set_status(session, offer, ListingStatus.PAUSED, town.clock())
    assert await town.matchmaker.consider(offer) == 0
    assert await town.matchmaker.consider(await town.needs()) == 0
    assert await town.matchmaker.consider(ListingId(999_999)) == 0


async def test_an_edit_takes_back_what_no_longer_fits_but_not_what_was_answered(town: Town) -> None:
    offer = await town.offers()
    await town.matchmaker.consider(offer)
    need, answered = await town.needs(), await town.needs()
    await town.matchmaker.consider(need)
    await town.matchmaker.consider(answered)
    async with town.database.writing() as session:
        counterparts = {other: number for number, other in await suggestions.counterparts(session, offer)}
        await verdicts.put(
            session,
            counterparts[answered],
            side=Kind.OFFER,
            verdict=Verdict.DISMISSED,
            person_id=town.ana.id,
            now=town.clock(),
        )
        await session.execute(
            update(Listing)
            .where(Listing.id == offer)
            .values(title=WINE_SR["title"], summary=WINE_SR["summary"], sectors=WINE_SR["sectors"], **UNMASKED)
        )
    await town.matchmaker.consider(offer)
    assert await town.pairs() == {(answered, offer)}


async def test_a_listing_changed_meanwhile_is_left_for_later(town: Town) -> None:
    offer = await town.offers()
    keep = town.matchmaker._store

    async def overtaken(session, facts, *arguments, **named):
        await session.execute(update(Listing).where(Listing.id == facts.listing.id).values(text_version=7))
        return await keep(session, facts, *arguments, **named)

    town.matchmaker._store = overtaken
    await town.matchmaker.consider(offer)
    assert (await town.listing(offer)).matched_at is None


async def test_many_at_once_are_all_considered(town: Town) -> None:
    offer = await town.offers()
    await town.matchmaker.consider(offer)
    needs = [await town.needs(title=f"温室土壤湿度传感器 {number}") for number in range(10)]
    await asyncio.gather(*map(town.matchmaker.consider, needs))
    assert await town.pairs() == {(need, offer) for need in needs}
    assert await town.told() == [town.ana.id]


async def test_the_gap_grows_with_every_message_of_a_day(town: Town) -> None:
    await town.matchmaker.consider(await town.offers())
    for _ in range(4):
        await town.matchmaker.consider(await town.needs())
        await town.read_all()
    due = [delivery.not_before for delivery in await town.outbox()]
    gaps = [later - earlier for earlier, later in pairwise(due)]
    assert gaps == [FIRST_GAP, 2 * FIRST_GAP, 4 * FIRST_GAP]

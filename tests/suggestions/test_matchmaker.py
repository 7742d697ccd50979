"""From a listing in the database to suggestions and messages, with the real encoder and on both databases."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from sqlalchemy import select, update

from bot.matching.encoders import Encoder, EncoderError, Floats, first_of
from bot.matching.features import stamp
from bot.matching.listing import ReasonCode
from bot.matching.matcher import Matcher
from bot.usecases.suggestions.match_results import FIRST_GAP, read_reasons
from bot.usecases.suggestions.matchmaker import Matchmaker
from storage.database import Database
from storage.ids import ListingId, PersonId
from storage.listings import listings
from storage.listings.masked_texts import UNMASKED
from storage.models import Company, Delivery, Listing, ListingVectors, Person, Suggestion
from storage.suggestions import suggestions, verdicts
from storage.vocabulary import DeliveryStatus, Kind, Language, ListingStatus, ProfileType, Topic, Verdict
from tests.clock import Clock
from tests.factories import add_company, add_listing, add_person, set_status

MOISTURE_SR = {
    "title": "Senzori vlažnosti zemljišta za staklenike",
    "summary": "Bežični senzori koji mere vlažnost i temperaturu zemljišta u staklenicima i šalju podatke u oblak.",
    "language": "sr",
    "sectors": frozenset({"agriculture"}),
}
MOISTURE_ZH = {
    "title": "温室土壤湿度传感器",
    "summary": "我们需要用于温室的无线土壤湿度和温度传感器。",
    "language": "zh",
    "profile_type": ProfileType.TECHNOLOGY_REQUEST,
    "sectors": frozenset({"agriculture"}),
    "stage": None,
}
WINE_SR = {
    "title": "Crno vino iz Župe",
    "summary": "Porodična vinarija nudi crna vina u bocama za uvoznike i restorane.",
    "language": "sr",
    "profile_type": ProfileType.BUSINESS_OFFER,
    "sectors": frozenset({"food"}),
}


class Town:
    """Ana of a Serbian company, Mei of a Chinese one, and a matchmaker between them."""

    def __init__(self, database: Database, encoder: Encoder | None) -> None:
        self.database, self.encoder, self.clock = database, encoder, Clock()
        self.woken = 0
        self.matchmaker = self.new_matchmaker()
        self.ana: Person
        self.mei: Person
        self.senzor: Company
        self.pudong: Company

    def new_matchmaker(self) -> Matchmaker:
        return Matchmaker(self.database, Matcher.for_encoder(self.encoder), self.encoder, self.clock, wake=self.wake)

    def wake(self) -> None:
        self.woken += 1

    async def settle(self) -> "Town":
        async with self.database.writing() as session:
            self.ana = await add_person(session, name="Ana Anić", language=Language.SR_LATN)
            self.mei = await add_person(session, name="Mei Li", language=Language.ZH)
            self.senzor = await add_company(session, self.ana, name="Senzor d.o.o.", country="RS")
            self.pudong = await add_company(session, self.mei, name="Pudong Agritech", name_key="pudong", country="CN")
        await self.matchmaker.load()
        return self

    async def publish(self, company: Company, texts: dict[str, Any], **changes: Any) -> ListingId:
        async with self.database.writing() as session:
            listing = await add_listing(session, company, now=self.clock(), **(texts | changes))
        return listing.id

    async def offers(self, **changes: Any) -> ListingId:
        return await self.publish(self.senzor, MOISTURE_SR, **changes)

    async def needs(self, **changes: Any) -> ListingId:
        return await self.publish(self.pudong, MOISTURE_ZH, **changes)

    async def pairs(self) -> set[tuple[ListingId, ListingId]]:
        async with self.database.reading() as session:
            rows = await session.execute(select(Suggestion.need_id, Suggestion.offer_id))
            return {(need, offer) for need, offer in rows}

    async def told(self) -> list[PersonId]:
        async with self.database.reading() as session:
            return list(await session.scalars(select(Delivery.person_id).order_by(Delivery.id)))

    async def outbox(self) -> list[Delivery]:
        async with self.database.reading() as session:
            return list(await session.scalars(select(Delivery).order_by(Delivery.id)))

    async def read_all(self) -> list[Delivery]:
        """Everything in the outbox is delivered, whenever it was due."""
        async with self.database.writing() as session:
            result = await session.scalars(
                update(Delivery)
                .where(Delivery.status == DeliveryStatus.PENDING)
                .values(status=DeliveryStatus.SENT, finished_at=self.clock())
                .returning(Delivery)
            )
            return list(result)

    async def listing(self, listing_id: ListingId) -> Listing:
        async with self.database.reading() as session:
            found = await listings.find(session, listing_id)
        assert found is not None
        return found


@pytest.fixture
async def town(database: Database, encoder: Encoder) -> Town:
    return await Town(database, encoder).settle()


async def test_a_chinese_need_finds_a_serbian_offer(town: Town) -> None:
    offer, wine = await town.offers(), await town.publish(town.senzor, WINE_SR)
    assert await town.matchmaker.consider(offer) == 0
    await town.matchmaker.consider(wine)
    need = await town.needs()
    assert await town.matchmaker.consider(need) == 1
    assert await town.pairs() == {(need, offer)}
    async with town.database.reading() as session:
        (found,) = await suggestions.open_for(session, town.mei.id, town.clock())
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
    keep = town.matchmaker._keep

    async def overtaken(session, facts, *arguments, **named):
        await session.execute(update(Listing).where(Listing.id == facts.listing.id).values(text_version=7))
        return await keep(session, facts, *arguments, **named)

    town.matchmaker._keep = overtaken
    await town.matchmaker.consider(offer)
    assert (await town.listing(offer)).matched_at is None


async def test_a_new_process_reads_the_vectors_and_encodes_nothing(town: Town) -> None:
    offer = await town.offers()
    await town.matchmaker.consider(offer)

    class Silent:
        name, dimensions = town.encoder.name, town.encoder.dimensions

        def encode(self, texts: Sequence[str]) -> Floats:
            raise AssertionError("nothing here has to be encoded")

    again = Matchmaker(town.database, Matcher.for_encoder(town.encoder), Silent(), town.clock)
    assert await again.load() == 1
    assert await again.sweep() == 0
    restarted = town.new_matchmaker()
    await restarted.load()
    assert await restarted.consider(await town.needs()) == 1


async def test_a_sweep_does_what_a_killed_process_left_and_tells_both_sides(town: Town) -> None:
    offer, need = await town.offers(), await town.needs()
    assert await town.matchmaker.load() == 2
    await town.matchmaker.sweep()
    assert await town.pairs() == {(need, offer)}
    assert set(await town.told()) == {town.ana.id, town.mei.id}
    assert (await town.listing(need)).matched_at == town.clock()
    assert await town.matchmaker.sweep() == 0


async def test_vectors_of_another_encoder_are_made_anew(town: Town) -> None:
    offer = await town.offers()
    await town.matchmaker.consider(offer)
    async with town.database.writing() as session:
        await session.execute(update(ListingVectors).values(encoder="another", views=b"unreadable"))
    restarted = town.new_matchmaker()
    await restarted.load()
    assert await restarted.sweep() == 1
    async with town.database.reading() as session:
        vectors = await session.get(ListingVectors, offer)
    assert vectors.encoder == town.encoder.name
    assert vectors.embedding.shape == (first_of(town.encoder).dimensions,)


@pytest.mark.parametrize("text_hash", [None, "0" * 32])
async def test_what_was_read_with_another_glossary_is_read_anew_once(town: Town, text_hash: str | None) -> None:
    """Its words always, its vectors only where the glossary lent the encoder other words."""
    offer = await town.offers()
    await town.matchmaker.consider(offer)
    values = {"features": b"another!"} | ({"text_hash": text_hash} if text_hash else {})
    async with town.database.writing() as session:
        await session.execute(update(ListingVectors).values(values))
    restarted = town.new_matchmaker()
    await restarted.load()
    assert await restarted.sweep() == 1
    async with town.database.reading() as session:
        vectors = await session.get(ListingVectors, offer)
    assert vectors.features[:8] == stamp()
    assert vectors.text_hash != text_hash
    once_more = town.new_matchmaker()
    await once_more.load()
    assert await once_more.sweep() == 0


async def test_an_encoder_that_does_not_answer_only_delays(database: Database, encoder: Encoder) -> None:
    class Flaky:
        name, dimensions, down = encoder.name, encoder.dimensions, True

        def encode(self, texts: Sequence[str]) -> Floats:
            if self.down:
                raise EncoderError("the server cannot be reached")
            return encoder.encode(texts)

    flaky = Flaky()
    town = await Town(database, encoder).settle()
    matchmaker = Matchmaker(database, Matcher.for_encoder(encoder), flaky, town.clock)
    await matchmaker.load()
    offer, need = await town.offers(), await town.needs()
    assert await matchmaker.consider(offer) == 0
    assert await matchmaker.sweep() == 0
    flaky.down = False
    assert await matchmaker.sweep() == 2
    assert await town.pairs() == {(need, offer)}


async def test_one_listing_that_fails_does_not_keep_the_others_waiting(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    poisoned, offer = await town.needs(title="poison"), await town.offers()
    look = town.matchmaker._look

    async def fails(read, *arguments, **named):
        if read.listing.id == poisoned:
            raise ZeroDivisionError
        return await look(read, *arguments, **named)

    town.matchmaker._look = fails
    assert await town.matchmaker.sweep() == 1
    assert (await town.listing(offer)).matched_at is not None
    assert str(poisoned) in caplog.text


async def test_without_an_encoder_words_and_fields_do(database: Database) -> None:
    town = await Town(database, None).settle()
    offer = await town.publish(town.senzor, {"sectors": frozenset({"agriculture"}), "language": "en"})
    need = await town.publish(
        town.pudong,
        {
            "title": "Soil moisture sensors for greenhouses wanted",
            "profile_type": ProfileType.TECHNOLOGY_REQUEST,
            "sectors": frozenset({"agriculture"}),
        },
    )
    await town.matchmaker.load()
    assert await town.matchmaker.sweep() == 2
    assert await town.pairs() == {(need, offer)}


async def test_many_at_once_are_all_considered(town: Town) -> None:
    offer = await town.offers()
    await town.matchmaker.consider(offer)
    needs = [await town.needs(title=f"温室土壤湿度传感器 {number}") for number in range(10)]
    await asyncio.gather(*map(town.matchmaker.consider, needs))
    assert await town.pairs() == {(need, offer) for need in needs}
    assert await town.told() == [town.ana.id]


async def test_nothing_slow_is_done_on_the_loops_own_thread(
    database: Database, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, slow = threading.get_ident(), []

    def noting(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*arguments: Any, **named: Any) -> Any:
            slow.append((name, threading.get_ident()))
            return real(*arguments, **named)

        return noted

    rank = "rank" if database.is_sqlite else "rank_among"
    for owner, method in ((type(encoder), "encode"), (Matcher, "add_many"), (Matcher, rank), (Matcher, "remove")):
        monkeypatch.setattr(owner, method, noting(method, getattr(owner, method)))
    town = await Town(database, encoder).settle()
    offer = await town.offers()
    await town.matchmaker.load()
    await town.matchmaker.sweep()
    await town.matchmaker.forget(offer)
    assert {name for name, _ in slow} == {"encode", "add_many", rank, "remove"}
    assert here not in {thread for _, thread in slow}


async def test_the_gap_grows_with_every_message_of_a_day(town: Town) -> None:
    await town.matchmaker.consider(await town.offers())
    for _ in range(4):
        await town.matchmaker.consider(await town.needs())
        await town.read_all()
    due = [delivery.not_before for delivery in await town.outbox()]
    gaps = [later - earlier for earlier, later in pairwise(due)]
    assert gaps == [FIRST_GAP, 2 * FIRST_GAP, 4 * FIRST_GAP]


class SlowToLoad:
    """An encoder that notes which threads call it, and fails if told to."""

    name, dimensions = "slow to load", 4

    def __init__(self, error: EncoderError | None = None) -> None:
        self.threads: list[int] = []
        self.error = error

    def encode(self, texts: Sequence[str]) -> Floats:
        self.threads.append(threading.get_ident())
        if self.error:
            raise self.error
        return np.ones((len(texts), self.dimensions), np.float32) / 2


@pytest.mark.parametrize("error", [None, EncoderError("no server there")])
async def test_the_encoder_is_loaded_in_a_thread_before_the_first_listing(
    database: Database, error: EncoderError | None
) -> None:
    encoder = SlowToLoad(error)
    await Matchmaker(database, Matcher(None), encoder, Clock()).load_encoder()
    assert len(encoder.threads) == 1
    assert encoder.threads[0] != threading.get_ident()

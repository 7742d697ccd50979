"""Everybody matched anew, as `partnerbridge db rematch` does it."""

from collections.abc import Sequence

import pytest
from sqlalchemy import delete, update

from bot.matching.encoders import EncoderError, Floats
from bot.matching.matcher import Matcher
from bot.usecases.suggestions import rematch
from bot.usecases.suggestions.matchmaker import Matchmaker
from bot.usecases.suggestions.rematch import Progress, Rematch
from storage.database import Database
from storage.ids import ListingId, PersonId
from storage.models import Delivery, Listing, ListingVectors, Suggestion
from storage.moderation import blocked_country_pairs
from storage.people import memberships
from storage.suggestions import match_facts, rematching, suggestions, verdicts
from storage.suggestions.suggestions import ScoredPair
from storage.vocabulary import Kind, ListingStatus, MembershipStatus, ProfileType, Relation, Verdict
from tests.clock import Clock
from tests.factories import add_company, add_listing, add_person, set_status
from tests.matching.listings import LetterEncoder
from tests.matching.test_batch import PLAIN
from tests.neighbours import count_own, is_own, select_own

pytestmark = pytest.mark.no_neighbours("every published listing is matched again")

THINGS = ("soil moisture sensors", "red wine in bottles", "heat treatment of steel", "wooden toys", "solar dryers")


class Named(LetterEncoder):
    """An encoder with a name of its own that fails once it has read so many texts."""

    def __init__(self, name: str, last: int = 1_000) -> None:
        super().__init__()
        self.name = name
        self.left = last

    def encode(self, texts: Sequence[str]) -> Floats:
        self.left -= len(texts)
        if self.left < 0:
            raise EncoderError("gone")
        return super().encode(texts)


class Fair:
    """Five Serbian offers, five Chinese needs of the same things, and an Italian need of the first."""

    def __init__(self, database: Database) -> None:
        self.database, self.clock = database, Clock()
        self.offers: list[ListingId] = []
        self.needs: list[ListingId] = []
        self.people: dict[str, PersonId] = {}

    async def settle(self) -> "Fair":
        async with self.database.writing() as session:
            for country, kind, type_, things in (
                ("RS", self.offers, ProfileType.TECHNOLOGY_OFFER, THINGS),
                ("CN", self.needs, ProfileType.TECHNOLOGY_REQUEST, THINGS),
                ("IT", self.needs, ProfileType.TECHNOLOGY_REQUEST, THINGS[:1]),
            ):
                person = await add_person(session, name=f"Person {country}")
                self.people[country] = person.id
                company = await add_company(session, person, name=country, name_key=country, country=country)
                for thing in things:
                    listing = await add_listing(
                        session, company, now=self.clock(), title=thing, summary="", language="en", profile_type=type_,
                        stage=None, matched_at=self.clock(),
                    )  # fmt: skip
                    kind.append(listing.id)
        return self

    async def pairs(self) -> set[tuple[ListingId, ListingId]]:
        async with self.database.reading() as session:
            rows = await session.execute(select_own(Suggestion.need_id, Suggestion.offer_id))
            return {(need_id, offer_id) for need_id, offer_id in rows}

    def anew(self, encoder: LetterEncoder, *, tell: bool = False) -> Rematch:
        return Rematch(self.database, Matcher(PLAIN), encoder, self.clock, tell=tell)


@pytest.fixture
async def fair(database: Database) -> Fair:
    return await Fair(database).settle()


def nobody(_done: int, _total: int) -> None:
    """Watches no bar."""


async def test_it_finds_what_looking_one_by_one_finds(fair: Fair) -> None:
    again, shown = fair.anew(Named("letters")), []
    assert await again.begin() == 11
    assert await again.read(lambda done, total: shown.append((done, total))) == 11
    made = await again.match(nobody)
    assert (made.listings, made.gone) == (11, 0)
    assert shown[0] == (0, 11)
    assert shown[-1] == (11, 11)
    at_once = await fair.pairs()
    assert (fair.needs[0], fair.offers[0]) in at_once
    assert made.new == len(at_once)
    async with fair.database.reading() as session:
        assert await session.scalar(count_own(Delivery)) == 0, "nobody asked to tell"

    async with fair.database.writing() as session:
        await session.execute(delete(Suggestion).where(is_own(Suggestion)))
    alone = Matchmaker(fair.database, Matcher(PLAIN), Named("letters"), fair.clock)
    await alone.load()
    for listing_id in [*fair.needs, *fair.offers]:
        await alone.consider(listing_id)
    assert await fair.pairs() == at_once


async def test_answers_stay_and_what_no_longer_holds_goes(fair: Fair) -> None:
    wrong, refused = (fair.needs[1], fair.offers[0]), (fair.needs[2], fair.offers[3])
    async with fair.database.writing() as session:
        for need_id, offer_id in (wrong, refused):
            await suggestions.store(
                session, [ScoredPair(need_id=need_id, offer_id=offer_id, score=90, reasons={})], fair.clock()
            )
        found = await suggestions.of_pair(session, *refused)
        assert found is not None
        await verdicts.put(
            session, found.id, side=Kind.NEED, verdict=Verdict.DISMISSED, person_id=fair.people["CN"], now=fair.clock()
        )
    again = fair.anew(Named("letters"))
    await again.begin()
    await again.read(nobody)
    assert (await again.match(nobody)).gone >= 1
    pairs = await fair.pairs()
    assert wrong not in pairs
    assert refused in pairs


async def test_countries_kept_apart_do_not_meet(fair: Fair) -> None:
    async with fair.database.writing() as session:
        await blocked_country_pairs.put(session, "CN", "RS", by=fair.people["CN"], reason=None, now=fair.clock())
    again = fair.anew(Named("letters"))
    await again.begin()
    await again.read(nobody)
    await again.match(nobody)
    assert {need_id for need_id, _ in await fair.pairs()} == {fair.needs[-1]}


async def test_everybody_with_somebody_new_is_told_once(fair: Fair) -> None:
    again = fair.anew(Named("letters"), tell=True)
    await again.begin()
    await again.read(nobody)
    assert (await again.match(nobody)).new > 3
    async with fair.database.reading() as session:
        told = list(await session.scalars(select_own(Delivery.person_id)))
    assert sorted(told) == sorted(fair.people.values())


async def test_it_goes_on_where_it_was_stopped(fair: Fair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rematch, "_ENCODE", 2)
    monkeypatch.setattr(rematch, "_MATCH", 2)
    first = fair.anew(Named("another", last=10))
    await first.begin()
    with pytest.raises(EncoderError):
        await first.read(nobody)
    async with fair.database.reading() as session:
        read = len(list(await session.scalars(select_own(ListingVectors.listing_id))))
    assert 0 < read < 11

    second = fair.anew(Named("another"))
    assert await second.read(nobody) == 11 - read
    with pytest.raises(StoppedError):
        await second.match(stop_at(4))
    last, left = fair.anew(Named("another")), []
    assert await last.read(nobody) == 0
    await last.match(lambda _done, total: left.append(total))
    assert left[0] == 11 - 4
    whole = fair.anew(Named("another"))
    done = await fair.pairs()
    await whole.begin()
    await whole.read(nobody)
    assert (await whole.match(nobody)).new == 0
    assert await fair.pairs() == done


async def test_only_published_listings_wait_by_kind(fair: Fair) -> None:
    paused, matched = fair.needs[1], fair.needs[2]
    async with fair.database.writing() as session:
        await set_status(session, paused, ListingStatus.PAUSED)
        assert await rematching.mark_all_awaiting(session) == 10
        assert (await session.get_one(Listing, paused)).matched_at is not None, "it waits once it is published again"
        await session.execute(update(Listing).where(Listing.id == paused).values(matched_at=None))
        (await session.get_one(Listing, matched)).matched_at = fair.clock()
        await session.flush()
        assert await rematching.awaiting_counts(session) == {Kind.NEED: 4, Kind.OFFER: 5}
        assert set(await rematching.awaiting(session, Kind.NEED, 100)) == set(fair.needs) - {paused, matched}
        assert set(await rematching.awaiting(session, Kind.OFFER, 100)) == set(fair.offers)


async def test_suggestions_and_countries_are_those_of_the_listings_asked_for(fair: Fair) -> None:
    pairs = list(zip(fair.needs, fair.offers, strict=False))
    scored = [ScoredPair(need_id=need, offer_id=offer, score=1, reasons={}) for need, offer in pairs]
    async with fair.database.writing() as session:
        await suggestions.store(session, scored, fair.clock())
        need, offer = pairs[1]
        found = await rematching.suggested(session, Kind.NEED, [need])
        assert {mine: set(others) for mine, others in found.items()} == {need: {offer}}
        assert set((await rematching.suggested(session, Kind.OFFER, [offer]))[offer]) == {need}
        assert await match_facts.countries(session, [offer, need]) == {offer: "RS", need: "CN"}


async def test_what_was_changed_or_paused_meanwhile_waits_for_another_round(fair: Fair) -> None:
    same, changed, paused, other = fair.needs[:4]
    async with fair.database.writing() as session:
        await set_status(session, paused, ListingStatus.PAUSED)
        await session.execute(update(Listing).where(Listing.id == changed).values(text_version=7))
        later = fair.clock.forward(hours=1)
        assert await rematching.mark_matched(session, {same: 1, changed: 1, paused: 1}, later) == {same}
    async with fair.database.reading() as session:
        found = {one: (await session.get_one(Listing, one)).matched_at for one in (same, changed, paused, other)}
    before = found.pop(other)
    assert before not in {None, later}, "nothing was said about it"
    assert found == {same: later, changed: None, paused: before}


async def test_those_are_told_who_speak_for_published_listings_now(fair: Fair) -> None:
    offer, need = fair.offers[0], fair.needs[0]
    async with fair.database.writing() as session:
        company_id = (await session.get_one(Listing, offer)).company_id
        for status in (MembershipStatus.LEFT, MembershipStatus.REQUESTED):
            person = await add_person(session)
            await memberships.put(
                session, person_id=person.id, company_id=company_id, relation=Relation.REPRESENTATIVE, role=None,
                status=status, now=fair.clock(),
            )  # fmt: skip
        await set_status(session, need, ListingStatus.PAUSED)
        assert await rematching.people_of(session, [offer, need]) == {fair.people["RS"]}


class StoppedError(Exception):
    """Somebody pressed Ctrl+C."""


def stop_at(place: int) -> Progress:
    def progress(done: int, _total: int) -> None:
        if done >= place:
            raise StoppedError

    return progress

"""Listings: moves that count once, vectors, and what still has to be matched."""

import asyncio
from datetime import timedelta

import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Database
from storage.ids import ListingId
from storage.listings import changes, claims, listings
from storage.listings.transitions import ListingAction
from storage.models import Listing, ListingVectors
from storage.suggestions import match_facts, suggestions, verdicts
from storage.suggestions.suggestions import ScoredPair
from storage.vocabulary import Kind, ListingStatus, ProfileType, Verdict
from tests.factories import NOW, add_company, add_listing, add_person, set_status

LATER = NOW + timedelta(days=1)


async def test_a_persons_listings_are_those_of_their_companies_but_not_deleted_ones(database: Database) -> None:
    async with database.writing() as session:
        ana, mei = await add_person(session), await add_person(session)
        senzor, pudong = await add_company(session, ana), await add_company(session, mei)
        old = await add_listing(session, senzor, ana)
        new = await add_listing(session, senzor, created_at=LATER, status=ListingStatus.PAUSED)
        await add_listing(session, senzor, status=ListingStatus.DELETED)
        await add_listing(session, pudong, mei)
    async with database.reading() as session:
        assert [listing.id for listing in await listings.of_person(session, ana.id)] == [new.id, old.id]
        assert [listing.id for listing in await listings.of_company(session, senzor.id)] == [new.id, old.id]
        assert (await listings.find(session, old.id)).author_id == ana.id


async def test_sets_come_back_as_they_were(database: Database) -> None:
    async with database.writing() as session:
        company = await add_company(session)
        listing = await add_listing(
            session, company, sectors=frozenset({"b", "a"}), targets=frozenset(), partnerships=frozenset({"licence"})
        )
    async with database.reading() as session:
        found = await listings.find(session, listing.id)
    assert (found.sectors, found.targets, found.partnerships) == ({"a", "b"}, set(), {"licence"})
    assert found.expires_at.tzinfo is not None


async def test_one_of_many_presses_counts(database: Database) -> None:
    async with database.writing() as session:
        listing = await add_listing(session, await add_company(session), matched_at=NOW)

    async def delete() -> bool:
        async with database.writing() as session:
            return await changes.change_one(session, ListingAction.DELETE, listing.id, LATER) is not None

    assert sum(await asyncio.gather(*(delete() for _ in range(10)))) == 1
    async with database.reading() as session:
        found = await listings.find(session, listing.id)
    assert (found.status, found.status_before) == (ListingStatus.DELETED, ListingStatus.PUBLISHED)


async def waiting(session: AsyncSession, limit: int) -> list[ListingId]:
    return await claims.take(session, claims.AWAITING_MATCH, limit, skip=())


async def test_a_resumed_listing_waits_for_the_matcher(database: Database) -> None:
    async with database.writing() as session:
        listing = await add_listing(session, await add_company(session), matched_at=NOW, status=ListingStatus.PAUSED)
        assert await waiting(session, 10) == []
        await changes.change_one(session, ListingAction.RESUME, listing.id, NOW)
        assert await waiting(session, 10) == [listing.id]


async def test_a_listing_is_matched_only_as_it_was_read(database: Database) -> None:
    async with database.writing() as session:
        company = await add_company(session)
        first, second = await add_listing(session, company), await add_listing(session, company, updated_at=LATER)
        paused = await add_listing(session, company, status=ListingStatus.PAUSED)
    async with database.writing() as session:
        assert await waiting(session, 1) == [first.id]
        assert not await listings.mark_matched(session, first.id, 2, NOW)
        assert await listings.mark_matched(session, first.id, 1, NOW)
        assert not await listings.mark_matched(session, paused.id, 1, NOW)
        assert await waiting(session, 10) == [second.id]


async def test_vectors_are_stored_replaced_and_streamed(database: Database) -> None:
    async with database.writing() as session:
        company = await add_company(session)
        with_vectors, without = await add_listing(session, company), await add_listing(session, company)
        await add_listing(session, company, masked_title=None)
        await add_listing(session, company, status=ListingStatus.CLOSED)
    for number, revision in ((1, 1), (2, 1), (3, 7)):
        async with database.writing() as session:
            vectors = ListingVectors(
                listing_id=with_vectors.id,
                encoder="e",
                text_hash="h",
                views=bytes([0, 255, number]),
                embedding=np.full(384, number / 2, np.float32),
                text_version=revision,
                keys=["w:soil", "@7"],
            )
            assert await match_facts.store_vectors(session, vectors) == (revision == with_vectors.text_version)
    async with database.reading() as session:
        rows = [row async for page in match_facts.published(session) for row in page]
        assert {row.id: row.vectors and row.vectors.views for row in rows} == {
            with_vectors.id: bytes([0, 255, 2]),
            without.id: None,
        }
        assert {row.company_id for row in rows} == {company.id}
        (row,) = await match_facts.of(session, [with_vectors.id, ListingId(999)])
        assert (row.vectors.text_hash, row.vectors.text_version) == ("h", 1)
        assert await match_facts.countries(session, [without.id]) == {without.id: company.country}
    async with database.reading() as session:
        stored = await session.get(ListingVectors, with_vectors.id)
        assert np.array_equal(stored.embedding, np.ones(384, np.float32))
        assert stored.keys == (None if database.is_sqlite else ["w:soil", "@7"])


async def test_overdue_listings_expire_once_the_oldest_first(database: Database) -> None:
    async with database.writing() as session:
        company = await add_company(session)
        due = [await add_listing(session, company, expires_at=NOW - timedelta(hours=hours)) for hours in (1, 3, 2)]
        paused = await add_listing(session, company, expires_at=NOW, status=ListingStatus.PAUSED)
        await add_listing(session, company, expires_at=NOW, status=ListingStatus.CLOSED)
        await add_listing(session, company, expires_at=LATER)
    async with database.writing() as session:
        first = await changes.expire_due(session, NOW, 2)
        assert {listing.id for listing in first} == {due[1].id, due[2].id}
        assert {listing.status for listing in first} == {ListingStatus.EXPIRED}
        assert {listing.id for listing in await changes.expire_due(session, NOW, 9)} == {due[0].id, paused.id}
        assert await changes.expire_due(session, NOW, 9) == []


async def test_the_people_behind_listings(database: Database) -> None:
    async with database.writing() as session:
        ana, both, mei = [await add_person(session) for _ in range(3)]
        senzor, pudong = await add_company(session, ana, both), await add_company(session, mei, both)
        open_ = await add_listing(session, senzor)
        paused = await add_listing(session, senzor, status=ListingStatus.PAUSED)
        over = await add_listing(session, senzor, expires_at=NOW)
    async with database.reading() as session:
        behind = listings.representatives_of
        assert await behind(session, [open_.id], NOW, not_of=pudong.id, held=False) == {ana.id}
        assert await behind(session, [paused.id, over.id], NOW, not_of=pudong.id, held=False) == set()
        assert await behind(session, [open_.id], NOW, not_of=senzor.id, held=False) == set()


async def test_suggestions_are_counted_for_both_sides_without_those_dismissed(database: Database) -> None:
    async with database.writing() as session:
        ana = await add_person(session)
        senzor, pudong = await add_company(session, ana), await add_company(session)
        offer = await add_listing(session, senzor)
        needs = [await add_listing(session, pudong, profile_type=ProfileType.TECHNOLOGY_REQUEST) for _ in range(3)]
        await suggestions.store(
            session, [ScoredPair(need_id=need.id, offer_id=offer.id, score=50, reasons={}) for need in needs], NOW
        )
        (number, _), *_ = await suggestions.counterparts(session, offer.id)
        await verdicts.put(session, number, side=Kind.OFFER, verdict=Verdict.DISMISSED, person_id=ana.id, now=NOW)
        await set_status(session, needs[2].id, ListingStatus.CLOSED)
    async with database.reading() as session:
        ids = [offer.id, *(need.id for need in needs)]
        counts = await listings.count_suggestions(session, ids)
        assert await listings.count_suggestions(session, []) == {}
        assert await session.get(Listing, offer.id) is not None
    assert counts == {offer.id: 1, **{need.id: 1 for need in needs}}

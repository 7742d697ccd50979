"""Which listings a search shows, and from which of their own people can ask for an introduction."""

from datetime import datetime, timedelta

import pytest

from bot.usecases.suggestions import search
from bot.usecases.suggestions.search import Filters
from storage.database import Database
from storage.ids import ListingId
from storage.introductions import blocks
from storage.models import Company, Listing
from storage.moderation import blocked_country_pairs
from storage.suggestions import search as queries
from storage.vocabulary import Kind, ListingStatus, MembershipStatus, ProfileType, Relation
from tests.factories import NOW, add_company, add_listing, add_person, set_status
from tests.suggestions.scene import Scene

END = NOW + timedelta(days=180)
"""When the listings of the scene expire."""
NEED = ProfileType.TECHNOLOGY_REQUEST


@pytest.fixture
async def scene(database: Database) -> Scene:
    """Ana's Senzor is in Serbia, Mei's Pudong in China."""
    scene = await Scene(database).set()
    async with database.writing() as session:
        (await session.get_one(Company, scene.pudong.id)).country = "CN"
        for need in scene.needs:
            (await session.get_one(Listing, need)).country = "CN"
    return scene


async def found_by_ana(scene: Scene, filters: Filters | None = None, *, now: datetime = NOW) -> list[ListingId]:
    hits = [(scene.offer, 90), *((need, 50) for need in scene.needs[:2])]
    async with scene.database.reading() as session:
        found = await search.results(session, scene.ana.id, hits, filters or Filters(), now)
    assert found.total == len(found.listed)
    return [result.listing.id for result in found.listed]


async def test_only_what_was_found_is_shown(scene: Scene) -> None:
    assert await found_by_ana(scene) == scene.needs[:2]
    async with scene.database.reading() as session:
        none = await search.results(session, scene.ana.id, [(ListingId(999_999), 50)], Filters(), NOW)
        [(listing, _)] = await queries.visible_to(session, scene.ana.id, scene.needs[:1], NOW)
    assert (none.listed, none.opened, none.total) == ((), None, 0)
    assert listing.id == scene.needs[0]


@pytest.mark.parametrize("status", [status for status in ListingStatus if status is not ListingStatus.PUBLISHED])
async def test_what_is_not_published_is_not_found(scene: Scene, status: ListingStatus) -> None:
    async with scene.database.writing() as session:
        await set_status(session, scene.needs[0], status)
    assert await found_by_ana(scene) == [scene.needs[1]]
    async with scene.database.reading() as session:
        own = await queries.own_published(session, scene.mei.id, Kind.NEED, NOW)
        assert {one.id for one in own} == set(scene.needs[1:])


async def test_what_has_expired_is_not_found_even_before_the_sweep(scene: Scene) -> None:
    before = END - timedelta(microseconds=1)
    assert len(await found_by_ana(scene, now=before)) == 2
    assert await found_by_ana(scene, now=END) == []
    async with scene.database.reading() as session:
        assert len(await queries.own_published(session, scene.mei.id, Kind.NEED, before)) == 3
        assert await queries.own_published(session, scene.mei.id, Kind.NEED, END) == []


@pytest.mark.parametrize("is_ana_the_one", [True, False])
async def test_companies_that_have_blocked_each_other_do_not_find_each_other(
    scene: Scene, is_ana_the_one: bool
) -> None:
    pair = (scene.senzor.id, scene.pudong.id) if is_ana_the_one else (scene.pudong.id, scene.senzor.id)
    async with scene.database.writing() as session:
        stranger = await add_company(session, await add_person(session))
        for other in (scene.senzor.id, scene.pudong.id):
            await blocks.put(session, stranger.id, other, person_id=scene.ana.id, now=NOW)
            await blocks.put(session, other, stranger.id, person_id=scene.ana.id, now=NOW)
    assert len(await found_by_ana(scene)) == 2
    async with scene.database.writing() as session:
        await blocks.put(session, *pair, person_id=scene.ana.id, now=NOW)
    assert await found_by_ana(scene) == []


async def test_who_speaks_for_companies_of_two_countries_finds_both_but_not_their_own(scene: Scene) -> None:
    async with scene.database.writing() as session:
        zagreb = await add_company(session, name="Izvor", country="HR")
        at_home = await add_listing(session, zagreb)
    hits = [(scene.offer, 90), (scene.needs[0], 50), (at_home.id, 40)]

    async def found() -> list[ListingId]:
        async with scene.database.reading() as session:
            shown = await search._shown(
                session, scene.ana.id, hits, (await search.searcher(session, scene.ana.id)).countries, NOW
            )
        return [listing.id for listing, _, _ in shown]

    assert await found() == [scene.needs[0], at_home.id]
    await scene.joins(scene.ana, zagreb, Relation.ADVISER)
    assert await found() == [scene.needs[0]], "her own listings"
    async with scene.database.writing() as session:
        other = await add_listing(session, await add_company(session, name="Bunar", country="HR"))
    hits.append((other.id, 30))
    assert await found() == [scene.needs[0], other.id], "abroad for one of her companies"


async def test_what_is_at_home_is_not_found(scene: Scene) -> None:
    async with scene.database.writing() as session:
        (await session.get_one(Listing, scene.needs[0])).country = "RS"
    assert await found_by_ana(scene) == [scene.needs[1]]


async def test_countries_blocked_for_each_other_are_not_found(scene: Scene) -> None:
    async with scene.database.writing() as session:
        await blocked_country_pairs.put(session, "CN", "RS", by=scene.ana.id, reason=None, now=NOW)
    assert await found_by_ana(scene) == []


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (Filters(kind=Kind.NEED), 2),
        (Filters(kind=Kind.OFFER), 0),
        (Filters(country="CN"), 2),
        (Filters(country="DE"), 0),
        (Filters(sector="food"), 1),
        (Filters(sector="rail"), 0),
    ],
)
async def test_each_filter_leaves_out_the_others(scene: Scene, filters: Filters, count: int) -> None:
    async with scene.database.writing() as session:
        (await session.get_one(Listing, scene.needs[0])).sectors = frozenset({"food"})
    assert len(await found_by_ana(scene, filters)) == count


async def own_counterparts(scene: Scene) -> set[ListingId]:
    """The needs from which Mei can ask for an introduction to Ana's offer."""
    async with scene.database.reading() as session:
        theirs = await session.get_one(Listing, scene.offer)
        return {one.id for one in await search.own_counterparts(session, scene.mei.id, theirs, NOW)}


async def test_people_ask_from_their_own_listings_of_the_other_kind(scene: Scene) -> None:
    async with scene.database.writing() as session:
        await add_listing(session, scene.pudong)  # an offer
        await add_listing(
            session, await add_company(session, await add_person(session), country="CN"), profile_type=NEED
        )
    assert await own_counterparts(scene) == set(scene.needs)
    await scene.joins(scene.mei, scene.pudong, Relation.REPRESENTATIVE, MembershipStatus.LEFT)
    assert await own_counterparts(scene) == set()


async def test_nobody_asks_across_blocked_countries(scene: Scene) -> None:
    async with scene.database.writing() as session:
        (await session.get_one(Listing, scene.needs[0])).country = "DE"
        await blocked_country_pairs.put(session, "CN", "RS", by=scene.ana.id, reason=None, now=NOW)
    assert await own_counterparts(scene) == {scene.needs[0]}


@pytest.mark.parametrize(("mine", "theirs"), [(False, False), (True, False), (False, True), (True, True)])
async def test_people_of_one_country_ask_each_other_only_if_both_want_it(
    scene: Scene, mine: bool, theirs: bool
) -> None:
    async with scene.database.writing() as session:
        need = await session.get_one(Listing, scene.needs[0])
        need.country, need.same_country = "RS", mine
        (await session.get_one(Listing, scene.offer)).same_country = theirs
    assert (scene.needs[0] in await own_counterparts(scene)) is (mine and theirs)


@pytest.mark.no_neighbours("every published listing counts")
async def test_companies_are_counted_by_what_they_show_now(scene: Scene) -> None:
    async def counts(now: datetime = NOW) -> tuple[int, int]:
        async with scene.database.reading() as session:
            return await queries.count_companies_and_countries(session, now)

    assert await counts() == (2, 2)
    assert await counts(END - timedelta(microseconds=1)) == (2, 2)
    assert await counts(END) == (0, 0)
    async with scene.database.writing() as session:
        await set_status(session, scene.offer, ListingStatus.PAUSED)
    assert await counts() == (1, 1)

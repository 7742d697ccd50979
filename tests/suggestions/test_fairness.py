"""Companies in which many requests wait are shown less, whichever of their listings the requests are about."""

from bot.matching.listing import Match
from bot.usecases.suggestions.match_feedback import with_feedback
from storage.ids import ListingId
from storage.introductions.load import FLOODED, count_requests
from storage.models import Company, Listing
from storage.suggestions import feedback, open_suggestions, suggestions
from storage.vocabulary import IntroductionStatus, Kind, ProfileType
from tests.factories import NOW, add_company, add_introduction, add_listing, add_person
from tests.suggestions.scene import Scene


async def asked(scene: Scene, company: Company, times: int, **how: object) -> None:
    """Requests from others to another listing of the company."""
    async with scene.database.writing() as session:
        of_theirs = await add_listing(session, company, profile_type=ProfileType.TECHNOLOGY_REQUEST)
        for number in range(times):
            asking = await add_company(session, await add_person(session), name=f"Firm {number}", name_key=f"f{number}")
            offer = await add_listing(session, asking)
            await add_introduction(session, of_theirs, offer, **{"proposer_side": Kind.OFFER, "turn": Kind.NEED} | how)


async def another_need(scene: Scene, score: int) -> ListingId:
    """A need of a company that nobody asks."""
    async with scene.database.writing() as session:
        quiet = await add_company(session, await add_person(session), name="Quiet", name_key="quiet", country="DE")
        need = await add_listing(session, quiet, profile_type=ProfileType.TECHNOLOGY_REQUEST)
        await suggestions.store(session, [scene.pair(need.id, score)], NOW)
    return need.id


async def shown(scene: Scene) -> list[ListingId]:
    async with scene.database.reading() as session:
        listed = await open_suggestions.open_for(session, scene.ana.id, NOW)
        places = [await open_suggestions.index_of(session, scene.ana.id, one.suggestion.id, NOW) for one in listed]
    assert places == list(range(len(listed))), "a message opens the card at the place that the list has for it"
    return [one.theirs.id for one in listed]


async def test_a_flooded_company_comes_after_others_that_fit_as_well(scene: Scene) -> None:
    one, two, three = scene.needs  # at 50, 60 and 40
    quiet = await another_need(scene, 45)
    assert await shown(scene) == [two, one, quiet, three]
    await asked(scene, scene.pudong, FLOODED - 1)
    assert await shown(scene) == [two, one, quiet, three]
    await asked(scene, scene.pudong, 1)
    assert await shown(scene) == [quiet, two, one, three]


async def test_a_far_better_match_still_comes_first(scene: Scene) -> None:
    _, two, _ = scene.needs
    quiet = await another_need(scene, 30)
    await asked(scene, scene.pudong, FLOODED)
    assert (await shown(scene))[0] == two
    assert quiet in await shown(scene)


async def test_what_a_company_asks_itself_and_what_has_ended_is_no_flood(scene: Scene) -> None:
    one, two, three = scene.needs
    quiet = await another_need(scene, 45)
    await asked(scene, scene.pudong, FLOODED, proposer_side=Kind.NEED, turn=Kind.OFFER)
    await asked(scene, scene.pudong, FLOODED, status=IntroductionStatus.ACCEPTED, turn=None)
    assert await shown(scene) == [two, one, quiet, three]
    async with scene.database.reading() as session:
        assert await count_requests(session, scene.pudong.id) == 0


async def test_the_matcher_counts_the_company_not_the_listing(scene: Scene) -> None:
    await asked(scene, scene.pudong, FLOODED + 2)
    async with scene.database.reading() as session:
        found = await feedback.answers(session, [scene.offer, *scene.needs])
        assert [found[need].open_requests for need in scene.needs] == [FLOODED + 2] * 3
        assert found[scene.offer].open_requests == 0
        offer = await session.get_one(Listing, scene.offer)
        matches = [Match(need_id=str(need), offer_id=str(scene.offer), likelihood=0.7) for need in scene.needs]
        moved = await with_feedback(session, offer.id, offer.kind, offer.country, matches)
    assert all(match.likelihood < 0.7 for match in moved)

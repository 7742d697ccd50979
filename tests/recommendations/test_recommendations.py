"""An organizer recommends Mei and Ana to each other. Both must accept."""

import asyncio

import pytest

from bot.usecases import introductions, recommendations
from bot.usecases.recommendations import RecommendationState, errors
from storage.ids import IntroductionId, PersonId
from storage.privacy import rights
from storage.suggestions import open_suggestions
from storage.vocabulary import (
    IntroductionStatus,
    Kind,
    Topic,
)
from tests.announcements.fair import FAIR
from tests.introductions.story import Human, Story
from tests.recommendations.stage import (
    CONNECTED,
    Organizer,
    agrees,
    declines,
    looks,
    row,
    time_passes,
)


async def test_two_acceptances_introduce_the_companies(story: Story, mei: Human, ana: Human, olga: Organizer) -> None:
    number = await olga.recommends(mei, ana)
    assert [await human.told() for human in (mei, ana)] == [[Topic.RECOMMENDED]] * 2
    first = await agrees(ana, number)
    assert not first.accepted
    assert await olga.sees() == [RecommendationState.ONE_YES]
    with pytest.raises(introductions.errors.ClosedError):
        await mei.gets_card(first.introduction_id)
    second = await agrees(mei, number)
    assert (second.introduction_id, second.accepted) == (first.introduction_id, True)
    assert (await mei.gets_card(first.introduction_id)).company_name == "Senzor d.o.o."
    assert (await ana.gets_card(first.introduction_id)).company_name == "Pudong Agritech"
    await time_passes(story, seconds=1)
    assert await olga.sees() == [CONNECTED]
    assert await olga.told() == ["connected"]


async def test_the_first_acceptance_is_a_normal_proposal(mei: Human, ana: Human, olga: Organizer) -> None:
    number = await olga.recommends(mei, ana)
    introduction = (await agrees(ana, number)).introduction_id
    async with mei.story.database.reading() as session:
        assert await introductions.proposals_left(session, ana.person_id, ana.company_id, mei.story.rules) == 3, (
            "none of hers is used up"
        )
    seen = await mei.sees(introduction)
    assert (seen.my_turn, seen.recommended_at) == (True, FAIR.names)
    await mei.asks(introduction)
    await ana.answers(introduction)
    await mei.accepts(introduction)


async def test_the_first_of_two_simultaneous_acceptances_proposes_and_the_second_accepts(
    mei: Human, ana: Human, olga: Organizer
) -> None:
    number = await olga.recommends(mei, ana)
    answers = await asyncio.gather(agrees(mei, number), agrees(ana, number))
    assert sorted(answer.accepted for answer in answers) == [False, True]
    assert len({answer.introduction_id for answer in answers}) == 1
    assert (await mei.story.row(answers[0].introduction_id)).status is IntroductionStatus.ACCEPTED


async def test_of_two_taps_or_two_colleagues_one_counts(story: Story, mei: Human, ana: Human, olga: Organizer) -> None:
    colleague = await story.colleague(ana, "Petar")
    number = await olga.recommends(mei, ana)
    results = await asyncio.gather(agrees(ana, number), agrees(colleague, number), return_exceptions=True)
    assert sorted(type(one).__name__ for one in results) == ["AgreementResult", "GoneOnError"]
    with pytest.raises(errors.GoneOnError):
        await declines(ana, number)


async def test_a_decline_is_final_and_does_not_say_who_declined(
    story: Story, mei: Human, ana: Human, olga: Organizer
) -> None:
    await story.suggests(mei, ana)
    number = await olga.recommends(mei, ana)
    await declines(mei, number)
    assert await olga.told() == ["declined"]
    assert await olga.sees() == [RecommendationState.DECLINED]
    assert await ana.told() == [Topic.RECOMMENDED], "who was only asked hears nothing of a no"
    with pytest.raises(errors.EndedError):
        await agrees(ana, number)
    assert not (await looks(ana, number)).declined_by_me
    with pytest.raises(errors.NotNowError):
        await olga.recommends(mei, ana)
    async with story.database.reading() as session:
        assert await open_suggestions.count_open(session, ana.person_id, story.clock()) == 0


async def test_declining_after_the_other_side_accepted_declines_the_introduction(
    mei: Human, ana: Human, olga: Organizer
) -> None:
    number = await olga.recommends(mei, ana)
    introduction = (await agrees(mei, number)).introduction_id
    await declines(ana, number)
    assert (await mei.sees(introduction)).status is IntroductionStatus.DECLINED
    assert await mei.told() == [Topic.INTRODUCTION_DECLINED], "the question itself was no news any more"
    await time_passes(mei.story, seconds=1)
    assert await olga.told() == ["declined"]


async def test_names_are_masked_in_the_organizers_message(mei: Human, ana: Human, olga: Organizer) -> None:
    number = await olga.recommends(mei, ana, "Senzor d.o.o. and Pudong Agritech: ana@senzor.example.rs, Mei Li")
    for human in (mei, ana):
        word = (await looks(human, number)).word
        assert word is not None
        for secret in ("Senzor", "Pudong", "ana@", "Mei"):
            assert secret not in word


async def test_the_organizers_message_is_deleted_with_the_organizer(
    story: Story, mei: Human, ana: Human, olga: Organizer
) -> None:
    number = await olga.recommends(mei, ana, "You two grow tomatoes.")
    async with story.database.writing() as session:
        await rights.erase(session, PersonId(olga.actor.id), [])
    found = await row(story, number)
    assert (found.word, found.word_relayed, found.organizer_id) == (None, None, None)
    assert not (await agrees(mei, number)).accepted


async def test_companies_are_found_in_any_script_with_typos_and_by_a_part(
    story: Story, mei: Human, ana: Human, olga: Organizer
) -> None:
    for name in ("浦东农业科技有限公司", "上海新源科技"):
        await olga.lets_in(await story.joins("Bo", name, "CN", Kind.NEED))
    async with story.database.reading() as session:
        everybody = await recommendations.candidates(session, olga.actor, olga.event_id, story.clock())
    for typed, name in (
        ("сензор", "Senzor d.o.o."),
        ("SENZOR DOO", "Senzor d.o.o."),
        ("senzro", "Senzor d.o.o."),
        ("agritech", "Pudong Agritech"),
        ("Pudnog Agritec", "Pudong Agritech"),
        ("浦东", "浦东农业科技有限公司"),
        ("浦東農業", "浦东农业科技有限公司"),
        ("xinyuan", "上海新源科技"),
        ("Shang Hai", "上海新源科技"),
    ):
        assert recommendations.find(typed, everybody)[0].name == name, typed
    for typed in ("Siemens", "xy", "…", ""):
        assert recommendations.find(typed, everybody) == [], typed


async def test_the_best_partners_come_first(story: Story, mei: Human, ana: Human, olga: Organizer) -> None:
    zlata = await story.joins("Zlata", "Aaa d.o.o.", "RS", Kind.OFFER)
    rival = await story.joins("Rival", "Rival Ltd", "GB", Kind.NEED)
    await olga.lets_in(zlata, rival)
    await story.suggests(mei, ana)
    async with story.database.reading() as session:
        found = await recommendations.partners(session, olga.actor, olga.event_id, mei.company_id, story.clock())
        both = await recommendations.matches(
            session, olga.actor, olga.event_id, ana.company_id, mei.company_id, story.clock()
        )
    assert [(one.name, one.pairs, one.score) for one in found] == [
        ("Senzor d.o.o.", 1, 80),
        ("Aaa d.o.o.", 1, None),
        ("Rival Ltd", 0, None),
    ]
    assert [(match.need.id, match.offer.id) for match in both] == [(mei.listing_id, ana.listing_id)]


async def test_an_own_proposal_is_not_marked_as_recommended(mei: Human, ana: Human, olga: Organizer) -> None:
    own = (await mei.proposes(ana)).introduction_id
    assert (await ana.sees(own)).recommended_at is None
    assert IntroductionId(own) == own

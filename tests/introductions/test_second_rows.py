"""What is asked about one introduction, person or company is not answered with a second one beside it."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.usecases import introductions
from bot.usecases.introductions import holds
from storage.ids import IntroductionId
from storage.introductions import blocks, details, lists, thread, timing
from storage.introductions import introductions as stored
from storage.models import Recommendation
from storage.moderation import blocked_country_pairs, dual_use
from storage.vocabulary import (
    OPEN_INTRODUCTIONS,
    DualUseAnswer,
    IntroductionStatus,
    Kind,
    MembershipStatus,
    Outcome,
    Topic,
)
from tests.introductions.story import Human, Story
from tests.recommendations.stage import Organizer, agrees, declines


@pytest.fixture
async def bo(story: Story) -> Human:
    return await story.joins("Bo", "Bo d.o.o.", "RS", Kind.OFFER)


async def test_the_requests_of_a_colleague_leave_ones_own_limit(story: Story, mei: Human, ana: Human) -> None:
    ivo = await story.colleague(mei, "Ivo")
    assert (await ivo.proposes(ana)).left == 2
    async with story.database.reading() as session:
        assert await introductions.proposals_left(session, mei.person_id, mei.company_id, story.rules) == 3


async def test_each_of_ones_companies_has_a_limit_of_its_own(story: Story, mei: Human, ana: Human, bo: Human) -> None:
    await story.set_membership(mei, MembershipStatus.ACTIVE, bo.company_id)
    await mei.proposes(ana)
    async with story.database.reading() as session:
        left = [
            await introductions.proposals_left(session, mei.person_id, company_id, story.rules)
            for company_id in (mei.company_id, bo.company_id)
        ]
    assert left == [2, 3]


async def test_a_recommended_introduction_leaves_ones_own_limit(olga: Organizer, mei: Human, ana: Human) -> None:
    await agrees(mei, await olga.recommends(mei, ana))
    async with olga.story.database.reading() as session:
        assert await introductions.proposals_left(session, mei.person_id, mei.company_id, olga.story.rules) == 3


async def test_a_contract_with_one_company_ends_no_questions_about_another(
    story: Story, mei: Human, ana: Human, bo: Human
) -> None:
    numbers = []
    for other in (ana, bo):
        numbers.append((await mei.proposes(other)).introduction_id)
        await other.accepts(numbers[-1])

    async def asked() -> list[tuple[IntroductionId, int]]:
        rows = [row for row in await mei.deliveries() if row.topic == Topic.OUTCOME_QUESTION]
        return sorted((row.payload["introduction_id"], row.payload["day"]) for row in rows)

    await story.time_passes(days=7)
    assert await asked() == [(number, 7) for number in numbers]
    async with story.database.writing() as session:
        now = story.clock()
        await introductions.record_outcome(session, mei.person_id, numbers[0], 7, Outcome.SIGNED, now)
    await story.time_passes(days=23)
    assert await asked() == [(numbers[0], 7), (numbers[1], 7), (numbers[1], 30)]


async def test_a_company_has_the_introductions_of_its_own_in_the_states_asked_for(
    story: Story, mei: Human, ana: Human, bo: Human
) -> None:
    ivo = await story.joins("Ivo", "Ivo d.o.o.", "HR", Kind.NEED)
    ended, with_bo, others = [
        (await one.proposes(other)).introduction_id for one, other in ((mei, ana), (mei, bo), (ivo, bo))
    ]
    await ana.declines(ended)
    async with story.database.reading() as session:

        async def found(*those: Human, also: Human | None = None, every: bool = False) -> list[IntroductionId]:
            states = list(IntroductionStatus) if every else OPEN_INTRODUCTIONS
            numbers, other_id = [one.company_id for one in those], also and also.company_id
            return [one.id for one in await stored.of_companies(session, numbers, states, other_id=other_id)]

        assert await found(mei) == [with_bo]
        assert await found(mei, every=True) == [ended, with_bo]
        assert await found(mei, also=ana, every=True) == [ended]
        assert await found(mei, also=ivo, every=True) == []
        assert await found(bo) == [with_bo, others]
        assert await found(ana, ivo) == [others]


async def test_only_open_introductions_of_a_listing_are_held_for_dual_use(
    story: Story, mei: Human, ana: Human, bo: Human
) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.declines(number)
    other = (await mei.proposes(bo)).introduction_id
    async with story.database.writing() as session:
        await dual_use.put(session, ana.listing_id, DualUseAnswer.YES, ana.person_id, story.clock())
        await holds.hold_if_flagged(session, ana.listing_id, story.clock())
        assert await stored.open_of_listing(session, ana.listing_id) == []
        assert [one.id for one in await stored.open_of_listing(session, bo.listing_id)] == [other]
    for human in (mei, ana, bo):
        assert Topic.INTRODUCTION_LOOKED_AT not in await human.told()


async def test_a_reminder_is_noted_when_the_first_of_a_company_was_sent_it(
    story: Story, mei: Human, ana: Human, bo: Human
) -> None:
    number, other = [(await mei.proposes(one)).introduction_id for one in (ana, bo)]
    first = story.clock()
    for _ in range(2):
        async with story.database.writing() as session:
            await timing.mark_reminded(session, number, (await story.row(number)).moves, story.clock())
        story.clock.forward(hours=1)
    assert (await story.row(number)).reminded_at == first
    assert (await story.row(other)).reminded_at is None


async def test_a_recommendation_is_shown_to_its_companies_while_it_waits(
    olga: Organizer, mei: Human, ana: Human, bo: Human
) -> None:
    database = olga.story.database
    await mei.proposes(bo)

    async def waits(human: Human) -> bool:
        return (await lists.first_page(database, human.person_id, 5)).recommended

    assert not await waits(mei)
    number = await olga.recommends(mei, ana)
    assert (await waits(mei), await waits(bo)) == (True, False)
    told = Recommendation.told_at
    async with database.writing() as session:
        await session.execute(update(Recommendation).where(Recommendation.id == number).values({told: None}))
    assert not await waits(mei), "nobody was told of it yet"
    async with database.writing() as session:
        await session.execute(
            update(Recommendation).where(Recommendation.id == number).values({told: olga.story.clock()})
        )
    assert await waits(mei)
    await declines(mei, number)
    assert not await waits(mei)


async def test_an_introduction_shows_its_own_recommendation(olga: Organizer, mei: Human, ana: Human, bo: Human) -> None:
    own = (await mei.proposes(bo)).introduction_id
    await agrees(mei, await olga.recommends(mei, ana))
    async with olga.story.database.reading() as session:
        live = await stored.live_between(session, mei.listing_id, ana.listing_id)
        assert live is not None
        rows = {row.introduction.id: row.recommendation for row in await details.of_person(session, mei.person_id)}
    assert rows[own] is None
    assert rows[live.id] is not None


async def test_a_block_of_somebody_else_blocks_nobody_else(story: Story, mei: Human, ana: Human, bo: Human) -> None:
    """In both directions: who blocked, and who was blocked."""
    number = (await mei.proposes(ana)).introduction_id
    await ana.blocks(number)
    async with story.database.reading() as session:
        assert await blocks.between(session, mei.company_id, ana.company_id)
        assert await blocks.between(session, ana.company_id, mei.company_id)
        assert not await blocks.between(session, mei.company_id, bo.company_id)
        assert not await blocks.between(session, bo.company_id, ana.company_id)
        assert not await blocks.between(session, ana.company_id, bo.company_id)


async def test_a_block_hides_a_company_from_the_people_of_the_other(
    story: Story, mei: Human, ana: Human, bo: Human
) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.blocks(number)
    async with story.database.reading() as session:
        seen = [
            await blocks.hides(session, company.company_id, who.person_id)
            for company, who in ((ana, mei), (mei, ana), (ana, bo), (bo, mei))
        ]
    assert seen == [True, True, False, False]
    await story.set_membership(mei, MembershipStatus.LEFT)
    async with story.database.reading() as session:
        assert not await blocks.hides(session, ana.company_id, mei.person_id)


async def test_a_message_by_mail_has_no_author_and_one_of_somebody_who_left_is_not_shown(
    story: Story, mei: Human, ana: Human
) -> None:
    number = (await mei.proposes(ana)).introduction_id
    async with story.database.writing() as session:
        words = {"text": "x", "relayed": "x", "found": frozenset(), "now": story.clock()}
        mailed, typed, left = [
            await thread.add(session, number, side=Kind.OFFER, author_id=author, by_mail=by_mail, **words)
            for author, by_mail in ((None, True), (ana.person_id, False), (None, False))
        ]
        found = await thread.with_author(session, typed.id)
        assert found is not None
        assert found[1] is not None
        assert found[1].id == ana.person_id
        assert await thread.with_author(session, mailed.id) == (mailed, None)
        assert await thread.with_author(session, left.id) is None


async def test_the_job_is_woken_only_by_open_introductions(story: Story, mei: Human, ana: Human, bo: Human) -> None:
    async def due() -> dict[str, bool]:
        async with story.database.reading() as session:
            found = await timing.which_are_due(session, story.clock(), grace=timedelta(days=2))
        return {name: yes for name, yes in found._asdict().items() if yes}

    ended, open_ = [(await mei.proposes(other)).introduction_id for other in (ana, bo)]
    await ana.declines(ended)
    await story.set_membership(ana, MembershipStatus.LEFT)
    assert await due() == {}
    await story.set_membership(bo, MembershipStatus.LEFT)
    assert await due() == {"abandoned": True}
    await story.set_membership(bo, MembershipStatus.ACTIVE)
    async with story.database.writing() as session:
        await blocked_country_pairs.put(session, "CN", "RS", by=mei.person_id, reason=None, now=story.clock())
    assert await due() == {"crossing": True}
    await mei.withdraws(open_)
    story.clock.forward(days=40)
    assert await due() == {}

"""Held introductions: who sees them, who is told, and when."""

from datetime import timedelta

import pytest

from bot.usecases import introductions
from bot.usecases.introductions import errors, holds
from bot.usecases.people import settings
from storage.ids import CompanyId, IntroductionId
from storage.screening import hits
from storage.vocabulary import HoldReason, IntroductionTab, Kind, Topic
from tests.introductions.story import Human, Story


async def holds_it(story: Story, number: IntroductionId, why: HoldReason) -> None:
    async with story.database.writing() as session:
        await hits.hold(session, number, why, story.clock())


async def releases(story: Story, number: IntroductionId, why: HoldReason) -> bool:
    async with story.database.writing() as session:
        return await holds.release(session, await story.row(number), why, story.clock())


async def test_only_the_proposer_sees_a_held_introduction(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await holds_it(story, number, HoldReason.SCREENING)
    assert (await mei.sees(number)).is_open
    with pytest.raises(errors.NotYoursError):
        await ana.sees(number)


async def test_both_sides_are_told_once_of_a_hold_for_dual_use(story: Story, mei: Human, ana: Human) -> None:
    await mei.proposes(ana)
    for listing_id in (mei.listing_id, ana.listing_id):
        async with story.database.writing() as session:
            await holds.hold_if_flagged(session, listing_id, story.clock())
    for one in (mei, ana):
        assert (await one.told()).count(Topic.INTRODUCTION_LOOKED_AT) == 1


async def test_the_card_tells_of_a_hold_for_dual_use_and_of_no_other(story: Story, mei: Human, ana: Human) -> None:
    bo = await story.joins("Bo", "Merila", "BA", Kind.OFFER)
    number, other = [(await mei.proposes(one)).introduction_id for one in (ana, bo)]

    async def told() -> list[bool]:
        return [(await mei.sees(one)).held_for_dual_use for one in (number, other)]

    await holds_it(story, other, HoldReason.SCREENING)
    assert await told() == [False, False], "nobody hears of a hit"
    await holds_it(story, number, HoldReason.DUAL_USE)
    assert await told() == [True, False]
    await releases(story, number, HoldReason.DUAL_USE)
    assert await told() == [False, False]


async def test_the_recipient_is_told_after_the_last_hold(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    for why in (HoldReason.SCREENING, HoldReason.DUAL_USE):
        await holds_it(story, number, why)
    assert await releases(story, number, HoldReason.SCREENING)
    with pytest.raises(errors.NotYoursError):
        await ana.sees(number)
    assert Topic.INTRODUCTION_LET_GO not in await mei.told()
    assert not await releases(story, number, HoldReason.SCREENING), "released before"
    assert await releases(story, number, HoldReason.DUAL_USE)
    assert (await ana.sees(number)).my_turn
    assert (await mei.told())[-1] == Topic.INTRODUCTION_LET_GO


async def test_a_hold_has_one_reason(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await holds_it(story, number, HoldReason.SCREENING)
    async with story.database.reading() as session:
        assert await hits.is_held(session, number, HoldReason.SCREENING)
        assert not await hits.is_held(session, number, HoldReason.DUAL_USE)


async def test_the_answer_time_begins_with_the_release(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await holds_it(story, number, HoldReason.SCREENING)
    story.clock.forward(days=4)
    await releases(story, number, HoldReason.SCREENING)
    row = await story.row(number)
    assert row.expires_at == story.clock() + story.rules.expiry
    assert row.remind_at == story.clock() + story.rules.reminder


async def test_a_postponed_one_comes_back_on_its_day_also_after_a_hold(story: Story, mei: Human, ana: Human) -> None:
    number, until = (await mei.proposes(ana)).introduction_id, story.clock() + timedelta(days=5)
    await ana.puts_off(number, until)
    await holds_it(story, number, HoldReason.SCREENING)
    await releases(story, number, HoldReason.SCREENING)
    row = await story.row(number)
    assert (row.remind_at, row.expires_at) == (None, until + story.rules.expiry)


async def test_without_quiet_hours_a_reminder_comes_at_night(story: Story, mei: Human, ana: Human) -> None:
    async with story.database.writing() as session:
        await settings.choose_quiet_hours(session, ana.person_id, None)
    story.clock.forward(hours=16)  # two in the morning in Serbia
    await mei.proposes(ana)
    await story.time_passes(days=3)
    assert (await ana.last(Topic.INTRODUCTION_REMINDER)).not_before == story.clock()


async def test_the_first_page_is_what_waits_for_the_person_or_everything(story: Story, mei: Human, ana: Human) -> None:
    vera = await story.joins("Vera", "Staklenik", "HR", Kind.NEED)
    waiting = (await mei.proposes(ana)).introduction_id
    mine = (await ana.proposes(vera)).introduction_id

    async def page() -> tuple[IntroductionTab, list[IntroductionId]]:
        found = await introductions.first_page(story.database, ana.person_id, 5)
        return found.tab, [one.id for one in found.here]

    assert await page() == (IntroductionTab.MY_TURN, [waiting])
    await ana.asks(waiting)
    tab, numbers = await page()
    assert tab is IntroductionTab.ALL
    assert set(numbers) == {waiting, mine}


async def test_a_company_is_described_without_its_name(story: Story, ana: Human) -> None:
    async with story.database.reading() as session:
        found = await introductions.overview.counterpart_of(session, ana.company_id)
        assert found is not None
        assert found.country == "RS"
        for gone in (None, CompanyId(1_000_000)):
            assert await introductions.overview.counterpart_of(session, gone) is None

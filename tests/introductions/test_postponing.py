"""Postponing an answer: from now up to three months, once, and only by who may answer."""

from datetime import timedelta

import pytest

from bot.errors import DomainError
from bot.usecases.introductions import errors
from bot.usecases.introductions.rules import LATEST_RETURN
from storage.models import Sanction
from storage.moderation import sanctions
from storage.vocabulary import IntroductionStatus, SanctionKind, SanctionReason
from tests.introductions.story import Human, Story

SOON = timedelta(days=5)


@pytest.mark.parametrize("after", [timedelta(0), -SOON, LATEST_RETURN + timedelta(seconds=1)])
async def test_only_to_a_day_of_the_next_three_months(story: Story, mei: Human, ana: Human, after: timedelta) -> None:
    number = (await mei.proposes(ana)).introduction_id
    with pytest.raises(errors.BadDateError):
        await ana.puts_off(number, story.clock() + after)


async def test_up_to_the_last_moment(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    for until in (story.clock() + timedelta(seconds=1), story.clock() + LATEST_RETURN):
        await ana.puts_off(number, until)
        assert (await story.row(number)).later_until == until


async def test_a_second_tap_of_the_same_day_changes_and_tells_nothing(story: Story, mei: Human, ana: Human) -> None:
    number, until = (await mei.proposes(ana)).introduction_id, story.clock() + SOON
    await ana.puts_off(number, until)
    told = await mei.told()
    for apart in (timedelta(0), timedelta(hours=12), -timedelta(hours=12)):
        again = await ana.puts_off(number, until + apart)
        assert (again.later_until, again.moves) == (until, 1)
    assert await mei.told() == told
    await ana.puts_off(number, until + timedelta(hours=12, seconds=1))
    assert (await story.row(number)).moves == 2


async def test_the_proposer_and_a_banned_company_postpone_nothing(story: Story, mei: Human, ana: Human) -> None:
    number, until = (await mei.proposes(ana)).introduction_id, story.clock() + SOON
    with pytest.raises(errors.NotYoursError):
        await mei.puts_off(number, until)
    await ana.puts_off(number, until)
    with pytest.raises(errors.NotYoursError):
        await mei.puts_off(number, until)
    async with story.database.writing() as session:
        ban = Sanction(
            kind=SanctionKind.BAN, company_id=ana.company_id, reason=SanctionReason.FRAUD, created_at=story.clock()
        )
        await sanctions.add(session, ban)
    with pytest.raises(DomainError):
        await ana.puts_off(number, until + SOON)
    assert (await story.row(number)).later_until == until


async def test_ended_introductions_are_not_postponed(story: Story, mei: Human, ana: Human) -> None:
    number, until = (await mei.proposes(ana)).introduction_id, story.clock() + SOON
    await ana.puts_off(number, until)
    await mei.withdraws(number)
    with pytest.raises(errors.ClosedError) as caught:
        await ana.puts_off(number, until)
    assert caught.value.status is IntroductionStatus.WITHDRAWN

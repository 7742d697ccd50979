"""What a person is shown after an act was refused, and before a form that could not be finished."""

import pytest

from bot.errors import DomainError, NotAllowedError
from bot.usecases.introductions import errors
from handlers.forms.context import FinishContext
from handlers.forms.form import Finished
from handlers.introductions import propose_form
from handlers.introductions.cards import refusal
from handlers.introductions.dialogs import finish_with_proposal
from handlers.ui.view import View
from storage.ids import IntroductionId
from storage.vocabulary import Kind
from tests.forms.asked import asked
from tests.introductions.shown import labels
from tests.introductions.story import Human, Story


async def after(story: Story, human: Human, error: DomainError, number: IntroductionId | None) -> View:
    caller = asked(story.database, by=human.person_id).caller
    async with story.database.reading() as session:
        return await refusal(session, caller, error, number, now=story.clock())


async def test_the_introduction_is_shown_to_who_may_see_it(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    view = await after(story, ana, errors.NotYourMoveError(), number)
    assert "ℹ️ It is the other side's turn." in view.text
    assert "✅ Accept and share contacts" in labels(view.rows)
    view = await after(story, mei, errors.UnderWayError(number), None)
    assert "ℹ️ These two listings already have an introduction." in view.text
    assert "↩️ Withdraw" in labels(view.rows)


async def test_nobody_is_shown_what_is_not_theirs(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    stranger = await story.joins("Otto", "Fremd GmbH", "DE", Kind.NEED)
    view = await after(story, stranger, errors.NotYoursError(), number)
    assert view.text == "You don't have permission for this."
    assert (await after(story, ana, NotAllowedError(), None)).text == view.text


async def test_at_the_limit_the_open_ones_are_one_tap_away(story: Story, mei: Human) -> None:
    view = await after(story, mei, errors.CapReachedError(3), None)
    assert "3 open requests" in view.text
    assert len(view.rows) == 1


async def finishes(story: Story, mei: Human, ana: Human, cap: int) -> Finished:
    ctx = asked(story.database, by=mei.person_id)
    settings = ctx.settings.model_copy(update={"open_proposals_cap": cap})
    async with story.database.reading() as session:
        finish = FinishContext(
            data={},
            caller=ctx.caller,
            now=story.clock(),
            settings=settings,
            session=session,
            draw=lambda characters: characters[0],
            prepared=None,
        )
        return await finish_with_proposal(finish, mei.listing_id, ana.listing_id)


@pytest.mark.parametrize(("cap", "allowed"), [(2, True), (1, False)])
async def test_a_form_for_a_proposal_opens_only_below_the_limit(
    story: Story, mei: Human, ana: Human, cap: int, allowed: bool
) -> None:
    bo = await story.joins("Bo", "Bo d.o.o.", "RS", Kind.OFFER)
    await mei.proposes(bo)
    finished = await finishes(story, mei, ana, cap)
    if allowed:
        assert finished.next_form is not None
        assert finished.next_form.form is propose_form.FORM
    else:
        assert finished.view is not None
        assert "You have 1 open requests" in finished.view.text


async def test_no_form_opens_for_a_pair_that_is_under_way(story: Story, mei: Human, ana: Human) -> None:
    await mei.proposes(ana)
    finished = await finishes(story, mei, ana, 3)
    assert finished.view is not None
    assert "These two listings already have an introduction." in finished.view.text

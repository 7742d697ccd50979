"""Answering a suggestion: only its two sides, only while it is open, and undone only where there is an answer."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NoLongerThereError
from bot.usecases.suggestions import verdicts
from storage.ids import PersonId, SuggestionId
from storage.models import Listing
from storage.vocabulary import DismissalReason
from tests.factories import NOW, add_company, add_person
from tests.suggestions.scene import LATER, Scene

Act = Callable[[AsyncSession, PersonId, SuggestionId], Awaitable[None]]
ANSWERS: dict[str, Act] = {
    "postpone": lambda session, person_id, number: verdicts.postpone(session, person_id, number, NOW),
    "dismiss": lambda session, person_id, number: verdicts.dismiss(session, person_id, number, NOW),
}
AFTERWARDS: dict[str, Act] = {
    "reason": lambda session, person_id, number: verdicts.give_reason(
        session, person_id, number, DismissalReason.TOO_EARLY
    ),
    "restore": verdicts.restore,
}
EVERY = ANSWERS | AFTERWARDS


@pytest.mark.parametrize("act", EVERY)
async def test_nobody_else_answers(scene: Scene, act: str) -> None:
    number = (await scene.numbers())[scene.needs[0]]
    async with scene.database.writing() as session:
        stranger = await add_person(session)
        await add_company(session, stranger)
        await verdicts.dismiss(session, scene.ana.id, number, NOW)
    async with scene.database.writing() as session:
        with pytest.raises(NoLongerThereError):
            await EVERY[act](session, stranger.id, number)


@pytest.mark.parametrize("act", ANSWERS)
async def test_a_dismissed_suggestion_is_answered_no_more(scene: Scene, act: str) -> None:
    number = (await scene.numbers())[scene.needs[0]]
    async with scene.database.writing() as session:
        await verdicts.dismiss(session, scene.mei.id, number, NOW)
        with pytest.raises(NoLongerThereError):
            await ANSWERS[act](session, scene.ana.id, number)


@pytest.mark.parametrize("act", AFTERWARDS)
async def test_without_an_answer_there_is_nothing_to_explain_or_undo(scene: Scene, act: str) -> None:
    number = (await scene.numbers())[scene.needs[0]]
    async with scene.database.writing() as session:
        await verdicts.dismiss(session, scene.mei.id, number, NOW)
        with pytest.raises(NoLongerThereError):
            await AFTERWARDS[act](session, scene.ana.id, number)
        await AFTERWARDS[act](session, scene.mei.id, number)


async def test_what_is_postponed_comes_back_by_itself_or_at_once(scene: Scene) -> None:
    number = (await scene.numbers())[scene.needs[0]]
    async with scene.database.writing() as session:
        await verdicts.postpone(session, scene.ana.id, number, NOW)
    assert scene.needs[0] not in await scene.needs_seen_by_ana(LATER)
    assert scene.needs[0] in await scene.needs_seen_by_ana(NOW + verdicts.LATER)
    async with scene.database.writing() as session:
        await verdicts.restore(session, scene.ana.id, number)
    assert scene.needs[0] in await scene.needs_seen_by_ana()


@pytest.mark.parametrize(("targets", "is_asked"), [(frozenset(), True), (frozenset({"CN"}), False)])
async def test_who_named_countries_is_not_asked_to_name_them(
    scene: Scene, targets: frozenset[str], is_asked: bool
) -> None:
    numbers = await scene.numbers()
    async with scene.database.writing() as session:
        (await session.get_one(Listing, scene.offer)).targets = targets
        for need in scene.needs[:2]:
            assert await verdicts.refused_by_listing(session, scene.ana.id, numbers[need]) is None
            await verdicts.dismiss(session, scene.ana.id, numbers[need], NOW)
            await verdicts.give_reason(session, scene.ana.id, numbers[need], DismissalReason.WRONG_COUNTRY)
        found = await verdicts.refused_by_listing(session, scene.ana.id, numbers[scene.needs[0]])
    assert (found is not None and found[1] == ["RS"]) is is_asked

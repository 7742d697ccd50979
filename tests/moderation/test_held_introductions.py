"""Moderators decide on introductions that dual use or a sanctions list holds, and undo it."""

import pytest

from bot.errors import AlreadyDoneError, NoLongerThereError
from bot.usecases.introductions import holds
from bot.usecases.moderation import dual_use, hits
from bot.usecases.moderation.roles import Actor
from bot.usecases.privacy import rights
from storage.database import Database
from storage.ids import EntryId, IntroductionId, ReviewId
from storage.models import ReviewItem
from storage.moderation import dual_use as answers
from storage.moderation import reviews
from storage.moderation import roles as stored_roles
from storage.screening import hits as stored_hits
from storage.vocabulary import (
    DualUseAnswer,
    IntroductionStatus,
    Kind,
    ReviewKind,
    Role,
)
from tests.factories import NOW, add_person, open_review
from tests.introductions.story import Human, Story
from tests.moderation.office import Office


async def stopped(story: Story) -> tuple[Human, Human, Actor, IntroductionId]:
    """An introduction that a moderator has stopped, its two sides, and the moderator."""
    mei = await story.joins("Mei Li", "Pudong Agritech", "CN", Kind.NEED)
    ana = await story.joins("Ana Anić", "Senzor d.o.o.", "RS", Kind.OFFER)
    number = (await mei.proposes(ana)).introduction_id
    async with story.database.writing() as session:
        moderator = await add_person(session, username=None)
        await stored_roles.grant(session, moderator.id, Role.MODERATOR, by=None, now=NOW)
        await holds.stop(session, number, story.clock())
    return mei, ana, Actor(id=moderator.id, admins=()), number


async def reopens(story: Story, actor: Actor, number: IntroductionId) -> None:
    async with story.database.writing() as session:
        await dual_use.reopen(session, actor, number, story.clock(), undoes=EntryId(1))


async def test_a_stopped_introduction_is_not_reopened_beside_a_new_one(database: Database) -> None:
    story = Story(database=database)
    mei, ana, moderator, number = await stopped(story)
    again = (await mei.proposes(ana)).introduction_id
    with pytest.raises(AlreadyDoneError):
        await reopens(story, moderator, number)
    await mei.withdraws(again)
    await reopens(story, moderator, number)
    assert (await story.row(number)).status is IntroductionStatus.PROPOSED


@pytest.mark.parametrize("side", [0, 1], ids=["need", "offer"])
async def test_a_stopped_introduction_of_a_deleted_company_is_not_reopened(database: Database, side: int) -> None:
    story = Story(database=database)
    *sides, moderator, number = await stopped(story)
    async with database.writing() as session:
        await rights.forget(session, sides[side].person_id, story.clock())
    with pytest.raises(NoLongerThereError):
        await reopens(story, moderator, number)


async def test_only_a_stopped_introduction_is_reopened(story: Story) -> None:
    mei, ana, moderator, _ = await stopped(story)
    with pytest.raises(NoLongerThereError):
        await reopens(story, moderator, IntroductionId(99))
    declined = (await mei.proposes(ana)).introduction_id
    await ana.declines(declined)
    with pytest.raises(AlreadyDoneError):
        await reopens(story, moderator, declined)


async def held(office: Office, mei: Human, ana: Human) -> tuple[IntroductionId, ReviewId]:
    """A proposal that waits for a moderator because of dual use, and its item."""
    async with office.database.writing() as session:
        await answers.put(session, ana.listing_id, DualUseAnswer.YES, ana.person_id, NOW)
    number = (await mei.proposes(ana)).introduction_id
    async with office.database.reading() as session:
        item = await open_review(session, ReviewKind.DUAL_USE, number)
        assert item is not None
        return number, item.id


async def decides(office: Office, item: ReviewId, *, go_on: bool = True) -> None:
    async with office.database.writing() as session:
        await dual_use.decide(session, office.actor(office.moderator), item, go_on=go_on, now=NOW)


async def test_an_introduction_that_ended_is_neither_let_go_nor_stopped(office: Office, mei: Human, ana: Human) -> None:
    number, item = await held(office, mei, ana)
    await mei.withdraws(number)
    for go_on in (True, False):
        with pytest.raises(AlreadyDoneError):
            await decides(office, item, go_on=go_on)
    async with office.database.writing() as session:
        await reviews.put(session, ReviewKind.DUAL_USE, 99, NOW)
        gone = await open_review(session, ReviewKind.DUAL_USE, 99)
    assert gone is not None
    with pytest.raises(NoLongerThereError):
        await decides(office, gone.id)


async def test_a_release_is_undone_while_the_introduction_is_open(office: Office, mei: Human, ana: Human) -> None:
    number, item = await held(office, mei, ana)

    async def holds_again() -> None:
        async with office.database.writing() as session:
            await dual_use.hold_again(session, office.actor(office.moderator), number, NOW, undoes=EntryId(1))

    with pytest.raises(AlreadyDoneError):
        await holds_again()
    await decides(office, item)
    await holds_again()
    async with office.database.reading() as session:
        again = await open_review(session, ReviewKind.DUAL_USE, number)
        assert await stored_hits.is_held(session, number)
    assert again is not None
    await decides(office, again.id)
    await ana.declines(number)
    with pytest.raises(AlreadyDoneError):
        await holds_again()


async def found(office: Office, *, company: Human, entity: str) -> ReviewId:
    """A hit on this company's name, in the queue."""
    async with office.database.writing() as session:
        values = {"list_name": "eu", "entity": entity, "listed_name": "Senzor", "score": 90}
        hit = await stored_hits.add_hit(session, NOW, company_id=company.company_id, person_id=None, **values)
        assert hit is not None
        await reviews.put(session, ReviewKind.SCREENING, hit, NOW)
        item = await open_review(session, ReviewKind.SCREENING, hit)
        assert item is not None
        return item.id


async def judges(office: Office, item: ReviewId, *, same: bool) -> None:
    async with office.database.writing() as session:
        await hits.decide(session, office.actor(office.moderator), item, same=same, now=NOW)


async def is_held(office: Office, number: IntroductionId) -> bool:
    async with office.database.reading() as session:
        return await stored_hits.is_held(session, number)


async def test_an_introduction_is_held_until_every_hit_is_cleared(office: Office, mei: Human, ana: Human) -> None:
    first, second = await found(office, company=ana, entity="1"), await found(office, company=mei, entity="2")
    number = (await mei.proposes(ana)).introduction_id
    await judges(office, first, same=False)
    assert await is_held(office, number)
    await judges(office, second, same=False)
    assert not await is_held(office, number)


async def test_a_confirmed_hit_declines_what_it_holds(office: Office, mei: Human, ana: Human) -> None:
    bo = await mei.story.joins("Bo", "Bo Ltd", "GB", Kind.NEED)
    free = (await bo.proposes(ana)).introduction_id
    item = await found(office, company=ana, entity="1")
    number = (await mei.proposes(ana)).introduction_id
    await judges(office, item, same=True)
    assert (await mei.story.row(number)).status is IntroductionStatus.DECLINED
    assert (await mei.story.row(free)).status is IntroductionStatus.PROPOSED, "it was not held"


async def test_a_decision_about_a_hit_is_undone_once(office: Office, ana: Human) -> None:
    item = await found(office, company=ana, entity="1")

    async def reopens_hit(number: int) -> None:
        async with office.database.writing() as session:
            await hits.reopen(session, office.actor(office.moderator), number, NOW)

    async with office.database.reading() as session:
        number = (await session.get_one(ReviewItem, item)).object_id
    with pytest.raises(AlreadyDoneError):
        await reopens_hit(number)
    await judges(office, item, same=False)
    await reopens_hit(number)
    for again in (number, 99):
        with pytest.raises(AlreadyDoneError):
            await reopens_hit(again)


async def test_a_hit_is_judged_once_and_only_while_it_is_there(office: Office, ana: Human) -> None:
    item = await found(office, company=ana, entity="1")
    async with office.database.reading() as session:
        number = (await session.get_one(ReviewItem, item)).object_id
    await judges(office, item, same=False)
    for about, refusal in ((number, AlreadyDoneError), (99, NoLongerThereError)):
        async with office.database.writing() as session:
            await reviews.put(session, ReviewKind.SCREENING, about, NOW)
            again = await open_review(session, ReviewKind.SCREENING, about)
        assert again is not None
        with pytest.raises(refusal):
            await judges(office, again.id, same=True)

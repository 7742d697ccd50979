"""Which notices are no longer sent, because something happened since they were queued."""

import pytest
from sqlalchemy import delete, update

from bot.usecases import introductions
from handlers.ui.notice import Notice
from handlers.ui.view import View
from storage.ids import IntroductionId, PersonId
from storage.introductions import outcomes
from storage.models import Delivery, Introduction, Listing, Person, RelayedMessage
from storage.screening import hits
from storage.vocabulary import HoldReason, IntroductionStatus, Kind, MembershipStatus, Outcome, Topic
from tests.introductions.shown import ESCAPED, MARKUP
from tests.introductions.story import Human, Story
from tests.notices import rendered


async def shows(story: Story, delivery: Delivery) -> View | None:
    found = await rendered(story.database, story.clock, delivery.person_id, Topic(delivery.topic), **delivery.payload)
    return found.view if isinstance(found, Notice) else found


async def test_a_proposal_is_told_until_it_has_ended_and_to_representatives_only(
    story: Story, mei: Human, ana: Human
) -> None:
    number = (await mei.proposes(ana)).introduction_id
    proposed = await ana.last(Topic.INTRODUCTION_PROPOSED)
    assert await shows(story, proposed) is not None
    await story.set_membership(ana, MembershipStatus.LEFT)
    assert await shows(story, proposed) is None
    await story.set_membership(ana, MembershipStatus.ACTIVE)
    await mei.withdraws(number)
    assert await shows(story, proposed) is None


async def test_a_question_is_told_once_and_with_its_own_words(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.asks(number, "How many?")
    await mei.answers(number, "Forty.")
    await ana.asks(number, "When?")
    asked = await mei.last(Topic.INTRODUCTION_QUESTION)
    view = await shows(story, asked)
    assert view is not None
    assert "When?" in view.text
    assert "How many?" not in view.text
    async with story.database.writing() as session:
        await session.execute(delete(RelayedMessage).where(RelayedMessage.introduction_id == number))
    assert await shows(story, asked) is None


async def test_a_message_is_told_while_its_author_and_its_reader_are_there(
    story: Story, mei: Human, ana: Human
) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.accepts(number)
    await ana.says(number, "Hello")
    await mei.says(number, "Good day")
    await ana.says(number, "Shall we meet?")
    said = await mei.last(Topic.RELAYED_MESSAGE)
    view = await shows(story, said)
    assert view is not None
    assert view.text == "💬 <b>Ana Anić</b> · Senzor d.o.o.\nShall we meet?"
    async with story.database.writing() as session:
        await session.execute(delete(Person).where(Person.id == ana.person_id))
    assert await shows(story, said) is None


async def test_an_outcome_is_asked_for_until_it_is_known(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.accepts(number)
    await story.time_passes(days=7)
    asked = await mei.last(Topic.OUTCOME_QUESTION)
    assert await shows(story, asked) is not None
    async with story.database.writing() as session:
        facts = {"outcome": Outcome.TALKING, "person_id": ana.person_id, "now": story.clock()}
        await outcomes.record(session, number, side=Kind.OFFER, day=7, **facts)
    assert await shows(story, asked) is not None, "the other side's answer is another one"
    async with story.database.writing() as session:
        await outcomes.record(session, number, side=Kind.NEED, day=7, **facts)
    assert await shows(story, asked) is None
    asked.payload = asked.payload | {"day": 8}
    assert await shows(story, asked) is None


async def is_held(story: Story, mei: Human, ana: Human) -> IntroductionId:
    """A proposal held for dual use, with both sides told."""
    await mei.story.suggests(mei, ana)
    number = (await mei.proposes(ana)).introduction_id
    async with story.database.writing() as session:
        await hits.hold(session, number, HoldReason.DUAL_USE, story.clock())
    return number


def looked_at(number: int, person_id: PersonId, side: Kind) -> Delivery:
    payload = {"introduction_id": number, "side": side.value, "move": 0}
    return Delivery(person_id=person_id, topic=Topic.INTRODUCTION_LOOKED_AT, payload=payload)


async def test_each_side_of_a_held_introduction_learns_which_of_its_listings_it_is_about(
    story: Story, mei: Human, ana: Human
) -> None:
    number = await is_held(story, mei, ana)
    async with story.database.writing() as session:
        await session.execute(
            update(Listing).where(Listing.id.in_([mei.listing_id, ana.listing_id])).values(title=MARKUP)
        )
    hers = await shows(story, looked_at(number, ana.person_id, Kind.OFFER))
    his = await shows(story, looked_at(number, mei.person_id, Kind.NEED))
    assert hers is not None
    assert his is not None
    assert hers.text.startswith(f"🤝 A company would like to meet you about “{ESCAPED}”.")
    assert his.text.startswith(f"🤝 I noted your request for “{ESCAPED}”.")
    assert (len(hers.rows), len(his.rows)) == (0, 1), "the recipient cannot open it yet"


@pytest.mark.parametrize("since", ["ended", "released", "deleted", "listing deleted", "nothing"])
async def test_a_hold_is_told_while_it_lasts(story: Story, mei: Human, ana: Human, since: str) -> None:
    number = await is_held(story, mei, ana)
    this = Introduction.id == number
    async with story.database.writing() as session:
        if since == "ended":
            ended = {"status": IntroductionStatus.WITHDRAWN, "turn": None}
            await session.execute(update(Introduction).where(this).values(ended))
        elif since == "released":
            await hits.release(session, number, HoldReason.DUAL_USE, story.clock())
        elif since == "deleted":
            await session.execute(delete(Introduction).where(this))
        elif since == "listing deleted":
            await session.execute(update(Introduction).where(this).values(offer_id=None))
    view = await shows(story, looked_at(number, ana.person_id, Kind.OFFER))
    assert (view is not None) is (since == "nothing")


async def test_a_hold_for_screening_is_told_to_nobody(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    async with story.database.writing() as session:
        await hits.hold(session, number, HoldReason.SCREENING, story.clock())
    assert await shows(story, looked_at(number, mei.person_id, Kind.NEED)) is None


async def test_an_acceptance_is_told_while_the_two_are_connected(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.accepts(number)
    accepted = await mei.last(Topic.INTRODUCTION_ACCEPTED)
    assert await shows(story, accepted) is not None
    async with story.database.writing() as session:
        await introductions.end_introductions_of(session, [ana.company_id], story.clock())
    assert await shows(story, accepted) is None

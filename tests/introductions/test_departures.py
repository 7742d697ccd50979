"""What happens to introductions when listings close, people leave or companies lose their last person."""

import asyncio
import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.errors import DomainError, NoLongerThereError, NotAllowedError
from bot.usecases import introductions
from bot.usecases.introductions import Proposed, errors
from bot.usecases.moderation import safety
from bot.usecases.people import settings
from bot.usecases.privacy import rights
from storage import outbox
from storage.listings import listings, masked_texts
from storage.models import Base, Company, Introduction, Listing, Person
from storage.models.roles import RoleGrant
from storage.people import companies, people, preferences
from storage.vocabulary import (
    DeclineReason,
    Frequency,
    IntroductionStatus,
    Kind,
    ListingStatus,
    MembershipStatus,
    Outcome,
    ReportObject,
    ReportReason,
    Role,
    Topic,
)
from tests.factories import set_status
from tests.introductions.story import Human, Story


async def moves_listing(story: Story, of: Human, to: ListingStatus) -> None:
    async with story.database.writing() as session:
        await set_status(session, of.listing_id, to, story.clock())


async def forgets(story: Story, human: Human) -> None:
    async with story.database.writing() as session:
        await rights.forget(session, human.person_id, story.clock())


@pytest.mark.parametrize("status", [ListingStatus.PAUSED, ListingStatus.EXPIRED])
async def test_open_introductions_survive_a_paused_or_expired_listing(
    story: Story, mei: Human, ana: Human, status: ListingStatus
) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await moves_listing(story, ana, status)
    await story.time_passes(hours=1)
    await ana.accepts(number)
    assert (await story.row(number)).status is IntroductionStatus.ACCEPTED


@pytest.mark.parametrize("status", [ListingStatus.CLOSED, ListingStatus.DELETED])
async def test_closing_the_recipients_listing_declines_the_introduction(
    story: Story, mei: Human, ana: Human, status: ListingStatus
) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await moves_listing(story, ana, status)
    with pytest.raises(errors.ListingGoneError):
        await ana.accepts(number)
    await story.time_passes(minutes=10)
    seen = await mei.sees(number)
    assert (seen.status, seen.decline_reason) == (IntroductionStatus.DECLINED, DeclineReason.LISTING_GONE)
    assert await mei.told() == [Topic.INTRODUCTION_DECLINED]


async def test_closing_the_proposers_listing_withdraws_the_introduction(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.asks(number)
    await moves_listing(story, mei, ListingStatus.CLOSED)
    with pytest.raises(errors.ListingGoneError):
        await ana.accepts(number)
    await story.time_passes(minutes=10)
    assert (await ana.sees(number)).status is IntroductionStatus.WITHDRAWN


async def test_a_deletion_undone_in_time_has_no_effect(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await moves_listing(story, ana, ListingStatus.DELETED)
    assert await story.time_passes(minutes=9) == 0
    await moves_listing(story, ana, ListingStatus.PUBLISHED)
    assert await story.time_passes(minutes=9) == 0
    await ana.accepts(number)
    assert (await story.row(number)).status is IntroductionStatus.ACCEPTED


async def test_an_edited_listing_is_marked_as_edited(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    assert not (await ana.sees(number)).theirs_edited
    async with story.database.writing() as session:
        listing = await listings.find(session, mei.listing_id)
        assert listing is not None
        listing.revision += 1
        await listings.replace_text(session, listing.id, title="Sensors for orchards", summary=listing.summary)
        await masked_texts.unmask_companies(session, [listing.company_id])
    seen = await ana.sees(number)
    assert seen.theirs_edited
    assert seen.title == "Sensors for orchards"
    await ana.accepts(number)


async def test_any_colleague_may_answer_and_the_others_are_told(story: Story, mei: Human, ana: Human) -> None:
    petar, ivo = await story.colleague(ana, "Petar"), await story.colleague(mei, "Ivo")
    number = (await mei.proposes(ana)).introduction_id
    assert await ivo.told() == [Topic.INTRODUCTION_BY_COLLEAGUE]
    await petar.asks(number)
    await ivo.answers(number)
    await ana.puts_off(number, story.clock() + timedelta(days=1))
    await petar.accepts(number)
    assert await ana.told() == [
        Topic.INTRODUCTION_PROPOSED,
        Topic.INTRODUCTION_BY_COLLEAGUE,
        Topic.INTRODUCTION_ANSWER,
        Topic.INTRODUCTION_ACCEPTED,
    ]
    card = await mei.gets_card(number)
    assert card.person is not None
    assert card.person.name == "Petar", "who said yes is whom one speaks to"


async def test_a_person_who_left_cannot_act_and_a_colleague_can(story: Story, mei: Human, ana: Human) -> None:
    await story.colleague(mei, "Ivo")
    number = (await mei.proposes(ana)).introduction_id
    await story.set_membership(mei, MembershipStatus.LEFT)
    for act in (mei.withdraws, mei.sees, mei.gets_card, mei.answers):
        with pytest.raises(errors.NotYoursError):
            await act(number)
    async with story.database.reading() as session:
        left = await introductions.proposals_left(session, mei.person_id, story.rules)
    assert left == 3, "what one cannot withdraw any more takes no place"
    await ana.accepts(number)
    card = await ana.gets_card(number)
    assert card.person is not None
    assert card.person.name == "Ivo", "Mei's channels are not given out after she has left"


async def test_a_person_on_both_sides_cannot_answer_alone(story: Story, mei: Human, ana: Human) -> None:
    """An adviser of both sides counts as the proposer. Somebody else must accept for the other side."""
    petar = await story.colleague(ana, "Petar")
    number = (await mei.proposes(ana)).introduction_id
    await story.set_membership(petar, MembershipStatus.ACTIVE, mei.company_id)
    for act in (petar.accepts, petar.declines):
        with pytest.raises(errors.NotYoursError):
            await act(number)
    with pytest.raises(errors.NotYourMoveError):
        await petar.asks(number)
    await ana.accepts(number)


@pytest.mark.parametrize("whose", ["mei", "ana"])
async def test_open_introductions_end_when_the_last_representative_leaves(
    story: Story, mei: Human, ana: Human, whose: str
) -> None:
    number = (await mei.proposes(ana)).introduction_id
    gone, other = (mei, ana) if whose == "mei" else (ana, mei)
    await story.set_membership(gone, MembershipStatus.LEFT)
    await story.time_passes(minutes=1)
    expected = IntroductionStatus.WITHDRAWN if whose == "mei" else IntroductionStatus.DECLINED
    assert (await other.sees(number)).status is expected
    if whose == "ana":
        assert (await other.sees(number)).decline_reason is DeclineReason.NOBODY_THERE


async def test_an_accepted_introduction_without_people_still_shows_the_company(
    story: Story, mei: Human, ana: Human
) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.accepts(number)
    await story.set_membership(ana, MembershipStatus.LEFT)
    card = await mei.gets_card(number)
    assert (card.company_name, card.person) == ("Senzor d.o.o.", None)
    assert (await mei.says(number, "hello")).heard == 0


async def test_nothing_is_sent_to_a_person_who_blocked_the_bot(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    async with story.database.writing() as session:
        await people.mark_unreachable(session, ana.person_id, story.clock())
    before = await ana.told()
    await story.time_passes(days=3)
    assert await ana.told() == before
    await story.time_passes(days=7)
    assert (await mei.sees(number)).status is IntroductionStatus.EXPIRED, "the proposer is not left waiting"
    assert await mei.told() == [Topic.INTRODUCTION_EXPIRED]


async def test_deleting_the_last_person_deletes_the_company_and_withdraws_introductions(
    story: Story, mei: Human, ana: Human
) -> None:
    third = await story.joins("Ivo", "Staklenik", "HR", Kind.NEED)
    open_ = (await third.proposes(ana)).introduction_id
    accepted = (await mei.proposes(ana, "We are Pudong Agritech.")).introduction_id
    await ana.accepts(accepted)
    await ana.says(accepted, "My private number is 064 123")
    await forgets(story, ana)
    for human, number in ((mei, accepted), (third, open_)):
        seen = await human.sees(number)
        assert seen.status is IntroductionStatus.WITHDRAWN
        assert (seen.theirs, seen.counterpart, seen.title) == (None, None, "")
        assert (await human.told())[-1] == Topic.INTRODUCTION_WITHDRAWN
        with pytest.raises(errors.ClosedError):
            await human.gets_card(number)
        with pytest.raises(errors.ClosedError):
            await human.says(number, "hello?")
    await expect_nothing_of(story, "Ana", "Senzor", "senzor", "ana_anic", "064", str(ana.person_id))


async def test_deleting_one_of_several_people_keeps_the_company(story: Story, mei: Human, ana: Human) -> None:
    ivo = await story.colleague(mei, "Ivo")
    number = (await mei.proposes(ana, "I am Mei Li, and I run greenhouses.")).introduction_id
    await ana.asks(number)
    await mei.answers(number, "Ask Mei Li.")
    await forgets(story, mei)
    seen = await ana.sees(number)
    assert (seen.status, seen.pitch) == (IntroductionStatus.PROPOSED, None)
    assert await ana.reads(number) == ["Which protocol do they speak?", ""]
    await ana.accepts(number)
    card = await ana.gets_card(number)
    assert card.person is not None
    assert card.person.name == "Ivo"
    assert await ivo.told() != []
    await expect_nothing_of(story, "Mei Li", "mei_li_sh", "mei-pudong", str(mei.person_id))


async def test_the_last_two_deleted_at_once_leave_no_company(story: Story, mei: Human) -> None:
    ivo = await story.colleague(mei, "Ivo")
    await asyncio.gather(forgets(story, mei), forgets(story, ivo))
    async with story.database.reading() as session:
        for model in (Person, Company, Listing):
            assert await session.scalar(select(func.count()).select_from(model)) == 0


async def test_a_person_is_deleted_while_someone_proposes_to_them(story: Story, mei: Human, ana: Human) -> None:
    proposed, forgotten = await asyncio.gather(mei.proposes(ana), forgets(story, ana), return_exceptions=True)
    assert forgotten is None
    assert isinstance(proposed, Proposed | DomainError)
    await story.time_passes(minutes=1)
    async with story.database.reading() as session:
        left = (await session.scalars(select(Introduction))).all()
    assert not [one for one in left if one.status.is_open], "the ticker ends what slipped in between"
    assert len(left) == len(await mei.told())


async def test_deleting_an_unknown_person_reports_it(story: Story, mei: Human) -> None:
    await forgets(story, mei)
    with pytest.raises(NoLongerThereError):
        await forgets(story, mei)
    async with story.database.reading() as session:
        with pytest.raises(NoLongerThereError):
            await rights.export(session, mei.person_id, story.clock())


async def expect_nothing_of(story: Story, *secrets: str) -> None:
    """Fails if any row of any table contains the word."""
    async with story.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            for row in (await session.execute(select(table))).all():
                text = repr(tuple(row))
                assert not [secret for secret in secrets if secret in text], (table.name, text)


async def test_the_export_is_complete_and_contains_nobody_else(story: Story, mei: Human, ana: Human) -> None:
    await story.suggests(mei, ana)
    number = (await mei.proposes(ana, "Pudong Agritech: forty greenhouses.")).introduction_id
    said = await ana.asks(number, "Ana Anić of Senzor asks: how many?")
    await mei.answers(number, "Forty, says Mei Li.")
    async with story.database.writing() as session:
        await settings.choose_frequency(session, mei.person_id, Frequency.DAILY)
        await safety.report(
            session,
            mei.person_id,
            ReportObject.MESSAGE,
            said.message_id,
            reason=ReportReason.OTHER,
            note="odd",
            now=story.clock(),
        )
    await ana.accepts(number)
    async with story.database.reading() as session:
        exported = await rights.export(session, mei.person_id, story.clock())
    text = json.dumps(exported, ensure_ascii=False)
    for mine in ("Mei Li", "mei_li_sh", "mei-pudong", "Pudong Agritech", "Forty, says Mei Li.", "daily", "odd"):
        assert mine in text, mine
    for theirs in ("Ana", "Senzor", "senzor", "ana_anic", "+381"):
        assert theirs not in text, theirs
    assert exported["introduction"][0]["thread"][0]["by_my_side"] is False
    assert "how many?" in exported["introduction"][0]["thread"][0]["text"]


async def test_every_table_with_a_person_is_exported_or_named_as_exempt(story: Story, mei: Human) -> None:
    exempt = {
        "introduction",  # exported as seen from one's own side
    }
    async with story.database.reading() as session:
        exported = await rights.export(session, mei.person_id, story.clock())
    personal = {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "person"
    }
    untold = {"screening_hit"}  # never told to the one screened
    assert personal - exempt - untold <= exported.keys()
    assert not untold & exported.keys()
    assert exempt <= exported.keys()


async def test_a_company_is_not_removed_while_somebody_still_speaks_for_it(story: Story, mei: Human) -> None:
    await story.colleague(mei, "Ivo")
    await forgets(story, mei)
    async with story.database.reading() as session:
        assert await companies.find(session, mei.company_id) is not None


async def test_leaving_removes_the_channels_and_the_last_one_removes_the_company(
    story: Story, mei: Human, ana: Human
) -> None:
    async def leaves(human: Human) -> bool:
        async with story.database.writing() as session:
            return await rights.leave(session, human.person_id, human.company_id, story.clock())

    ivo = await story.colleague(mei, "Ivo")
    number = (await mei.proposes(ana, "From Pudong Agritech")).introduction_id
    await ana.accepts(number)
    assert not await leaves(mei)
    with pytest.raises(NotAllowedError):
        await leaves(mei)
    await expect_nothing_of(story, "mei-pudong")
    assert (await ana.sees(number)).status is IntroductionStatus.ACCEPTED
    assert await leaves(ivo)
    assert (await ana.sees(number)).status is IntroductionStatus.WITHDRAWN
    await expect_nothing_of(story, "Pudong")
    async with story.database.reading() as session:
        assert await people.find(session, ivo.person_id) is not None


async def test_two_who_leave_at_once_leave_no_empty_company(story: Story, mei: Human) -> None:
    async def leaves(human: Human) -> bool:
        async with story.database.writing() as session:
            return await rights.leave(session, human.person_id, human.company_id, story.clock())

    ivo = await story.colleague(mei, "Ivo")
    assert sorted(await asyncio.gather(leaves(mei), leaves(ivo))) == [False, True]


async def test_the_last_departure_erases_messages_of_earlier_colleagues(story: Story, mei: Human, ana: Human) -> None:
    ivo = await story.colleague(mei, "Ivo")
    number = (await mei.proposes(ana, "From Pudong Agritech")).introduction_id
    await ana.asks(number)
    await mei.answers(number, "Pudong Agritech, as I said")
    await story.set_membership(mei, MembershipStatus.LEFT)
    await forgets(story, ivo)
    await expect_nothing_of(story, "Pudong")


async def test_no_outcome_can_be_recorded_after_the_other_side_was_deleted(
    story: Story, mei: Human, ana: Human
) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.accepts(number)
    await forgets(story, ana)
    async with story.database.writing() as session:
        with pytest.raises(NoLongerThereError):
            await introductions.record_outcome(session, mei.person_id, number, 7, Outcome.MET, story.clock())


async def test_a_deletion_waits_for_a_transaction_that_notifies_the_person(story: Story, ana: Human) -> None:
    async with story.database.writing() as session:
        (listener,) = await preferences.listeners(session, ana.company_id)
        going = asyncio.create_task(forgets(story, ana))
        await asyncio.sleep(0.3)
        assert not going.done()
        assert await outbox.queue_message(
            session, listener.person_id, "any", payload={}, dedupe_key="any", now=story.clock()
        )
    await going
    assert await ana.told() == []


async def test_the_export_names_no_other_person(story: Story, mei: Human, ana: Human) -> None:
    async with story.database.writing() as session:
        session.add(
            RoleGrant(
                person_id=ana.person_id,
                role=Role.ORGANIZER,
                granted_by=mei.person_id,
                granted_at=story.clock(),
                taken_by=None,
                taken_at=None,
            )
        )
    async with story.database.reading() as session:
        exported = await rights.export(session, mei.person_id, story.clock())
    (grant,) = exported["role_grant"]
    assert (grant["person_id"], grant["granted_by"]) == (None, mei.person_id)
    assert str(ana.person_id) not in json.dumps(exported)

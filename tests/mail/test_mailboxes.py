"""Which companies get a mailbox, which are asked, and what their addresses remember. On both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.usecases import introductions
from bot.usecases.introductions import errors
from bot.usecases.mail import mailboxes as rules
from bot.usecases.mail.addresses import hash_of, language_of, sendable
from bot.usecases.mail.mailboxes import MailboxJob
from storage.database import Database
from storage.ids import ByMail, IntroductionId, MailboxId
from storage.mail import addresses, mailboxes, mails
from storage.models import Introduction, Mailbox, MailDelivery, Membership, Person
from storage.people import companies, memberships
from storage.vocabulary import ChannelKind, IntroductionStatus, Kind, Language, MailboxStatus, MailTopic, Relation
from tests.introductions.story import RULES, Human, Story
from tests.neighbours import select_own

ADDRESS = "kontakt@senzor.rs"


@pytest.fixture
def story(database: Database) -> Story:
    return Story(database=database)


@pytest.fixture
async def mei(story: Story) -> Human:
    return await story.joins("Mei Li", "Pudong Agritech", "CN", Kind.NEED)


@pytest.fixture
async def olga(story: Story) -> Human:
    """An organizer, who holds Senzor from a list."""
    olga = await story.joins("Olga", "Senzor d.o.o.", "RS", Kind.OFFER, channels=[(ChannelKind.EMAIL, ADDRESS)])
    await becomes(story, olga, Relation.ORGANIZER)
    return olga


async def becomes(story: Story, human: Human, relation: Relation) -> None:
    async with story.database.writing() as session:
        await memberships.change(session, human.person_id, human.company_id, relation=relation, role=None)


async def works(story: Story) -> None:
    while await MailboxJob(story.database, story.clock).run():
        pass


async def box_of(story: Story) -> Mailbox | None:
    async with story.database.reading() as session:
        return (await session.scalars(select_own(Mailbox))).one_or_none()


async def topics(story: Story) -> list[str]:
    async with story.database.reading() as session:
        return list(await session.scalars(select_own(MailDelivery.topic).order_by(MailDelivery.id)))


async def proposed(story: Story, mei: Human, olga: Human) -> IntroductionId:
    done = await mei.proposes(olga)
    await works(story)
    return done.introduction_id


async def confirmed(story: Story, seen: IntroductionId) -> ByMail:
    box = await box_of(story)
    assert box is not None
    async with story.database.writing() as session:
        assert await rules.confirm(session, box, seen, story.clock())
    async with story.database.writing() as session:
        assert not await rules.confirm(session, box, seen, story.clock()), "a second press"
    return ByMail(box.id)


async def test_a_waiting_company_is_asked_once(story: Story, mei: Human, olga: Human) -> None:
    await works(story)
    assert await box_of(story) is None, "nobody waits for it yet"
    await proposed(story, mei, olga)
    box = await box_of(story)
    assert box is not None
    assert (box.status, box.address, box.language) == (MailboxStatus.ASKED, ADDRESS, Language.SR_LATN)
    await works(story)
    assert await topics(story) == [MailTopic.CONSENT]


@pytest.mark.parametrize("relation", [Relation.REPRESENTATIVE, Relation.ADVISER])
async def test_an_own_person_or_an_advisers_own_address_is_not_asked(
    story: Story, mei: Human, olga: Human, relation: Relation
) -> None:
    await becomes(story, olga, relation)
    await proposed(story, mei, olga)
    assert await box_of(story) is None


async def test_several_lists_with_different_addresses_ask_one(story: Story, mei: Human, olga: Human) -> None:
    other = await story.colleague(olga, "Otto")
    async with story.database.writing() as session:
        await companies.replace_channels(
            session, other.person_id, olga.company_id, [(ChannelKind.EMAIL, "zweite@senzor.rs")]
        )
    await becomes(story, other, Relation.ORGANIZER)
    await proposed(story, mei, olga)
    await works(story)
    assert await topics(story) == [MailTopic.CONSENT]


async def test_an_asked_address_rests_for_a_while(story: Story) -> None:
    async with story.database.writing() as session:
        now = story.clock()
        assert await addresses.mark_asked(session, "hash", now)
        assert not await addresses.mark_asked(session, "hash", now + timedelta(days=89))
        assert await addresses.mark_asked(session, "hash", now + timedelta(days=90))
        assert not await addresses.is_refused(session, "hash")
        await addresses.refuse(session, "hash", now)
        await addresses.refuse(session, "hash", now)
        assert await addresses.is_refused(session, "hash")
        assert await addresses.forget_asked(session, before=now + timedelta(days=900)) == 0


async def test_a_mailbox_speaks_for_its_company_only(story: Story, mei: Human, olga: Human) -> None:
    number = await proposed(story, mei, olga)
    box = await box_of(story)
    assert box is not None
    async with story.database.writing() as session:
        with pytest.raises(errors.NotYoursError):
            await introductions.accept(session, ByMail(box.id), number, story.clock())
    speaker = await confirmed(story, number)
    async with story.database.writing() as session:
        for stranger in (ByMail(MailboxId(box.id + 1)), ByMail(MailboxId(-1))):
            with pytest.raises(errors.NotYoursError):
                await introductions.accept(session, stranger, number, story.clock())
        accepted = await introductions.accept(session, speaker, number, story.clock())
    assert (accepted.status, accepted.answered_by, accepted.answered_by_mail) == (
        IntroductionStatus.ACCEPTED,
        None,
        True,
    )
    async with story.database.writing() as session:
        with pytest.raises(errors.ClosedError):
            await introductions.accept(session, speaker, number, story.clock())
        with pytest.raises(errors.NotYoursError):
            await introductions.withdraw(session, olga.person_id, number, story.clock())


async def test_a_refused_mailbox_speaks_no_more_and_ends_what_waits(story: Story, mei: Human, olga: Human) -> None:
    number = await proposed(story, mei, olga)
    speaker = await confirmed(story, number)
    async with story.database.writing() as session:
        await rules.refuse(session, speaker.mailbox_id, story.clock())
    async with story.database.writing() as session:
        with pytest.raises(errors.NotYoursError):
            await introductions.accept(session, speaker, number, story.clock())
        assert await mailboxes.reading_for(session, olga.company_id) is None
    assert (await story.row(number)).status is IntroductionStatus.EXPIRED


async def test_notices_go_to_the_mailbox_until_somebody_joins(story: Story, mei: Human, olga: Human) -> None:
    number = await proposed(story, mei, olga)
    speaker = await confirmed(story, number)
    async with story.database.writing() as session:
        await introductions.say(session, speaker, number, "Koliko?", rules=RULES, now=story.clock())
        await introductions.say(session, mei.person_id, number, "4000", rules=RULES, now=story.clock())
    assert await topics(story) == [MailTopic.CONSENT, "introduction_answer"]
    await story.colleague(olga, "Ana")
    async with story.database.writing() as session:
        assert await mailboxes.reading_for(session, olga.company_id) is None


async def test_a_company_is_reachable_by_mail_alone(story: Story, mei: Human, olga: Human) -> None:
    number = await proposed(story, mei, olga)
    await confirmed(story, number)
    async with story.database.writing() as session:
        await session.execute(update(Introduction).where(Introduction.id == number).values(need_id=None))
        gone = update(Person).where(Person.id == olga.person_id).values(unreachable_since=story.clock())
        await session.execute(gone)
    await mei.proposes(olga)
    assert (await topics(story))[-1] == "introduction_proposed"


async def test_waits_of_a_mailbox_are_counted_by_address(story: Story, mei: Human, olga: Human) -> None:
    await proposed(story, mei, olga)
    async with story.database.reading() as session:
        assert await mails.arrived(session, hash_of(ADDRESS), story.clock() - timedelta(days=1)) == []
        assert not await mails.was_told(session, (await box_of(story)).id, IntroductionId(1))  # type: ignore[union-attr]


async def test_leaving_organizers_leave_no_mailbox_that_is_asked(story: Story, mei: Human, olga: Human) -> None:
    async with story.database.writing() as session:
        left = update(Membership).where(Membership.person_id == olga.person_id).values(status="left")
        await session.execute(left)
    await works(story)
    assert await box_of(story) is None


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("Kontakt@Senzor.RS", "Kontakt@senzor.rs"),
        ("info@bücher.de", "info@xn--bcher-kva.de"),
        ("büro@senzor.rs", None),
        ("nobody", None),
        ("a@b@c.rs", None),
    ],
)
def test_addresses_that_can_be_written_to(typed: str, taken: str | None) -> None:
    assert sendable(typed) == taken


def test_capitals_make_no_other_address() -> None:
    assert hash_of("Info@Senzor.rs ") == hash_of("info@senzor.rs")


@pytest.mark.parametrize(
    ("country", "language"),
    [
        *(("CN", Language.ZH), ("TW", Language.ZH), ("RS", Language.SR_LATN), ("BA", Language.SR_LATN)),
        *(("DE", Language.EN), ("US", Language.EN), ("XK", Language.EN), ("ZZ", Language.EN)),
    ],
)
def test_the_language_of_a_country(country: str, language: Language) -> None:
    assert language_of(country) is language

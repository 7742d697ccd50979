"""Bans, mutes and warnings in the database: who may, what they replace, and what they hide."""

from datetime import timedelta

import pytest

from bot.errors import AlreadyDoneError, NoLongerThereError, NotAllowedError
from bot.usecases.moderation import sanctions
from bot.usecases.moderation.rank import UpwardError
from bot.usecases.moderation.sanctions import NOTE_LIMIT
from storage.ids import CompanyId, PersonId, SanctionId
from storage.models import Company, Person, Sanction
from storage.moderation import roles
from storage.moderation import sanctions as stored
from storage.vocabulary import (
    IntroductionStatus,
    Role,
    SanctionKind,
    SanctionReason,
    Topic,
)
from storage.vocabulary import ListingStatus as S
from tests.factories import NOW, add_listing, add_person
from tests.introductions.story import Human, Story
from tests.listings.place import place
from tests.moderation.office import Office, order

BAN, MUTE, WARNING = SanctionKind.BAN, SanctionKind.MUTE, SanctionKind.WARNING
DAY = timedelta(days=1)


@pytest.mark.parametrize("who", ["member", "organizer"])
async def test_people_below_a_moderator_sanction_nobody(office: Office, who: str) -> None:
    async with office.database.writing() as session:
        other = (await add_person(session)).id
        if who == "organizer":
            await roles.grant(session, office.member, Role.ORGANIZER, by=None, now=NOW)
    with pytest.raises(NotAllowedError) as refused:
        await office.bans(office.member, other)
    assert not isinstance(refused.value, UpwardError)


async def test_nobody_sanctions_themselves(office: Office) -> None:
    with pytest.raises(UpwardError):
        await office.imposes(office.moderator, order(WARNING, office.moderator))


async def test_a_company_has_the_rank_of_its_highest_representative(office: Office) -> None:
    theirs = await office.company_of(office.member, office.other_moderator)
    with pytest.raises(UpwardError):
        await office.imposes(office.moderator, order(BAN, company_id=theirs))
    await office.imposes(office.admin, order(BAN, company_id=theirs))


async def test_an_unknown_company_is_not_banned_but_an_unknown_person_is(office: Office) -> None:
    with pytest.raises(NoLongerThereError):
        await office.imposes(office.moderator, order(BAN, company_id=CompanyId(99)))
    stranger = PersonId(77)
    done = await office.imposes(office.moderator, order(BAN, stranger))
    assert (await office.sanction(done)).person_id == stranger
    assert (await office.last_entry()).person_id is None, "the log refers to people who are here"
    assert await office.told(Topic.SANCTIONED) == []


async def test_everybody_in_a_sanctioned_company_is_told(office: Office) -> None:
    theirs = await office.company_of(office.member, office.other_moderator)
    await office.imposes(office.admin, order(BAN, company_id=theirs))
    assert set(await office.told(Topic.SANCTIONED)) == {office.member, office.other_moderator}
    await office.imposes(office.admin, order(WARNING, office.member))
    assert (await office.told(Topic.SANCTIONED))[2:] == [office.member]
    assert (await office.last_entry()).person_id == office.member


async def test_a_second_ban_is_refused_and_a_second_mute_replaces_the_first(office: Office) -> None:
    await office.bans(office.moderator, office.member)
    with pytest.raises(AlreadyDoneError):
        await office.bans(office.moderator, office.member)
    first = await office.imposes(office.moderator, order(MUTE, office.member, until=NOW + DAY))
    second = await office.imposes(office.moderator, order(MUTE, office.member, until=NOW + 7 * DAY))
    assert (await office.last_entry()).before == {"until": (NOW + DAY).isoformat()}
    assert (await office.sanction(first)).lifted_at == NOW
    assert (await office.sanction(second)).lifted_at is None
    third = await office.imposes(office.moderator, order(MUTE, office.member))
    fourth = await office.imposes(office.moderator, order(MUTE, office.member))
    assert (await office.sanction(third)).lifted_at == NOW
    assert ((await office.last_entry()).before, fourth.touched) == ({"until": None}, ())


async def test_a_second_warning_leaves_the_first_one_in_place(office: Office) -> None:
    first = await office.imposes(office.moderator, order(WARNING, office.member))
    await office.imposes(office.moderator, order(WARNING, office.member))
    assert (await office.sanction(first)).lifted_at is None
    assert (await office.last_entry()).before == {}


async def test_only_a_mute_has_an_end_and_words_are_cut(office: Office) -> None:
    ban = await office.imposes(office.moderator, order(BAN, office.member, until=NOW + DAY, note="  "))
    assert ((await office.sanction(ban)).until, (await office.sanction(ban)).note) == (None, None)
    mute = await office.imposes(office.moderator, order(MUTE, office.member, until=NOW + DAY, note="x" * 600))
    assert ((await office.sanction(mute)).until, (await office.sanction(mute)).note) == (NOW + DAY, "x" * NOTE_LIMIT)


async def test_unban_lifts_the_ban_first_then_the_mute(office: Office) -> None:
    async def unbans() -> SanctionId:
        async with office.database.writing() as session:
            done = await sanctions.unban(
                session, office.actor(office.moderator), person_id=office.member, company_id=None, now=NOW
            )
        return done.sanction_id

    mute = await office.imposes(office.moderator, order(MUTE, office.member, until=NOW + DAY))
    ban = await office.bans(office.moderator, office.member)
    assert [await unbans(), await unbans()] == [ban.sanction_id, mute.sanction_id]
    with pytest.raises(AlreadyDoneError):
        await unbans()
    await office.imposes(office.moderator, order(MUTE, office.member, until=NOW))
    with pytest.raises(AlreadyDoneError):  # it is over
        await unbans()


async def test_a_sanction_is_lifted_and_restored_once(office: Office) -> None:
    done, mira = await office.bans(office.moderator, office.member), office.actor(office.moderator)
    for act in (sanctions.lift, sanctions.reimpose):
        async with office.database.writing() as session:
            await act(session, mira, done.sanction_id, NOW)
            with pytest.raises(AlreadyDoneError):
                await act(session, mira, done.sanction_id, NOW)
            with pytest.raises(NoLongerThereError):
                await act(session, mira, SanctionId(99), NOW)


async def test_the_ban_of_an_operator_who_is_no_more_is_lifted_by_moderators(office: Office) -> None:
    async with office.database.writing() as session:
        ban = Sanction(kind=BAN, person_id=office.member, reason=SanctionReason.FRAUD, by_id=None, created_at=NOW)
        await stored.add(session, ban)
        await sanctions.lift(session, office.actor(office.moderator), ban.id, NOW)
    assert await office.told(Topic.SANCTION_LIFTED) == [office.member]


@pytest.mark.parametrize("kind", [MUTE, WARNING])
async def test_only_a_ban_hides_listings(office: Office, kind: SanctionKind) -> None:
    at = await place(office.database, S.PUBLISHED)
    done = await office.imposes(office.moderator, order(kind, at.ana))
    assert (done.touched, await at.status()) == ((), S.PUBLISHED)


async def test_lifting_a_mute_shows_nothing_that_a_ban_hides(office: Office) -> None:
    at = await place(office.database, S.PUBLISHED)
    mute = await office.imposes(office.moderator, order(MUTE, at.ana, until=NOW + DAY))
    ban = await office.bans(office.moderator, at.ana)
    assert (ban.touched, await at.status()) == ((at.listing.id,), S.HELD)
    await office.lifts(office.moderator, mute)
    assert await at.status() is S.HELD
    await office.lifts(office.moderator, ban)
    assert await at.status() is S.PUBLISHED


async def test_a_ban_of_one_of_two_representatives_hides_only_what_that_person_wrote(office: Office) -> None:
    theirs = await office.company_of(office.member, office.other_moderator)
    async with office.database.writing() as session:
        company = await session.get_one(Company, theirs)
        authors = [await session.get_one(Person, one) for one in (office.member, office.other_moderator)]
        own, other = [await add_listing(session, company, author) for author in authors]
    done = await office.bans(office.admin, office.member)
    assert done.touched == (own.id,)
    assert other.id not in done.touched


async def test_a_ban_ends_only_open_introductions_of_what_it_hides(
    office: Office, story: Story, mei: Human, ana: Human
) -> None:
    colleague = await story.colleague(ana, "Petar")
    async with story.database.writing() as session:
        company = await session.get_one(Company, ana.company_id)
        person = await session.get_one(Person, colleague.person_id)
        colleague.listing_id = (await add_listing(session, company, person)).id
    hidden, kept = [(await mei.proposes(one)).introduction_id for one in (ana, colleague)]
    await office.bans(office.moderator, ana.person_id)
    assert (await story.row(hidden)).status is IntroductionStatus.DECLINED
    assert (await story.row(kept)).status is IntroductionStatus.PROPOSED


async def test_a_moderator_cannot_lift_an_admins_sanction(office: Office) -> None:
    done = await office.bans(office.admin, office.member)
    with pytest.raises(UpwardError):
        await office.lifts(office.moderator, done)
    await office.lifts(office.settings_admin, done)


async def test_an_admin_cannot_lift_a_configured_admins_sanction(office: Office) -> None:
    done = await office.bans(office.settings_admin, office.member)
    with pytest.raises(UpwardError):
        await office.lifts(office.admin, done)


async def test_moderators_can_lift_other_moderators_sanctions(office: Office) -> None:
    await office.lifts(office.other_moderator, await office.bans(office.moderator, office.member))
    async with office.database.reading() as session:
        assert not await stored.is_banned(session, office.member)


@pytest.mark.parametrize("whom", ["moderator", "other_moderator", "admin", "settings_admin"])
async def test_a_moderator_cannot_ban_the_same_or_a_higher_rank(office: Office, whom: str) -> None:
    with pytest.raises(NotAllowedError):
        await office.bans(office.moderator, getattr(office, whom))

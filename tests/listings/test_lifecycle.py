"""Who may publish, change and show listings, and the cards of their matches."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NoLongerThereError, NotAllowedError
from bot.usecases.listings import abroad, authoring, cards, lifecycle
from bot.usecases.people.active_sanctions import MutedError
from storage.database import Database
from storage.ids import ListingId, PersonId
from storage.listings import changes
from storage.models import Sanction
from storage.moderation import sanctions
from storage.people import memberships, people
from storage.suggestions.suggestions import ScoredPair, store
from storage.vocabulary import ListingStatus as S
from storage.vocabulary import MembershipStatus, ProfileType, Relation, SanctionKind, SanctionReason
from tests.factories import NOW, add_company, add_listing, add_person
from tests.listings.place import Place, place, text


async def strikes(session: AsyncSession, kind: SanctionKind, person_id: PersonId) -> None:
    until = NOW + timedelta(days=1) if kind is SanctionKind.MUTE else None
    values = {"reason": SanctionReason.FRAUD, "created_at": NOW, "until": until}
    session.add(Sanction(kind=kind, person_id=person_id, **values))
    await session.flush()


@pytest.fixture
async def at(database: Database) -> Place:
    return await place(database, S.PUBLISHED)


async def test_nobody_publishes_for_another_company(at: Place) -> None:
    async with at.database.writing() as session:
        other = (await add_person(session)).id
        with pytest.raises(NotAllowedError):
            await authoring.publish(session, other, text(at.listing), NOW, review="off")
        with pytest.raises(NotAllowedError):
            await authoring.add_drafts(session, other, [text(at.listing)], NOW)
        for act in (lifecycle.pause, lifecycle.close, lifecycle.delete):
            with pytest.raises(NotAllowedError):
                await act(session, other, at.listing.id, NOW)
            with pytest.raises(NoLongerThereError):
                await act(session, at.ana, ListingId(99), NOW)


async def test_a_muted_person_publishes_and_shows_nothing(database: Database) -> None:
    at = await place(database, S.PRIVATE)
    async with database.writing() as session:
        await strikes(session, SanctionKind.MUTE, at.ana)
        for act in (
            authoring.publish(session, at.ana, text(at.listing), NOW, review="off"),
            authoring.edit(session, at.ana, at.listing.id, text(at.listing), NOW, review="off"),
            lifecycle.renew(session, at.ana, at.listing.id, months=1, now=NOW, review="off"),
            abroad.show(session, at.ana, at.listing.id, "off", NOW),
            abroad.agree_to_all(session, at.ana, "off", NOW),
        ):
            with pytest.raises(MutedError):
                await act
    assert await at.status() is S.PRIVATE


async def test_a_banned_person_agrees_to_nothing(database: Database) -> None:
    at = await place(database, S.PRIVATE, agreed=False)
    async with database.writing() as session:
        await strikes(session, SanctionKind.BAN, at.ana)
        with pytest.raises(NotAllowedError):
            await abroad.agree_to_all(session, at.ana, "off", NOW)
        author = await people.find(session, at.ana)
        assert author is not None
        assert author.shown_abroad is False


@pytest.mark.parametrize("setting", ["off", "all"])
async def test_showing_abroad_says_what_is_shown_and_what_is_reviewed(database: Database, setting: str) -> None:
    at = await place(database, S.PRIVATE, cleared_revision=None)
    async with database.writing() as session:
        changed = await abroad.agree_to_all(session, at.ana, setting, NOW)
    shown, handed_in = ((at.listing.id,), ()) if setting == "off" else ((), (at.listing.id,))
    assert (changed.shown, changed.handed_in, changed.hidden) == (shown, handed_in, ())


async def test_an_edit_of_another_revision_or_of_a_deleted_listing_is_refused(at: Place) -> None:
    async def edits(read: int | None) -> None:
        async with at.database.writing() as session:
            await authoring.edit(session, at.ana, at.listing.id, text(at.listing), NOW, review="off", read=read)

    with pytest.raises(NoLongerThereError):
        await edits(2)
    await edits(1)
    await at.does("delete", "off")
    with pytest.raises(NoLongerThereError):
        await edits(None)


async def cards_of(database: Database, count: int) -> Any:
    """Returns a function that opens the page at an index for a person with this many matches."""
    async with database.writing() as session:
        ana, mei = await add_person(session), await add_person(session)
        mine = await add_listing(session, await add_company(session, ana), ana)
        other = await add_company(session, mei, country="CN")
        needs = [await add_listing(session, other, profile_type=ProfileType.TECHNOLOGY_REQUEST) for _ in range(count)]
        pairs = [
            ScoredPair(need_id=need.id, offer_id=mine.id, score=90 - number, reasons={})
            for number, need in enumerate(needs)
        ]
        await store(session, pairs, NOW)

    async def page(index: int) -> tuple[int | None, int, int]:
        async with database.reading() as session:
            found = await cards.page(session, ana.id, NOW, listing_id=None, index=index)
        return None if found.card is None else found.card.score, found.index, found.total

    return page


async def test_the_card_at_an_index_or_the_last_one_is_shown(database: Database) -> None:
    page = await cards_of(database, 3)
    assert [await page(index) for index in (-1, 0, 1, 2, 3, 99)] == [
        (90, 0, 3),
        (90, 0, 3),
        (89, 1, 3),
        (88, 2, 3),
        (88, 2, 3),
        (88, 2, 3),
    ]


async def test_there_may_be_no_card(database: Database) -> None:
    page = await cards_of(database, 0)
    assert [await page(index) for index in (0, 5)] == [(None, 0, 0), (None, 0, 0)]


async def test_only_representatives_publish_a_draft(database: Database) -> None:
    at = await place(database, S.INVITED)
    async with database.writing() as session:
        stranger = (await add_person(session)).id
        with pytest.raises(NotAllowedError):
            await lifecycle.make_public(session, stranger, at.listing, "off", NOW)
        for relation in (Relation.ORGANIZER, Relation.ADVISER):
            await memberships.put(
                session,
                person_id=stranger,
                company_id=at.listing.company_id,
                relation=relation,
                role=None,
                status=MembershipStatus.ACTIVE,
                now=NOW,
            )
            if relation is Relation.ORGANIZER:
                with pytest.raises(NotAllowedError):
                    await lifecycle.make_public(session, stranger, at.listing, "off", NOW)
        await lifecycle.make_public(session, stranger, at.listing, "off", NOW)
    assert await at.status() is S.PUBLISHED


async def test_a_ban_of_a_company_holds_and_releases_its_listings(at: Place) -> None:
    other = await place(at.database, S.PUBLISHED)
    async with at.database.writing() as session:
        ban = Sanction(
            kind=SanctionKind.BAN, company_id=at.listing.company_id, reason=SanctionReason.FRAUD, created_at=NOW
        )
        await sanctions.add(session, ban)
        for change, expected in ((changes.hold_of_banned, S.HELD), (changes.release, S.PUBLISHED)):
            done = await change(session, person_id=None, company_id=at.listing.company_id, now=NOW)
            assert [(one.id, one.status) for one in done] == [(at.listing.id, expected)]
            await sanctions.lift(session, ban.id, NOW)
    assert await other.status() is S.PUBLISHED

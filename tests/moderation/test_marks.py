"""Check marks and trust that moderators give by hand, and blocked countries."""

from typing import Any

import pytest

from bot.errors import AlreadyDoneError, NoLongerThereError, NotAllowedError
from bot.usecases.moderation import countries, marks
from storage.ids import CompanyId
from storage.moderation import reviews
from storage.verification import verifications
from storage.vocabulary import (
    ReviewKind,
    VerificationMethod,
)
from tests.factories import NOW, open_review
from tests.moderation.office import Office

MARKS = [(marks.verify, marks.unverify), (marks.put_trust, marks.lift_trust)]


@pytest.mark.parametrize(("give", "take"), MARKS, ids=["check mark", "trust"])
async def test_a_mark_is_given_and_taken_once(office: Office, give: Any, take: Any) -> None:
    company_id, mira = await office.company_of(office.member), office.actor(office.moderator)
    for act in (give, take, give):
        async with office.database.writing() as session:
            await act(session, mira, company_id, NOW)
        async with office.database.writing() as session:
            with pytest.raises(AlreadyDoneError):
                await act(session, mira, company_id, NOW)
            with pytest.raises(NoLongerThereError):
                await act(session, mira, CompanyId(99), NOW)
            with pytest.raises(NotAllowedError):
                await act(session, office.actor(office.member), company_id, NOW)


@pytest.mark.parametrize("yes", [True, False])
async def test_a_request_for_a_check_mark_is_answered_once(office: Office, *, yes: bool) -> None:
    company_id, mira = await office.company_of(office.member), office.actor(office.moderator)
    async with office.database.writing() as session:
        await reviews.put(session, ReviewKind.VERIFICATION, company_id, NOW)
        item = await open_review(session, ReviewKind.VERIFICATION, company_id)
        assert item is not None
        await marks.answer_request(session, mira, item.id, yes=yes, now=NOW)
        with pytest.raises(AlreadyDoneError):
            await marks.answer_request(session, mira, item.id, yes=yes, now=NOW)
        assert await verifications.methods_of(session, company_id) == ((VerificationMethod.MODERATOR,) if yes else ())


@pytest.mark.parametrize(("note", "kept"), [(" Seen at the fair. ", "Seen at the fair."), (" ", None), (None, None)])
async def test_the_note_of_a_check_mark_is_kept(office: Office, note: str | None, kept: str | None) -> None:
    company_id = await office.company_of(office.member)
    async with office.database.writing() as session:
        await marks.verify(session, office.actor(office.moderator), company_id, NOW, note=note)
        (mark,) = await verifications.standing(session, company_id)
    assert mark.note == kept


async def test_a_pair_of_countries_is_blocked_and_unblocked_once_by_admins(office: Office) -> None:
    ada, mira = office.actor(office.admin), office.actor(office.moderator)
    async with office.database.writing() as session:
        for act in (countries.block_pair, countries.unblock_pair, countries.block_pair):
            await act(session, ada, "RS", "CN", NOW)
            with pytest.raises(AlreadyDoneError):
                await act(session, ada, "CN", "RS", NOW)
            with pytest.raises(NotAllowedError):
                await act(session, mira, "CN", "RS", NOW)
        with pytest.raises(countries.OneCountryError):
            await countries.block_pair(session, ada, "RS", "RS", NOW)

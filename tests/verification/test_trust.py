"""Queries about trusted and verified companies answer for the companies that they are asked about."""

from storage.verification import trust, verifications
from storage.vocabulary import VerificationMethod
from tests.factories import add_company
from tests.verification.desk import Desk


async def test_trust_is_that_of_the_company(desk: Desk) -> None:
    async with desk.database.writing() as session:
        other = await add_company(session, name="Drugi", name_key="drugi")
        for company_id in (desk.company, other.id):
            assert await trust.put(session, company_id, by=desk.person, now=desk.clock())
        assert await trust.trusted_among(session, [other.id]) == {other.id}
        assert await trust.lift(session, other.id)
        assert await trust.is_trusted(session, desk.company)
        assert not await trust.is_trusted(session, other.id)


async def test_a_check_by_the_organizers_is_that_of_the_company(desk: Desk) -> None:
    async with desk.database.writing() as session:
        other = await add_company(session, name="Drugi", name_key="drugi")
        method = VerificationMethod.MODERATOR
        await verifications.add(session, other.id, method, detail=None, by=None, now=desk.clock())
        assert await verifications.by_moderator(session, desk.company) is None
        assert await verifications.by_moderator(session, other.id) is not None

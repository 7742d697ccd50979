"""Queries about trusted and verified companies answer for the companies that they are asked about."""

from sqlalchemy.ext.asyncio import AsyncSession

from storage.events import events
from storage.models import Event, EventParticipant, Exhibitor
from storage.verification import trust, verifications
from storage.vocabulary import JoinedBy, VerificationMethod
from tests.factories import NOW, add_company, add_person
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


async def a_fair(session: AsyncSession, code: str) -> Event:
    today = NOW.date()
    fair = Event(code=code, names={"en": code}, place=None, zone="UTC", starts_on=today, ends_on=today, created_at=NOW)
    return await events.add(session, fair)


async def test_who_takes_part_is_asked_of_some_people_and_companies_at_some_events(desk: Desk) -> None:
    async with desk.database.writing() as session:
        ivan, vera = await add_person(session), await add_person(session)
        one, other = await add_company(session), await add_company(session)
        here, elsewhere = await a_fair(session, "FAIR2026"), await a_fair(session, "EXPO2026")
        for event, person, company in ((here, ivan, one), (here, vera, other), (elsewhere, vera, other)):
            how = {"joined_by": JoinedBy.CODE, "joined_at": NOW, "muted_at": None}
            session.add(EventParticipant(event_id=event.id, person_id=person.id, **how))
            session.add(Exhibitor(event_id=event.id, company_id=company.id, hall_id=None, booth=None, added_at=NOW))
        await session.flush()

        async def taking_part(*codes: str) -> tuple[frozenset[int], frozenset[int]]:
            return await trust.taking_part(session, [ivan.id], [one.id], codes)

        assert await taking_part("FAIR2026") == ({ivan.id}, {one.id})
        assert await taking_part("OTHER", " FAIR2026") == ({ivan.id}, {one.id}), "codes as the setting lists them"
        assert await taking_part("EXPO2026") == (frozenset(), frozenset())

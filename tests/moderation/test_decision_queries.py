"""Reports and appeals are found and decided by their object and state."""

from storage.database import Database
from storage.ids import PersonId
from storage.models import Sanction
from storage.moderation import reports, sanctions
from storage.vocabulary import (
    AppealState,
    ReportObject,
    ReportReason,
    ReportState,
    SanctionKind,
    SanctionReason,
)
from tests.factories import NOW, add_person


async def test_a_decision_about_one_object_leaves_reports_of_others_open(database: Database) -> None:
    objects = [(ReportObject.LISTING, 1), (ReportObject.LISTING, 2), (ReportObject.MESSAGE, 1)]
    async with database.writing() as session:
        reporters = [PersonId((await add_person(session)).id) for _ in range(2)]

        async def reported(reporter: PersonId, kind: ReportObject, number: int) -> bool:
            made = await reports.add(
                session,
                reporter_id=reporter,
                object_kind=kind,
                object_id=number,
                reason=ReportReason.FRAUD,
                note=None,
                now=NOW,
            )
            return made is not None

        for reporter in reporters:
            assert [await reported(reporter, *one) for one in objects] == [True] * 3
            assert [await reported(reporter, *one) for one in objects] == [False] * 3
        settled = await reports.settle(session, ReportObject.LISTING, 1, ReportState.DISMISSED)
        assert [(one.reporter_id, one.object_id) for one in settled] == [(reporter, 1) for reporter in reporters]
        assert [len(await reports.of_object(session, *one)) for one in objects] == [0, 2, 2]
        assert len(await reports.of_object(session, ReportObject.LISTING, 1, state=None)) == 2
        assert not await reports.settle(session, ReportObject.LISTING, 1, ReportState.DISMISSED)


async def test_an_appeal_is_decided_once_and_made_once(database: Database) -> None:
    async with database.writing() as session:
        person = await add_person(session)
        ban = Sanction(kind=SanctionKind.BAN, person_id=person.id, reason=SanctionReason.FRAUD, created_at=NOW)
        await sanctions.add(session, ban)
        appeal = await sanctions.make_appeal(session, ban.id, person.id, "I did not.", NOW)
        assert appeal is not None
        assert await sanctions.make_appeal(session, ban.id, person.id, "I really did not.", NOW) is None
        assert await sanctions.decide_appeal(session, appeal, AppealState.REFUSED)
        assert not await sanctions.decide_appeal(session, appeal, AppealState.GRANTED)
        assert await sanctions.make_appeal(session, ban.id, person.id, "Once more.", NOW) is None

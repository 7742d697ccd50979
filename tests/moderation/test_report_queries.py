"""Reports are found and settled by their object and state."""

from storage.database import Database
from storage.ids import PersonId
from storage.moderation import reports
from storage.vocabulary import ReportObject, ReportReason, ReportState
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
        settled = await reports.settle(
            session, ReportObject.LISTING, 1, from_=ReportState.OPEN, to=ReportState.DISMISSED
        )
        assert [(one.reporter_id, one.object_id) for one in settled] == [(reporter, 1) for reporter in reporters]
        assert [len(await reports.of_object(session, *one)) for one in objects] == [0, 2, 2]
        assert len(await reports.of_object(session, ReportObject.LISTING, 1, state=None)) == 2
        assert not await reports.settle(
            session, ReportObject.LISTING, 1, from_=ReportState.OPEN, to=ReportState.DISMISSED
        )

"""Undoing an import deletes only what nobody has used since."""

from storage import imports
from storage.database import Database
from storage.vocabulary import (
    IntroductionStatus,
    Kind,
    ListingStatus,
)
from tests.factories import add_company, set_status
from tests.introductions.story import Story


async def test_undoing_an_import_keeps_a_company_with_introductions(database: Database) -> None:
    story = Story(database=database)
    mei = await story.joins("Mei Li", "Pudong Agritech", "CN", Kind.NEED)
    ana = await story.joins("Ana Anić", "Senzor d.o.o.", "RS", Kind.OFFER)
    number = (await mei.proposes(ana)).introduction_id
    await mei.withdraws(number)
    assert (await story.row(number)).status is IntroductionStatus.WITHDRAWN
    async with database.writing() as session:
        for human in (mei, ana):
            await set_status(session, human.listing_id, ListingStatus.DELETED)
            assert await imports.untouched(session, [human.company_id], human.person_id) == frozenset()
        untouched = await add_company(session)
        assert await imports.untouched(session, [untouched.id], ana.person_id) == {untouched.id}

"""Who acts for a company without working there."""

import pytest

from bot.usecases.introductions.acting import acting_for
from storage.database import Database
from storage.ids import ByMail, CompanyId, MailboxId
from storage.mail import mailboxes
from storage.vocabulary import Language, MailboxStatus, Relation
from tests.factories import NOW, add_company, add_person


async def mailbox(session: object, company_id: CompanyId) -> None:
    await mailboxes.add(
        session,
        company_id=company_id,
        address="x@example.org",
        address_hash="hash",
        from_list=False,
        language=Language.EN,
        status=MailboxStatus.ASKED,
        changed_at=NOW,
    )


@pytest.mark.parametrize("relation", Relation)
async def test_advisers_and_organizers_act_for_a_company(database: Database, relation: Relation) -> None:
    async with database.writing() as session:
        vera, other = await add_person(session, name="Vera"), await add_person(session, name="Ivo")
        company = await add_company(session, vera, relation=relation)
        found = await acting_for(session, vera.id, company.id)
        if relation is Relation.REPRESENTATIVE:
            assert found is None
        else:
            assert found is not None
            assert (found.company, found.country, found.mailbox) == (company.name, "RS", None)
            await mailbox(session, company.id)
            found = await acting_for(session, vera.id, company.id)
            assert found is not None
            assert found.mailbox is MailboxStatus.ASKED
        assert await acting_for(session, other.id, company.id) is None
        assert await acting_for(session, ByMail(MailboxId(vera.id)), company.id) is None

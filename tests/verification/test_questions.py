"""The form that verifies a company: what it offers and shows, and the notice about a mail that was not sent."""

from handlers.forms.form import Field
from handlers.verification.form import ADDRESS, CODE_FORM, FORM
from storage.database import Database
from storage.people import memberships
from storage.vocabulary import MembershipStatus, Relation, Topic
from tests.forms.asked import asked
from tests.notices import rendered
from tests.verification.desk import Desk


async def ways(field: Field, database: Database, **answers: bool) -> list[str]:
    question = await field.ask(asked(database, **answers))
    return [choice.text for choices in question.choices for choice in choices]


async def test_a_code_by_mail_is_offered_only_with_a_mail_server(database: Database) -> None:
    others = ["🔢 By registration number", "👀 Ask the organizers"]
    assert await ways(FORM.fields[0], database) == others
    assert await ways(FORM.fields[0], database, _can_mail=True) == ["📧 By a code to company e-mail", *others]


async def test_an_address_is_shown_as_typed(database: Database) -> None:
    question = await CODE_FORM.fields[0].ask(asked(database, **{ADDRESS: "r&d@senzor.rs"}))
    assert "<b>r&amp;d@senzor.rs</b>" in question.text


async def test_only_who_still_speaks_for_the_company_hears_of_a_mail_that_was_not_sent(desk: Desk) -> None:
    async def told() -> object:
        facts = {"company_id": desk.company, "for_good": True}
        return await rendered(desk.database, desk.clock, desk.person, Topic.CODE_NOT_SENT, **facts)

    assert await told() is not None
    async with desk.database.writing() as session:
        await memberships.put(
            session,
            person_id=desk.person,
            company_id=desk.company,
            relation=Relation.REPRESENTATIVE,
            role=None,
            status=MembershipStatus.LEFT,
            now=desk.clock(),
        )
    assert await told() is None

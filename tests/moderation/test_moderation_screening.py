"""People and companies with a name similar to one on a sanctions list: held, reviewed, never told."""

import pytest

from bot.usecases.screening.screener import Screener
from storage.database import Database
from storage.screening import hits, lists
from tests.chat import Chat
from tests.clock import Clock
from tests.events.fair import MEIS, Fair, at_the_fair
from tests.factories import NOW, add_company, add_person, leave_company
from tests.moderation.moderators import moderator


@pytest.fixture
async def fair(chat: Chat, clock: Clock) -> Fair:
    return await at_the_fair(chat, clock)


async def screened(fair: Fair, *names: str) -> None:
    """Loads a list with these names and runs the screening."""
    services = fair.chat.program.services
    async with services.database.writing() as session:
        rows = [lists.ListedName(entity=str(number), name=name) for number, name in enumerate(names)]
        await lists.replace_list(session, "eu", rows, services.clock())
    await Screener(services.database, services.clock).run()
    await fair.chat.settle()


async def test_a_held_proposal_continues_once_the_hit_is_cleared(fair: Fair) -> None:
    mira = await moderator(fair.chat)
    await screened(fair, "Senzor DOO")
    await fair.proposed()
    assert fair.mei.t("Sent. Their turn to answer.") not in fair.ana.sees()
    await fair.ana.types("/introductions")
    assert MEIS not in fair.ana.sees()
    await mira.types("/queue")
    assert "Senzor d.o.o." in mira.sees()
    assert "eu" in mira.sees()
    await mira.presses("✅ Somebody else")
    assert fair.ana.t("✅ Accept and share contacts") in fair.ana.buttons()
    await fair.ana.says("✅ Accept and share contacts")
    assert "Senzor d.o.o." in fair.mei.sees()


async def test_a_proposal_from_before_the_list_cannot_be_accepted_while_held(fair: Fair) -> None:
    await fair.proposed()
    await screened(fair, "Senzor DOO")
    await fair.ana.says("✅ Accept and share contacts")
    assert "浦东农业科技有限公司" not in fair.ana.sees()
    assert "Senzor" not in fair.mei.sees()


async def test_a_confirmed_hit_ends_the_introduction_like_a_decline(fair: Fair) -> None:
    mira = await moderator(fair.chat)
    await screened(fair, "Senzor DOO")
    await fair.proposed()
    await mira.types("/queue")
    await mira.presses("⛔ The same")
    seen = fair.mei.sees()
    assert seen
    assert not any(word in seen for word in ("制裁", "名单", "Senzor"))
    await mira.types("/audit")
    assert "confirmed a screening hit" in mira.sees()
    await mira.presses("↩️ Undo")
    await mira.types("/queue")
    assert "Senzor d.o.o." in mira.sees()


async def test_people_are_screened_and_the_export_omits_the_hit(fair: Fair) -> None:
    mira = await moderator(fair.chat)
    await screened(fair, "Anić, Ana")
    await mira.types("/queue")
    assert "Ana Anić" in mira.sees()
    await fair.ana.types("/export")
    assert b"screening" not in fair.ana.phone.file(fair.ana.phone.last())


async def test_a_cleared_hit_is_not_queued_again(fair: Fair) -> None:
    mira = await moderator(fair.chat)
    await screened(fair, "Senzor DOO")
    await mira.types("/queue")
    await mira.presses("✅ Somebody else")
    await screened(fair, "Senzor DOO", "Somebody Quite Different")
    await mira.types("/queue")
    assert "Nothing is waiting" in mira.sees()


async def test_details_of_a_hit_come_from_the_same_list_and_entry(database: Database) -> None:
    async with database.writing() as session:
        for name in ("eu", "un"):
            rows = [
                lists.ListedName(entity=entity, name=f"{name} {entity} {form}", born=f"{name} {entity}")
                for entity in ("1", "2")
                for form in ("first", "second")
            ]
            await lists.replace_list(session, name, rows, NOW)
        found = [await lists.about_entity(session, name, entity) for name in ("eu", "un") for entity in ("1", "2", "3")]
        assert [one and (one.name, one.born) for one in found] == [
            *(("eu 1 first", "eu 1"), ("eu 2 first", "eu 2"), None),
            *(("un 1 first", "un 1"), ("un 2 first", "un 2"), None),
        ]


async def test_a_colleague_who_left_is_not_screened_and_holds_nothing(database: Database) -> None:
    async with database.writing() as session:
        vuk = await add_person(session, name="Vuk Kordin")
        company = await add_company(session, vuk)
        hit = {"list_name": "eu", "entity": "1", "listed_name": "Vuk Kordin", "score": 100}
        await hits.add_hit(session, NOW, company_id=None, person_id=vuk.id, **hit)
        for is_colleague in (True, False):
            assert (vuk.id in (await hits.names_to_screen(session))[1]) is is_colleague
            assert await hits.has_uncleared_hit(session, [company.id]) is is_colleague
            await leave_company(session, vuk, company)

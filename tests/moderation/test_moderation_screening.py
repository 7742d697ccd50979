"""Somebody whose name is like one on a sanctions list: held for a decision, and never told."""

import pytest

from bot.usecases.screening.screener import Screener
from storage.screening import lists
from tests.chat import Chat
from tests.clock import Clock
from tests.events.fair import MEIS, Fair, at_the_fair
from tests.moderation.moderators import moderator


@pytest.fixture
async def fair(chat: Chat, clock: Clock) -> Fair:
    return await at_the_fair(chat, clock)


async def screened(fair: Fair, *names: str) -> None:
    """As if a list with these names had been loaded, and the round of screening had come."""
    services = fair.chat.program.services
    async with services.database.writing() as session:
        rows = [lists.Name(entity=str(number), name=name) for number, name in enumerate(names)]
        await lists.replace_list(session, "eu", rows, services.clock())
    await Screener(services.database, services.clock).run()
    await fair.chat.settle()


async def test_a_proposal_waits_and_goes_on_when_it_is_somebody_else(fair: Fair) -> None:
    mira = await moderator(fair.chat)
    await screened(fair, "Senzor DOO")
    await fair.proposed()
    assert fair.mei.t("Proposed. It is their turn.") not in fair.ana.sees()
    await fair.ana.types("/introductions")
    assert MEIS not in fair.ana.sees()
    await mira.types("/queue")
    assert "Senzor d.o.o." in mira.sees()
    assert "eu" in mira.sees()
    await mira.presses("✅ Somebody else")
    assert fair.ana.t("✅ Accept") in fair.ana.buttons()
    await fair.ana.says("✅ Accept")
    assert "Senzor d.o.o." in fair.mei.sees()


async def test_what_was_proposed_before_the_list_came_cannot_be_accepted_meanwhile(fair: Fair) -> None:
    await fair.proposed()
    await screened(fair, "Senzor DOO")
    await fair.ana.says("✅ Accept")
    assert "浦东农业科技有限公司" not in fair.ana.sees()
    assert "Senzor" not in fair.mei.sees()


async def test_the_same_ends_it_like_any_no(fair: Fair) -> None:
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


async def test_a_person_is_screened_as_well_and_export_says_nothing(fair: Fair) -> None:
    mira = await moderator(fair.chat)
    await screened(fair, "Anić, Ana")
    await mira.types("/queue")
    assert "Ana Anić" in mira.sees()
    await fair.ana.types("/export")
    assert b"screening" not in fair.ana.phone.file(fair.ana.phone.last())


async def test_what_was_cleared_is_not_asked_again(fair: Fair) -> None:
    mira = await moderator(fair.chat)
    await screened(fair, "Senzor DOO")
    await mira.types("/queue")
    await mira.presses("✅ Somebody else")
    await screened(fair, "Senzor DOO", "Somebody Quite Different")
    await mira.types("/queue")
    assert "Nothing waits" in mira.sees()

"""Check marks by a registration number and by the organizers."""

import pytest

from bot.errors import AlreadyDoneError, NotAllowedError
from bot.usecases.verification import marks
from bot.usecases.verification.marks import NotWellFormedError, well_formed
from storage.verification import verifications
from storage.vocabulary import VerificationMethod
from tests.chat import Chat
from tests.clock import Clock
from tests.events.fair import at_the_fair
from tests.factories import add_person
from tests.moderation.moderators import moderator
from tests.verification.desk import Desk


@pytest.mark.parametrize(
    ("country", "text", "kind"),
    [
        ("CN", "91110000600037341L", "USCC"),
        ("RS", "101134702", "PIB"),
        ("RS", "20084693", "MB"),
        ("DE", "DE 136 695 976", "VAT"),
        ("HU", "HU12892312", "VAT"),
    ],
)
def test_well_formed_numbers_are_accepted(country: str, text: str, kind: str) -> None:
    assert well_formed(country, text).kind == kind


@pytest.mark.parametrize(
    ("country", "text"),
    [("CN", "91110000600037341X"), ("RS", "101134703"), ("RS", "abc"), ("RS", "2008469"), ("HR", "20084693")],
)
def test_malformed_numbers_are_refused(country: str, text: str) -> None:
    with pytest.raises(NotWellFormedError):
        well_formed(country, text)


async def test_a_number_verifies_a_company_and_the_card_says_so(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    await fair.ana.types("/company")
    await fair.ana.says("✓ Verify the company")
    await fair.ana.says("🔢 By registration number")
    await fair.ana.types("101134703")
    assert "PIB" not in fair.ana.sees()
    await fair.ana.says("✓ Verify the company", older=True)
    await fair.ana.says("🔢 By registration number")
    await fair.ana.types("101134702")
    assert "PIB 101134702" in fair.ana.sees()
    await fair.mei.types("/matches")
    assert f"✓ {fair.mei.t('registration number format checked')}" in fair.mei.sees()
    assert "101134702" not in fair.mei.sees(), "the number would say who it is"


async def test_a_moderator_verifies_on_request_and_can_undo_it(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    mira = await moderator(chat)
    await fair.ana.types("/company")
    await fair.ana.says("✓ Verify the company")
    await fair.ana.says("👀 Ask the organizers")
    await mira.types("/queue")
    assert "Senzor d.o.o." in mira.sees()
    await mira.presses("✓ Verify")
    await fair.mei.types("/matches")
    assert f"✓ {fair.mei.t('checked by the organizers')}" in fair.mei.sees()
    await mira.types("/audit")
    await mira.presses("↩️ Undo")
    await fair.mei.types("/matches")
    assert fair.mei.t("checked by the organizers") not in fair.mei.sees()


async def test_the_organizers_are_asked_once_and_not_after_they_checked(desk: Desk) -> None:
    async def asks() -> None:
        async with desk.database.writing() as session:
            await marks.ask_moderator(session, desk.person, desk.company, desk.clock())

    async with desk.database.writing() as session:
        for method in (VerificationMethod.EMAIL, VerificationMethod.MODERATOR):
            await verifications.add(session, desk.company, method, detail=None, by=None, now=desk.clock())
    with pytest.raises(AlreadyDoneError):
        await asks()
    async with desk.database.writing() as session:
        await verifications.withdraw(session, desk.company, desk.clock(), method=VerificationMethod.MODERATOR)
    await asks()
    with pytest.raises(AlreadyDoneError):
        await asks()


async def test_nobody_verifies_the_company_of_others(desk: Desk) -> None:
    async with desk.database.writing() as session:
        stranger = await add_person(session, name="Mei", username=None)
        with pytest.raises(NotAllowedError):
            await marks.ask_moderator(session, stranger.id, desk.company, desk.clock())
        with pytest.raises(NotAllowedError):
            await marks.by_number(session, stranger.id, desk.company, "101134702", desk.clock())


async def test_a_new_number_replaces_the_former_one_and_no_other_mark(desk: Desk) -> None:
    async with desk.database.writing() as session:
        for method in (VerificationMethod.EMAIL, VerificationMethod.MODERATOR):
            await verifications.add(session, desk.company, method, detail=None, by=None, now=desk.clock())
        for number in ("101134702", "20084693"):
            await marks.by_number(session, desk.person, desk.company, number, desk.clock())
    found = await desk.methods()
    assert sorted(found) == [("email", None), ("moderator", None), ("number", "MB 20084693")]

"""Verification of companies and its check marks."""

import pytest

from bot.usecases.verification.marks import NotWellFormedError, well_formed
from tests.chat import Chat
from tests.clock import Clock
from tests.events.fair import at_the_fair
from tests.moderation.moderators import moderator


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


@pytest.mark.parametrize(("country", "text"), [("CN", "91110000600037341X"), ("RS", "101134703"), ("RS", "abc")])
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

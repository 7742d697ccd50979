"""One's company: seen, changed, shared with colleagues, left."""

import pytest

from tests.chat import Chat
from tests.clock import Clock
from tests.events.fair import ANAS, MEIS, Fair, at_the_fair, registered


@pytest.fixture
async def fair(chat: Chat, clock: Clock) -> Fair:
    return await at_the_fair(chat, clock)


async def test_a_company_is_shown_with_its_people_and_channels(fair: Fair) -> None:
    await fair.colleague("Ivan")
    await fair.ana.types("/company")
    for part in ("Senzor d.o.o.", "Ana Anić", "Ivan", "ana@senzor.rs"):
        assert part in fair.ana.sees()


async def test_a_company_is_changed_field_by_field(fair: Fair) -> None:
    ana, t = fair.ana, fair.ana.t
    await ana.types("/company")
    await ana.says("✏️ Change")
    await ana.presses(t("Name"))
    await ana.types("Senzor Plus d.o.o.")
    await ana.presses(t("Save"))
    await ana.types("/company")
    assert "Senzor Plus d.o.o." in ana.sees()


async def test_one_of_two_leaves_and_the_company_stays(fair: Fair) -> None:
    ivan, t = await fair.colleague("Ivan"), fair.ana.t
    await fair.ana.types("/company")
    await fair.ana.says("🚪 Leave")
    await fair.ana.says("🚪 Yes, leave")
    assert t("▶️ Register my company") in fair.ana.buttons()
    await ivan.types("/company")
    assert "Ana Anić" not in ivan.sees()
    await fair.proposed()
    assert MEIS in ivan.sees()
    assert MEIS not in fair.ana.sees()


async def test_the_last_to_leave_takes_the_company_along(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await fair.proposed()
    await ana.types("/company")
    await ana.says("🚪 Leave")
    assert (
        ana.t("Nobody else represents it: the company and all its listings are deleted, and its introductions end.")
        in ana.sees()
    )
    await ana.says("🚪 Yes, leave")
    assert mei.t("↩️ This introduction was withdrawn.") in mei.sees()
    await mei.types("/search merači vlažnosti")
    assert ANAS not in mei.phone.last()["text"]


async def test_people_with_several_companies_switch_between_them(fair: Fair) -> None:
    ana = fair.ana
    await registered(fair.chat, ana, "Druga firma", "RS", "ana@druga.rs")
    await ana.types("/company")
    assert "Senzor d.o.o." in ana.sees()
    await ana.presses("Druga firma")
    assert "Druga firma" in ana.sees()


async def test_nobody_opens_the_company_of_others(fair: Fair) -> None:
    mei = fair.mei
    await mei.types("/company")
    for data in ("co1:1:o", "co1:1:e", "co1:1:l", "co1:1:L"):
        mei.phone.presses_stale(mei.phone.last(), data)
        await fair.chat.settle()
    assert "Senzor d.o.o." not in mei.phone.reads()

"""Finding one of the many companies of an event by typing."""

import pytest

from tests.chat import Chat, Human
from tests.imports.test_import_dialog import olga

__all__ = ["olga"]

NAMES = ["Сензор Плус", "浦东农业科技有限公司", "Kaštel Irigacija d.o.o.", "Müller Pumpen GmbH", "Vörös Kft"]
OTHERS = ["Adriatic Boats", "Borealis Wind", "Castor Optics", "Delphi Ceramics", "Ekvator Coffee", "Fjord Salmon"]


@pytest.fixture
async def organizer(chat: Chat, olga: Human) -> Human:
    """Olga, who sees the first page of the eleven companies at her event."""
    await olga.types("/events")
    await olga.presses("🛠 Novi Sad Fair")
    await olga.presses("📋 Import a list")
    rows = "".join(f"{name},Serbia\n" for name in (*OTHERS, *NAMES))
    await olga.does("sends_document", f"Company,Country\n{rows}".encode(), name="list.csv")
    await olga.presses("✅ Import")
    await olga.says("🏢 Companies", older=True)
    return olga


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("senzor", NAMES[0]),
        ("浦东农业", NAMES[1]),
        ("pudong", NAMES[1]),
        ("Pu Dong Nong Ye", NAMES[1]),
        ("kastel", NAMES[2]),
        ("Каштел", NAMES[2]),
        ("mueller", NAMES[3]),
        ("pumpn", NAMES[3]),
        ("VOROS", NAMES[4]),
    ],
)
async def test_a_company_is_found_by_a_part_of_its_name(organizer: Human, typed: str, name: str) -> None:
    await organizer.presses("🔎 Find a company")
    await organizer.types(typed)
    assert organizer.buttons()[0] == f"🎫 {name[:22]}"


async def test_a_name_that_nobody_has_is_asked_again(organizer: Human) -> None:
    await organizer.presses("🔎 Find a company")
    assert "Nothing found for “<xyzzyq>”" in await organizer.types("<xyzzyq>")
    await organizer.types("senzor")
    await organizer.presses("🔎 Find a company")
    await organizer.types("fjord")
    assert organizer.buttons()[0] == "🎫 Fjord Salmon"

"""What an organizer may send while the bot waits for a list: what is taken, and what is said of the rest."""

import pytest

from tests.chat import Chat, Human
from tests.imports.test_doubles import TWICE
from tests.imports.test_import_dialog import olga, sends

__all__ = ["olga"]
SHORT = "Company,Country\nZelena Polja,Serbia\n"


async def asked(olga: Human) -> None:
    await olga.types("/events")
    await olga.presses("🛠 Novi Sad Fair")
    await olga.presses("📋 Import a list")


async def test_only_a_file_is_a_list(chat: Chat, olga: Human) -> None:
    await asked(olga)
    assert "Send the list as a file." in await olga.types("Zelena Polja, Serbia")
    assert "Send the list as a file." in await olga.does("sends_photo", b"photo")
    assert "What I understood" in await olga.does("sends_document", SHORT.encode(), name="list.csv")


@pytest.mark.parametrize(("more", "is_taken"), [(0, True), (-1, False)])
async def test_a_large_file_is_refused_before_it_is_fetched(
    chat: Chat, olga: Human, monkeypatch: pytest.MonkeyPatch, more: int, is_taken: bool
) -> None:
    monkeypatch.setattr("handlers.imports.fields.MEGABYTES", (len(SHORT.encode()) + more) / 1024 / 1024)
    shown = await sends(olga, SHORT)
    assert ("What I understood" in shown) is is_taken
    assert bool(chat.world.journal.calls("getFile")) is is_taken


async def test_a_pair_of_doubles_waits_for_a_button(chat: Chat, olga: Human) -> None:
    await sends(olga, TWICE)
    await olga.presses("✏️ Probable duplicates")
    assert "Choose one of the buttons below." in await olga.types("the same")
    assert "Probable duplicates: 1 the same" in await olga.presses("✅ The same", older=True)


async def test_there_are_no_remarks_before_there_is_a_list(chat: Chat, olga: Human) -> None:
    await asked(olga)
    await olga.does("presses_stale", olga.phone.last(), "im1:0:m")
    assert "That no longer exists." in olga.phone.reads()

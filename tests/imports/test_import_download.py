"""The file of an import: downloaded once, outside of every transaction, and refused in words when Telegram fails."""

import asyncio

import pytest

from bot.sandbox.transport import WorldRequest
from tests.chat import Chat, Human
from tests.imports.test_import_dialog import olga, sends  # noqa: F401 - a fixture


def downloads(chat: Chat) -> int:
    return sum(call.method == "getFile" for call in chat.world.journal.calls())


async def test_a_list_is_downloaded_once_per_dialog(chat: Chat, olga: Human) -> None:  # noqa: F811
    await sends(olga)
    await olga.presses("✏️ Country for rows without one")
    await olga.types("Kina")
    await olga.presses("🇨🇳 China")
    assert "Undo" in " ".join([await olga.presses("✅ Import"), *olga.buttons()])
    assert downloads(chat) == 1


async def test_while_it_is_downloaded_others_are_answered(
    chat: Chat,
    olga: Human,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    arrived, may_go_on = asyncio.Event(), asyncio.Event()
    request = WorldRequest.do_request

    async def slow(self: WorldRequest, url: str, *args: object, **more: object) -> tuple[int, bytes]:
        if "/file/" in url:
            arrived.set()
            await may_go_on.wait()
        return await request(self, url, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(WorldRequest, "do_request", slow)
    sending = asyncio.create_task(sends(olga))
    await arrived.wait()
    ana = await chat.join("Ana", company="Firma Jedan", country="Srbija")
    assert "is registered" in ana.sees()
    assert not sending.done()
    may_go_on.set()
    assert "What I understood of list.csv" in await sending


async def test_a_file_that_telegram_does_not_give_is_asked_for_again(chat: Chat, olga: Human) -> None:  # noqa: F811
    chat.world.faults.add("server_error", "getFile", times=None)
    assert "I couldn't get this file. Send it again." in await sends(olga)
    chat.world.faults.clear()
    assert "2 rows name no country" in await olga.does("sends_document", b"Company\nFirst\nSecond\n", name="b.csv")


async def test_remarks_on_a_file_that_is_gone_say_so(chat: Chat, olga: Human) -> None:  # noqa: F811
    await sends(olga, "Company,Country\nA d.o.o.,Srbija\nB d.o.o.,Atlantis\n")
    sheets = chat.program.services.sheets
    sheets._files.clear()  # as after a restart
    sheets._lists.clear()
    chat.world.faults.add("server_error", "getFile", times=None)
    assert "I couldn't get this file. Send it again." in await olga.presses("📝 Remarks as a file")


async def test_a_file_that_is_gone_at_the_end_is_asked_for_again(chat: Chat, olga: Human) -> None:  # noqa: F811
    await sends(olga, "Company,Country\nA d.o.o.,Srbija\n")
    sheets = chat.program.services.sheets
    sheets._files.clear()  # as after a restart
    sheets._lists.clear()
    chat.world.faults.add("server_error", "getFile", times=None)
    assert "I couldn't get this file. Send it again." in await olga.presses("✅ Import")
    await olga.presses("✏️ List", older=True)
    chat.world.faults.clear()
    shown = await olga.does("sends_document", b"Company,Country\nB d.o.o.,Srbija\n", name="b.csv")
    assert "new company: 1" in shown
    await olga.presses("✅ Import")
    assert downloads(chat) == 3

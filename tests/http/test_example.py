"""How two people who share no language get to know each other: told as they would, with the real process over HTTP."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.server import serve
from bot.sandbox.world import World
from tests.http.human import Wire
from tests.http.process import environment, forked


@pytest.fixture
async def chat(bare_database_url: str, tmp_path: Path) -> AsyncIterator[Wire]:
    world = World()
    async with serve(world) as server, forked(world, environment(world, server.url, bare_database_url), tmp_path):
        yield Wire(world)
    output = (tmp_path / "output.txt").read_text()
    assert "ERROR" not in output
    assert "Traceback" not in output
    assert [entry.answer for entry in world.journal.calls() if not entry.ok] == []


@pytest.mark.slow
async def test_a_need_finds_an_offer_across_the_border(chat: Wire) -> None:
    mei = await chat.join("Mei", company="Pudong Agritech", country="中国", language="zh-hans")
    ana = await chat.join("Ana", company="Senzor d.o.o.", country="Srbija", language="sr")
    await ana.offers("Senzori vlažnosti zemljišta za staklenike")
    await mei.needs("温室土壤湿度传感器")
    await mei.reads("塞尔维亚", "vlažnosti zemljišta")
    assert "塞尔维亚" in mei.sees()
    assert "Senzor" not in mei.sees()
    await ana.reads("温室土壤湿度传感器")
    assert "Pudong" not in ana.sees()

    await mei.presses("申请引荐")
    await mei.presses("发送")
    assert "Senzor" not in mei.sees()
    await ana.reads("Jedna firma želi da vas upozna")
    assert "Pudong" not in ana.phone.reads()
    await ana.presses("Prihvati")

    await mei.reads("Senzor d.o.o.", "Ana")
    await ana.reads("Pudong Agritech", "Mei")
    for human, name, file in ((mei, b"Senzor d.o.o.", "senzor-d-o-o"), (ana, b"Pudong Agritech", "pudong-agritech")):
        card = next(message for message in human.phone.messages() if "document" in message)
        assert card["document"]["file_name"] == f"{file}.vcf"
        assert name in human.phone.file(card)

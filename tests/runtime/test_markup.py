"""Texts of people that look like HTML are shown as they were typed. Telegram refuses a message that is not escaped.

Presses and notices are tried with such texts in `tests/authorisation` and `tests/outbox/test_topics.py`. These tests
reach further screens.
"""

from typing import Final

from tests.chat import Chat
from tests.imports.test_import_dialog import olga, sends

__all__ = ["olga"]
MARKUP: Final = "<i& "
TITLE: Final = f"Soil moisture probes {MARKUP}for greenhouses"
SUMMARY: Final = f"Wireless soil moisture probes {MARKUP}for greenhouses, with batteries for five years."
ROWS: Final = (
    "Company,Country,Booth,Needs,Offers,Colour\n"
    f'"{MARKUP}Alpha d.o.o.",Serbia,"{MARKUP}1","{MARKUP}Pumps for water","{MARKUP}Valves of steel","{MARKUP}red"\n'
    f'"{MARKUP}Beta Ltd","{MARKUP}land",2,,,\n'
)


async def test_in_matches_searches_and_lists(chat: Chat) -> None:
    ana = await chat.join(f"Ana {MARKUP}", company=f"Senzor {MARKUP}d.o.o.", country="Serbia")
    mei = await chat.join(f"Mei {MARKUP}", company=f"Pudong {MARKUP}Agritech", country="China")
    await ana.offers(TITLE, SUMMARY, sector="sensor")
    await mei.needs(TITLE, SUMMARY, sector="sensor")
    assert TITLE in mei.sees()
    assert TITLE in ana.sees()
    await mei.types(f"/search moisture {MARKUP}probes")
    assert TITLE in mei.sees()
    await mei.types(f"/search zzzz {MARKUP}qqqq")
    assert "zzzz <i&" in mei.sees()
    await ana.types("/company")
    assert "Senzor <i& d.o.o." in ana.sees()
    await ana.types("/privacy")
    await ana.presses("🗑 Delete everything")
    assert "Senzor <i& d.o.o." in ana.sees()
    await mei.types("/mine")
    await mei.presses("📥")
    assert TITLE in mei.sees()


async def test_in_an_imported_list(olga) -> None:
    shown = await sends(olga, ROWS)
    assert "<i& Alpha" in shown
    await olga.presses("✅ Import")
    assert "<i& Pumps for water" in await olga.presses("📝 Look through")

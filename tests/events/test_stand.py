"""An exhibitor's own page: the booth, how many scanned its code, and the contacts of those who said yes."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from storage.vocabulary import ProfileType
from tests.chat import Chat, Human
from tests.events.fair import ANAS, ANAS_WORDS, MEIS, MEIS_WORDS, listed, registered
from tests.imports.test_import_dialog import olga

__all__ = ["olga"]


async def code(olga: Human) -> str:
    await olga.types("/events")
    return (await olga.presses("🛠")).split("Code: ")[1].split()[0]


@pytest.fixture
async def ana(chat: Chat, olga: Human) -> Human:
    """She exhibits at the fair, at booth A-12."""
    ana = chat.person("Ana")
    await registered(chat, ana, "=Senzor d.o.o.", "RS", "ana@senzor.rs")
    await ana.types(f"/join {await code(olga)}")
    assert "No booth yet." in await ana.says("📍 Our booth")
    await ana.says("📍 Enter the booth")
    await ana.types("A-12")
    return ana


async def link_of(ana: Human) -> str:
    await ana.says("🎫 QR code of the booth")
    caption = next(m["caption"] for m in ana.phone.messages() if "caption" in m)
    return next(word for word in caption.split() if word.startswith("https://t.me/"))


async def shows_her_page(ana: Human) -> str:
    await ana.types("/events")
    await ana.presses("🎪")
    return await ana.says("📍 Our booth")


async def test_scans_are_counted_by_people_and_named_to_nobody(chat: Chat, ana: Human) -> None:
    link = await link_of(ana)
    await ana.does("opens", link)
    page = await shows_her_page(ana)
    assert "0 people scanned your QR code." in page, "her own do not count"
    assert "You have no published listing, so they see nothing yet." in page
    mei, hans = chat.person("Mei", "zh-hans"), chat.person("Hans")
    await registered(chat, mei, "浦东农业科技有限公司", "CN", "mei@pudong.cn")
    await registered(chat, hans, "Grünfeld GmbH", "DE", "hans@gruenfeld.de")
    for human in (mei, hans, mei):
        await human.does("opens", link)
    await listed(chat, ana, ProfileType.BUSINESS_OFFER, ANAS, ANAS_WORDS, "sr")
    page = await shows_her_page(ana)
    assert "2 people scanned your QR code." in page
    assert "They see 1 listing." in page
    assert "浦东" not in page
    assert "Mei" not in page
    assert "📇 Contacts (XLSX)" not in ana.buttons()


async def test_contacts_of_those_who_said_yes_come_as_a_workbook(chat: Chat, olga: Human, ana: Human) -> None:
    mei = chat.person("Mei", "zh-hans")
    await registered(chat, mei, "浦东农业科技有限公司", "CN", "mei@pudong.cn")
    await mei.types(f"/join {await code(olga)}")
    await listed(chat, ana, ProfileType.BUSINESS_OFFER, ANAS, ANAS_WORDS, "sr")
    await listed(chat, mei, ProfileType.BUSINESS_REQUEST, MEIS, MEIS_WORDS, "zh")
    await ana.types("/matches")
    await ana.says("🤝 Introduce us")
    await ana.presses("✅ Send")
    assert "You met 0 companies here." in await shows_her_page(ana)
    await mei.says("✅ Accept and share contacts")
    assert "You met 1 company here." in await shows_her_page(ana)
    await ana.says("📇 Contacts (XLSX)")
    sent = next(m for m in reversed(ana.phone.messages()) if "document" in m)
    assert sent["document"]["file_name"].endswith("-contacts.xlsx")
    _, row = load_workbook(BytesIO(ana.phone.file(sent))).active.iter_rows(values_only=True)
    assert row[0] == "浦东农业科技有限公司"
    assert "mei@pudong.cn" in row[6]
    assert row[7] == "'=Senzor d.o.o.", "no formula"
    assert row[8] == ANAS

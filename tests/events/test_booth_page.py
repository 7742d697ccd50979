"""An exhibitor's own page: the booth, how many scanned its code, and the contacts of those who said yes."""

import json
from io import BytesIO

import pytest
from openpyxl import load_workbook
from PIL import Image

from bot.usecases.events.look import small_picture
from handlers.events import booth_page_views
from storage.vocabulary import ProfileType
from tests.chat import Chat, Human
from tests.events.fair import ANAS, ANAS_WORDS, MEIS, MEIS_WORDS, listed, registered
from tests.events.test_printing import opens_the_menu, picture, printed
from tests.imports.test_import_dialog import olga
from tests.printing.codes import texts

__all__ = ["olga"]
LINE = "Sensors <for> greenhouses & fields since 1998"


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
    caption = next(m["caption"] for m in ana.phone.messages() if "https://t.me/" in m.get("caption", ""))
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


async def test_logo_and_line_are_shown_only_where_the_company_is_named(chat: Chat, olga: Human, ana: Human) -> None:
    page = await shows_her_page(ana)
    assert LINE not in page
    await ana.says("🖼 Logo and line")
    assert "That is 121 characters; the limit is 120." in await ana.types("x" * 121)
    await ana.types(LINE)
    await ana.presses("✏️ Logo")
    assert "I can't read this picture" in await ana.does("sends_document", b"%PDF-1.7", name="logo.png")
    await ana.does("sends_document", picture((900, 20)), name="logo.png")
    await ana.presses("Save")
    own = ana.phone.last()
    assert "photo" in own
    assert LINE in own["caption"]
    assert "A-12" in own["caption"]
    await ana.says("« Back")
    assert "photo" not in ana.phone.last(), "the event is not written under the logo"
    await opens_the_menu(olga)
    await olga.says("Booth signs: A5")
    _, pdf = printed(olga)
    assert LINE in " ".join(texts(pdf)[0].split())
    assert pdf.count(b"/Subtype /Image") == 1
    await olga.says("Table tents", older=True)
    assert LINE in " ".join(texts(printed(olga)[1])[0].split())
    await olga.says("☑ With company names", older=True)
    await olga.says("Booth signs: A5")
    _, pdf = printed(olga)
    assert "Serbia" in texts(pdf)[0]
    assert "Sensors" not in texts(pdf)[0]
    assert b"/Subtype /Image" not in pdf
    mei = chat.person("Mei", "zh-hans")
    await registered(chat, mei, "浦东农业科技有限公司", "CN", "mei@pudong.cn")
    await listed(chat, ana, ProfileType.BUSINESS_OFFER, ANAS, ANAS_WORDS, "sr")
    await shows_her_page(ana)
    link = await link_of(ana)
    await mei.does("opens", link)
    assert "since 1998" not in mei.sees()
    assert not any("photo" in message for message in mei.phone.messages())


async def test_a_logo_can_be_taken_away_and_the_line_stays(ana: Human) -> None:
    await shows_her_page(ana)
    await ana.says("🖼 Logo and line")
    await ana.types(LINE)
    await ana.does("sends_photo", picture())
    await ana.presses("Save")
    await ana.says("🖼 Logo and line")
    await ana.presses("✏️ Logo")
    await ana.presses("Skip")
    assert LINE in await ana.presses("Save")
    assert "photo" not in ana.phone.last()
    await ana.types("/export")
    document = next(m for m in reversed(ana.phone.messages()) if "document" in m)
    (look,) = json.loads(ana.phone.file(document))["booth_look"]
    assert (look["line"], look["logo"]) == (LINE, None)


@pytest.mark.parametrize("size", [(300, 1), (1, 300), (300, 100)])
def test_telegram_accepts_every_logo_as_a_photo(size: tuple[int, int]) -> None:
    with Image.open(BytesIO(booth_page_views._photo(small_picture(picture(size))))) as shown:
        assert max(shown.size) <= 10 * min(shown.size)
        assert shown.mode == "RGB"


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

"""A list with what its companies need and offer, as an organizer looks at it, changes it, takes it over and back."""

import csv
import io

import pytest
from openpyxl import Workbook

from bot.usecases.events import setup
from bot.usecases.moderation.roles import Actor
from storage.events import events, exhibitors
from storage.ids import PersonId
from storage.moderation import roles
from storage.vocabulary import Role
from tests.announcements.fair import FAIR
from tests.chat import Chat, Human
from tests.events.fair import registered
from tests.imports.workbook_files import workbook

LIST = "公司名称,展品,需求\n浦东农业科技有限公司,温室土壤湿度传感器；灌溉控制器,\n绿野集团,,LoRa X2000\n"


@pytest.fixture
async def olga(chat: Chat) -> Human:
    olga = chat.person("Olga")
    await registered(chat, olga, "Sajam d.o.o.", "RS", "olga@sajam.rs")
    services, number = chat.program.services, PersonId(olga.id)
    async with services.database.writing() as session:
        await roles.grant(session, number, Role.ORGANIZER, by=None, now=services.clock())
        who = Actor(id=number, admins=())
        await setup.create(session, who, FAIR, draw=services.draw, now=services.clock())
    return olga


def sent_table(olga: Human) -> list[list[str]]:
    """The rows of the last CSV that the bot sent."""
    text = olga.phone.file(olga.phone.last()).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


async def sends(olga: Human, text: str = LIST) -> str:
    await olga.types("/events")
    await olga.presses("🛠 Novi Sad Fair")
    await olga.presses("📋 Import a list")
    return await olga.does("sends_document", text.encode(), name="list.csv")


async def test_the_country_and_the_language_are_chosen_in_the_preview(chat: Chat, olga: Human) -> None:
    text = LIST.replace("有限公司", "中心")
    shown = await sends(olga, text)
    assert "2 rows name no country: choose one for them below." in shown
    assert "left out: 2" in shown
    await olga.presses("✏️ Country for rows without one")
    await olga.types("Kina")
    shown = await olga.presses("🇨🇳 China")
    assert "Country for rows without one: 🇨🇳 China" in shown
    assert "new company: 2" in shown
    assert "Drafts of listings: 1 need · 2 offers" in shown
    assert "📦 温室土壤湿度传感器" in shown
    await olga.presses("✏️ Language if not recognised")
    await olga.presses("Deutsch")
    assert "3 drafts of listings." in await olga.presses("✅ Import")
    drafts = await olga.presses("📝 Look through")
    assert "LoRa X2000" in drafts
    assert "灌溉控制器" in drafts
    again = await sends(olga, text)
    assert "left out: 2" in again, "the next list starts anew"
    await olga.presses("✏️ Country for rows without one")
    await olga.types("China")
    again = await olga.presses("🇨🇳 China")
    assert "as before: 2" in again
    assert "Drafts of listings" not in again


@pytest.mark.parametrize(("bytes_", "told"), [(10, True), (10_000, False)])
async def test_a_long_list_is_said_to_be_read_before_its_preview(
    chat: Chat, olga: Human, monkeypatch: pytest.MonkeyPatch, bytes_: int, told: bool
) -> None:
    monkeypatch.setattr("handlers.imports.fields.LONG_FILE", bytes_)
    assert "What I understood of list.csv" in await sends(olga)
    texts = [str(call.params.get("text", "")) for call in chat.world.journal.calls("sendMessage")]
    waits = [at for at, text in enumerate(texts) if "I am reading the list" in text]
    previews = [at for at, text in enumerate(texts) if "What I understood of" in text]
    assert (len(waits), bool(waits) and waits[0] < previews[0]) == ((1, True) if told else (0, False))


async def test_imported_listings_are_matched_and_undone(chat: Chat, olga: Human) -> None:
    ana = chat.person("Ana", "sr")
    await registered(chat, ana, "Senzor d.o.o.", "RS", "ana@senzor.rs")
    await ana.needs("Senzori vlažnosti zemljišta za staklenike")
    await sends(olga, LIST.replace(",需求", ",需求,国家").replace(",\n", ",,中国\n").replace("X2000\n", "X2000,中国\n"))
    await olga.presses("✅ Import")
    await olga.presses("✅ Publish all (3)")
    await olga.presses("📝 Yes, when they registered")
    while await chat.program.services.matchmaker.sweep():
        pass
    await chat.settle()
    assert "温室土壤湿度传感器" in await ana.types("/matches")
    assert "浦东" not in ana.phone.reads()
    await olga.does("presses_stale", olga.phone.last(), "im1:1:u")
    assert "3 listings withdrawn." in await olga.presses("Yes, undo it")
    assert "温室土壤湿度传感器" not in await ana.types("/matches")


async def test_needs_and_offers_can_be_left_out(chat: Chat, olga: Human) -> None:
    text = LIST.replace("公司名称", "公司名称,国家").replace("公司,", "公司,中国,").replace("集团,", "集团,中国,")
    assert "Drafts of listings: 1 need · 2 offers" in await sends(olga, text)
    await olga.presses("✏️ Needs and offers")
    assert "Needs and offers will not be imported." in await olga.presses("No, leave them out")
    await olga.presses("✅ Import")
    assert not any("Publish all" in label for label in olga.buttons())
    await sends(olga, text)
    assert "Drafts of listings: 1 need · 2 offers" in olga.sees(), "of the companies that are there already"
    await olga.presses("✅ Import")
    assert "Drafts of listings" not in await sends(olga, text), "none is new"


async def test_nobody_else_imports_looks_or_undoes(chat: Chat, olga: Human) -> None:
    await sends(olga, LIST.replace("公司名称", "公司名称,国家").replace("公司,", "公司,中国,"))
    await olga.presses("✅ Import")
    eve = chat.person("Eve")
    await registered(chat, eve, "Evil Ltd", "FR", "eve@evil.fr")
    services = chat.program.services
    async with services.database.writing() as session:
        number = PersonId(eve.id)
        await roles.grant(session, number, Role.ORGANIZER, by=None, now=services.clock())
        await setup.create(session, Actor(id=number, admins=()), FAIR, draw=services.draw, now=services.clock())
    await eve.types("/help")
    for data in ("e1:1:f", "im1:1:r", "im1:1:u", "im1:1:U"):
        await eve.does("presses_stale", eve.phone.last(), data)
        assert "浦东" not in eve.phone.reads(), data
    assert not any("document" in message for message in eve.phone.messages())
    async with services.database.reading() as session:
        assert len(await exhibitors.companies_at(session, (await events.run_by(session, PersonId(olga.id)))[0].id)) == 1


async def test_a_chinese_reader_sees_lists_joined_as_in_chinese(chat: Chat, olga: Human) -> None:
    await olga.types("/language")
    await olga.presses("简体中文")
    await olga.types("/events")
    await olga.presses("🛠 诺维萨德展会")
    await olga.presses("📋 导入名单")
    text = "公司名称,国家,颜色,气味\n绿野集团,中国,红,香\n"
    shown = await olga.does("sends_document", text.encode(), name="list.csv")
    assert "公司：“公司名称”" in shown
    assert "颜色、气味" in shown


ODD = (
    "Company;Country;E-mail;Phone;Booth;Website\n"
    "Senzor d.o.o.;Yugoslavia;nothing yet @;3,8164E+11;12-Mar;not a site\n"
    "Green Fields GmbH;;info@greenfields.de;;A2;\n"
    '"Open Ltd;Serbia;;;A3;\n'
    "=CMD() Ltd;Serbia;info@;;A4;\n"
    "Total:;;;;4;\n"
)


async def test_everything_that_was_not_understood_is_told_by_row_and_column(chat: Chat, olga: Human) -> None:
    shown = await sends(olga, ODD)
    for told in (
        "Row 4: a quotation mark is not closed; the line was read without it",
        "Row 2, Country: not a country that I know – Yugoslavia",
        "Row 2, E-mail: not an e-mail address – nothing yet @",
        "Row 2, Phone: digits are missing: the spreadsheet program has rounded this number – 3,8164E+11",
        "Row 2, Booth: the spreadsheet program has made a date of this booth; please check it – 12-Mar",
        "Row 2, Website: not the address of a website – not a site",
        "Row 5, E-mail: not an e-mail address – info@",
        "1 country is guessed from domain, phone, address or legal form: see the file of remarks.",
        "1 row names no country: choose one for it below.",
        "… and 1 more; the file of remarks has all.",
    ):
        assert told in shown
    await olga.presses("📝 Remarks as a file")
    lines = sent_table(olga)
    assert ["", "3", "Green Fields GmbH", "Country", "DE", "country guessed from the domain"] in lines
    assert ["", "5", "'=CMD() Ltd", "E-mail", "info@", "not an e-mail address"] in lines
    assert ["", "6", "Total:", "", "", "a sum, not a company"] in lines
    await olga.presses("✅ Import", older=True)
    assert ": 3 new, 0 known" in olga.sees()


async def test_remarks_are_gone_once_the_list_is_imported(chat: Chat, olga: Human) -> None:
    await sends(olga, ODD)
    message = olga.phone.last()
    await olga.presses("✅ Import")
    await olga.does("presses_stale", message, "im1:0:m")
    assert "That no longer exists." in olga.phone.reads()


async def test_a_preview_is_never_cut_within_its_markup(chat: Chat, olga: Human) -> None:
    headings = ";".join(["Company <b>&", "Country", *(f"Other <i>{'x' * 90} {n} &" for n in range(90))])
    rows = "".join(f"Firma <b> & {n} {'y' * 150};Nowhere <{n}> &{'z' * 90}\n" for n in range(100))
    shown = await sends(olga, f"{headings}\n{rows}")
    assert "What I understood of list.csv" in shown
    assert "the file of remarks has all" in shown


async def test_two_sheets_are_shown_with_their_columns(chat: Chat, olga: Human) -> None:
    await sends(olga)
    await olga.types("/cancel")
    await olga.types("/events")
    await olga.presses("🛠 Novi Sad Fair")
    await olga.presses("📋 Import a list")
    shown = await olga.does("sends_document", workbook(two_halls), name="list.xlsx")
    assert "Sheet Hall 1" in shown
    assert "Sheet Hall 2" in shown
    assert "Notes: no column with company names was found in this sheet, so it was not read" in shown
    await olga.presses("✅ Import")
    await olga.presses("📄 Row by row")
    assert sent_table(olga)[1:] == [
        ["Hall 1", "2", "Senzor", "new company", "", "0"],
        ["Hall 2", "2", "Izvor", "new company", "", "0"],
    ]


def two_halls(book: Workbook) -> None:
    book.active.title = "Notes"
    book.active.append(["Please print"])
    for number, name in enumerate(("Senzor", "Izvor"), 1):
        sheet = book.create_sheet(f"Hall {number}")
        sheet.append(["Company", "Country"])
        sheet.append([name, "Serbia"])

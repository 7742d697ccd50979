"""A list with what its companies need and offer, as an organizer looks at it, changes it, takes it over and back."""

import pytest

from bot.usecases.events import setup
from bot.usecases.moderation.roles import Actor
from storage.events import events, exhibitors
from storage.ids import PersonId
from storage.moderation import roles
from storage.vocabulary import Role
from tests.announcements.fair import FAIR
from tests.chat import Chat, Human
from tests.events.fair import registered

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
    await olga.presses("✏️ Country where none is given")
    await olga.types("Kina")
    shown = await olga.presses("🇨🇳 China")
    assert "Country where none is given: 🇨🇳 China" in shown
    assert "new company: 2" in shown
    assert "New listings: 1 need · 2 offers" in shown
    assert "📦 温室土壤湿度传感器" in shown
    await olga.presses("✏️ Language where none is seen")
    await olga.presses("Deutsch")
    assert "3 new listings." in await olga.presses("✅ Take it over, listings seen abroad")
    mine = await olga.types("/mine")
    assert "LoRa X2000" in mine
    assert "灌溉控制器" in mine
    again = await sends(olga, text)
    assert "left out: 2" in again, "the next list starts anew"
    await olga.presses("✏️ Country where none is given")
    await olga.types("China")
    again = await olga.presses("🇨🇳 China")
    assert "as before: 2" in again
    assert "New listings" not in again


async def test_what_was_imported_is_matched_and_undone(chat: Chat, olga: Human) -> None:
    ana = chat.person("Ana", "sr")
    await registered(chat, ana, "Senzor d.o.o.", "RS", "ana@senzor.rs")
    await ana.needs("Senzori vlažnosti zemljišta za staklenike")
    await sends(olga, LIST.replace(",需求", ",需求,国家").replace(",\n", ",,中国\n").replace("X2000\n", "X2000,中国\n"))
    await olga.presses("✅ Take it over, listings seen abroad")
    while await chat.program.services.matchmaker.sweep():
        pass
    await chat.settle()
    assert "温室土壤湿度传感器" in await ana.types("/matches")
    assert "浦东" not in ana.phone.reads()
    await olga.presses("↩️ Undo", older=True)
    assert "3 listings taken back." in await olga.presses("Yes, undo it")
    assert "温室土壤湿度传感器" not in await ana.types("/matches")


async def test_needs_and_offers_can_be_left_out_or_kept_private(chat: Chat, olga: Human) -> None:
    text = LIST.replace("公司名称", "公司名称,国家").replace("公司,", "公司,中国,").replace("集团,", "集团,中国,")
    assert "New listings: 1 need · 2 offers" in await sends(olga, text)
    await olga.presses("✏️ Needs and offers")
    assert "Needs and offers are left out." in await olga.presses("No, leave them out")
    await olga.presses("✅ Take it over")
    assert "温室" not in await olga.types("/mine")
    await sends(olga, text)
    assert "New listings: 1 need · 2 offers" in olga.sees(), "of the companies that are there already"
    await olga.presses("🔒 Take it over, listings private")
    await sends(olga, text)
    assert [label for label in olga.buttons() if "Take it over" in label] == ["✅ Take it over"], "none is new"
    ana = chat.person("Ana", "sr")
    await registered(chat, ana, "Senzor d.o.o.", "RS", "ana@senzor.rs")
    assert "灌溉控制器" not in await ana.types("/search 灌溉")


async def test_nobody_else_imports_looks_or_undoes(chat: Chat, olga: Human) -> None:
    await sends(olga, LIST.replace("公司名称", "公司名称,国家").replace("公司,", "公司,中国,"))
    await olga.presses("✅ Take it over, listings seen abroad")
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
        assert len(await exhibitors.of_event(session, (await events.run_by(session, PersonId(olga.id)))[0].id)) == 1


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

"""An organizer's whole day as the phones show it: from the link that makes her one to what came of the fair."""

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.sandbox.world import World
from storage.vocabulary import ProfileType
from tests.chat import Human, open_chat
from tests.clock import Clock
from tests.events.day import ADMIN, LIST, Day
from tests.events.fair import (
    ANAS,
    ANAS_WORDS,
    MEIS,
    MEIS_WORDS,
    listed,
    plain,
    registered,
)


@pytest.fixture
async def day(world: World, clock: Clock, database_url: str) -> AsyncIterator[Day]:
    async with open_chat(world, database_url, clock, admins=str(ADMIN)) as chat:
        names = {
            "Adela": "en",
            "Katarina": "sr",
            "Lin": "zh-hans",
            "Ana": "sr",
            "Mei": "zh-hans",
            "Hans": "en",
            "Ivo": "sr",
        }
        people = {name.lower(): chat.person(name, language) for name, language in names.items()}
        assert people["adela"].id == ADMIN
        day = Day(chat=chat, clock=clock, **people)
        await registered(chat, day.ana, "Senzor d.o.o.", "RS", "ana@senzor.rs")
        await registered(chat, day.mei, "浦东农业科技有限公司", "CN", "mei@pudong.cn")
        await registered(chat, day.hans, "Grünfeld GmbH", "DE", "hans@gruenfeld.de")
        yield day


async def test_an_organizers_day(day: Day) -> None:
    await an_admin_makes_her_an_organizer(day)
    await she_makes_the_event(day)
    await she_adds_a_hall_a_programme_and_a_helper(day)
    await people_come(day)
    await she_imports_the_list_of_exhibitors(day)
    await she_writes_an_announcement(day)
    await she_looks_at_it_and_so_does_her_helper(day)
    await she_sends_it_and_watches(day)
    await one_has_had_enough(day)
    await she_takes_another_one_back(day)
    await she_brings_two_together(day)
    await she_reads_what_came_of_it(day)


async def an_admin_makes_her_an_organizer(day: Day) -> None:
    link = link_in(await day.adela.types("/organizer"))
    assert "Organizator" in await day.katarina.does("opens", link)
    assert "Organizator" not in await day.lin.does("opens", link)
    assert "已被使用" in day.lin.sees(), "it worked once"


async def she_makes_the_event(day: Day) -> None:
    katarina = day.katarina
    await katarina.says("➕ New event", older=True)
    await katarina.types("Danube Fair")
    await katarina.types("多瑙河展会")
    await katarina.types("Sajam Dunav")
    assert "⚠️" in await katarina.types("juče")
    await katarina.types("2.3.2026 – 4.3.2026")
    await katarina.types("Novi Sad, Srbija")
    await katarina.presses("Europe/Belgrade")
    assert "pon, 2. mar 2026. – sre, 4. mar 2026." in katarina.sees()
    page = await katarina.says("Create the event")
    assert "0 učesnika" in page
    day.code = page.split("Kod: ")[1].split()[0]


async def she_adds_a_hall_a_programme_and_a_helper(day: Day) -> None:
    katarina = day.katarina
    await katarina.says("🏛 Halls")
    await katarina.says("➕ Add a hall")
    await katarina.types("Master hala")
    await katarina.says("« Back")
    await katarina.says("🗓 Programme")
    await katarina.says("➕ Add an item")
    await katarina.types("Greenhouses of the future")
    await katarina.types("2.3.2026 14:00 – 15:30")
    await katarina.presses("Master hala")
    await katarina.types("温室的未来")
    await katarina.types("Plastenici budućnosti")
    assert "14:00 – 15:30" in katarina.sees()
    await katarina.says("Save")
    await day.opens_the_fair("👥 Team")
    link = link_in(await katarina.says("➕ Invite somebody"))
    assert "多瑙河展会" in await day.lin.does("opens", link)
    assert "Lin" in katarina.sees()


async def people_come(day: Day) -> None:
    await day.opens_the_fair("🎫 Code and QR")
    kinds = [kind for message in day.katarina.phone.news() for kind in ("photo", "document") if kind in message]
    assert kinds == ["photo", "document"], "one to show, one to print"
    link = link_in(day.katarina.sees().replace(",", " "))
    assert "多瑙河展会" in await day.mei.does("opens", link)
    await day.ana.types("/join WRONG123")
    assert "Sajam Dunav" in await day.ana.types(f"/join {day.code.lower()}")
    assert "Danube Fair" in await day.hans.types(f"/join {day.code}")
    await day.ana.says("📍 Our booth", older=True)
    await day.ana.says("📍 Enter the booth")
    await day.ana.presses("Master hala")
    await day.ana.types("A-12")
    await day.ana.says("🎫 QR code of the booth")
    assert any("photo" in message for message in day.ana.phone.news())
    assert "21:00" in await day.mei.types("/programme"), "two in the afternoon in Novi Sad, in Shanghai's time"
    await day.mei.presses("☆ 温室的未来")


async def she_imports_the_list_of_exhibitors(day: Day) -> None:
    katarina = day.katarina
    await day.opens_the_fair("📋 Import a list")
    shown = await katarina.does("sends_document", LIST, name="izlagaci.csv")
    assert "Firma: „Naziv firme“" in shown
    assert "Red 9: " in shown, "the sum is no company"
    assert "nova firma: 1" in shown
    assert "Nove: 1, poznate: 2" in await katarina.presses("✅ " + katarina.t("Import"))
    await katarina.says("📄 Row by row")
    assert katarina.phone.last()["document"]["file_name"].endswith(".csv")
    assert "🇭🇷 Kaštel Irigacija" in await katarina.says("🏢 Companies", older=True)
    link = link_in(await katarina.says("🔑 Hand over"))
    assert "Kaštel Irigacija" in await day.ivo.does("opens", link)
    assert "Ivo" in katarina.sees(), "she hears that it is theirs now"


async def she_writes_an_announcement(day: Day) -> None:
    katarina = day.katarina
    await day.opens_the_fair("📣 New announcement")
    await says_it(katarina, "Otvaranje je u 14 časova u Master hali.")
    await katarina.says("🌐 Languages")
    await katarina.presses("简体中文")
    await says_it(katarina, "开幕式14点在主厅举行。")
    await katarina.says("🔗 Buttons")
    await katarina.says("🗓 Programme")
    await katarina.presses(katarina.t("Done ({count})", count="1"))
    assert "3 osobe" in katarina.sees()
    await katarina.says("🎯 Audience")
    await katarina.says("🌍 Country")
    assert "1 osoba" in await katarina.presses("🇨🇳 Kina")
    assert "2 osobe" in await katarina.presses("🇷🇸 Srbija")
    await katarina.says("« Back")
    await katarina.says("Done")


async def she_looks_at_it_and_so_does_her_helper(day: Day) -> None:
    preview = await day.katarina.says("👁 Preview")
    assert "开幕式14点在主厅举行。" in preview
    assert "Sajam Dunav · Katarina" in preview, "who says it"
    await day.katarina.says("🧪 To the team")
    assert "开幕式14点在主厅举行。" in day.lin.sees()
    assert day.lin.t("🗓 Programme") in day.lin.buttons(), "in her language, though Katarina chose it in hers"
    assert "开幕式" not in day.mei.phone.reads()


async def she_sends_it_and_watches(day: Day) -> None:
    katarina = day.katarina
    await katarina.says("🚀 Send now")
    await katarina.says("Yes")
    watched = next(message for message in katarina.phone.messages() if "0%" in message.get("text", ""))
    assert katarina.t("📤 On its way") in watched["text"]
    assert "开幕式14点在主厅举行。" in day.mei.phone.reads()
    assert "Otvaranje je u 14" in day.ana.phone.reads()
    assert "14" not in day.hans.sees(), "Germany was not chosen"
    await day.progress_is_shown()
    same = next(one for one in katarina.phone.messages() if one["message_id"] == watched["message_id"])
    assert "100%" in same["text"], "edited in place, though it was sent before the first look"
    assert "Poslato 2 od 2" in katarina.sees(), "and told, with a sound"
    assert "温室的未来" in await day.mei.says("🗓 Programme", older=True)
    await katarina.says("📊 Report")
    assert "photo" in katarina.phone.last()
    assert "🗓 Program: 1" in katarina.sees()


async def one_has_had_enough(day: Day) -> None:
    await day.mei.presses("🔕", older=True)
    assert day.mei.buttons()[-1] == day.mei.t("🔔 Turn on announcements")


async def she_takes_another_one_back(day: Day) -> None:
    katarina = day.katarina
    await day.opens_the_fair("📣 New announcement")
    await says_it(katarina, "Ručak je u 13 časova.")
    assert "2 osobe" in katarina.sees(), "without Mei"
    await katarina.says("🚀 Send now")
    await katarina.says("Yes")
    assert "Ručak" in day.hans.phone.reads()
    await katarina.says("↩️ Recall")
    await katarina.says("Yes")
    assert "Obrisano: 2" in katarina.sees()
    assert "Ručak" not in day.hans.phone.reads()
    assert "Ručak" not in day.ana.phone.reads()


async def she_brings_two_together(day: Day) -> None:
    katarina = day.katarina
    await listed(day.chat, day.ana, ProfileType.BUSINESS_OFFER, ANAS, ANAS_WORDS, "sr")
    await listed(day.chat, day.mei, ProfileType.BUSINESS_REQUEST, MEIS, MEIS_WORDS, "zh")
    await day.opens_the_fair("🤝 Bring together")
    await katarina.says("🤝 These two should meet")
    await katarina.presses("Senzor")
    await katarina.presses("浦东")
    preview = await katarina.types("Pričali ste mi oboje o zemljištu.")
    assert "Traži: 🇨🇳 浦东农业科技有限公司" in plain(preview)
    await katarina.says("Ask both")
    assert "Sajam Dunav" in day.ana.sees()
    await day.mei.says("✅ Yes, introduce us")
    assert "Senzor" not in day.mei.phone.reads()
    await day.ana.says("✅ Accept and share contacts")
    assert "浦东农业科技有限公司" in day.ana.sees()
    assert "Senzor d.o.o." in day.mei.sees()
    await day.time_passes(seconds=30)
    assert katarina.t("🤝 Both said yes: connected") in katarina.sees()


async def she_reads_what_came_of_it(day: Day) -> None:
    katarina = day.katarina
    said = await katarina.types("/dashboard")
    assert sum("photo" in message for message in katarina.phone.news()) == 1
    sent = {m["document"]["file_name"].rpartition(".")[2]: m for m in katarina.phone.news() if "document" in m}
    page, book = sent["pdf"], sent["xlsx"]
    assert katarina.phone.file(page).startswith(b"%PDF")
    sheets = load_workbook(BytesIO(katarina.phone.file(book)))
    states = dict(sheets["Upoznavanja"].iter_rows(values_only=True))
    announced = dict(sheets["Obaveštenja"].iter_rows(values_only=True))
    assert list(announced.values()) == ["Broj", 4, 3, 1], "two to two each, three people, and Mei pressed"
    assert (states["predloženo"], states["prihvaćeno"]) == (0, 1)
    assert "Predložena upoznavanja: 1" in said
    assert "Prihvaćeno: 1" in said
    await day.time_passes(hours=48)
    reports = [message["caption"] for message in katarina.phone.news() if "caption" in message]
    assert [("Poslato" in caption, "Povučeno" in caption) for caption in reports] == [(True, False), (False, True)]
    assert "Prihvaćena upoznavanja: 1" in reports[0]
    await katarina.says("📄 PDF and table")
    assert katarina.phone.last()["document"]["file_name"].endswith(".xlsx")
    await katarina.says("📣 Open", older=True)
    assert katarina.t("📊 Report") in katarina.buttons()
    await katarina.says("📄 PDF and table", older=True)
    assert katarina.phone.last()["document"]["file_name"].endswith(".xlsx"), "the report is still there"


async def says_it(organizer: Human, text: str) -> None:
    await organizer.types(text)
    await organizer.presses(organizer.t("Done ({count})", count="1"))


def link_in(text: str) -> str:
    return next(word for word in text.split() if word.startswith("https://t.me/"))

"""An organizer's week: two fairs in two time zones that share companies, guests and organizers, figure by figure."""

import io
from collections.abc import AsyncIterator
from datetime import date

import pytest
from openpyxl import load_workbook

from bot.sandbox.world import World
from storage.vocabulary import ProfileType
from tests.chat import open_chat
from tests.clock import Clock
from tests.events.fair import ANAS, ANAS_WORDS, MEIS, MEIS_WORDS, listed, registered
from tests.events.week import (
    DANUBE,
    DANUBE_PROGRAMME,
    PUDONG,
    PUDONG_LIST,
    PUDONG_PROGRAMME,
    Week,
    danube_list,
    named,
)
from tests.printing.codes import links, texts

ADMIN = 7_100_000_001  # the first person of a world: Olga, who needs nobody to make her an organizer


@pytest.fixture
async def week(world: World, clock: Clock, database_url: str) -> AsyncIterator[Week]:
    async with open_chat(world, database_url, clock, admins=str(ADMIN)) as chat:
        names = {"Olga": "en", "Lin": "en", "Ana": "sr", "Mei": "zh-hans", "Hans": "en", "Ivo": "sr"}
        people = {name.lower(): chat.person(name, language) for name, language in names.items()}
        week = Week(chat=chat, clock=clock, **people)
        await registered(chat, week.ana, "Senzor d.o.o.", "RS", "ana@senzor.rs")
        await registered(chat, week.mei, "浦东农业科技有限公司", "CN", "mei@pudong.cn")
        await registered(chat, week.hans, "Grünfeld GmbH", "DE", "hans@gruenfeld.de")
        yield week


async def test_an_organizers_week(week: Week) -> None:
    await monday_two_events(week)
    await monday_people_come(week)
    await tuesday_lists(week)
    await wednesday_drafts_and_invitations(week)
    await wednesday_programmes(week)
    await thursday_announcements(week)
    await thursday_prints(week)
    await friday_booths_are_scanned(week)
    await friday_companies_meet(week)
    await saturday_reports(week)
    await sunday_results(week)
    await sunday_undo(week)


async def monday_two_events(week: Week) -> None:
    await week.olga.types("/start")
    for name, place, zone, days in (
        (DANUBE, "Novi Sad, Serbia", "Europe/Belgrade", "7.4.2026 – 9.4.2026"),
        (PUDONG, "Shanghai, China", "Asia/Shanghai", "8.4.2026 – 10.4.2026"),
    ):
        await week.olga.types("/events")
        await week.olga.says("➕ New event")
        await week.olga.types(name)
        await week.olga.says("Skip")
        await week.olga.says("Skip")
        await week.olga.types(days)
        await week.olga.types(place)
        await week.olga.presses(zone)
        await week.olga.presses("Create the event")
        await week.opens(name, "👥 Team")
        said = await week.olga.says("➕ Invite somebody")
        await week.lin.does("opens", link_in(said))


async def monday_people_come(week: Week) -> None:
    """Pudong's guests come in the evening in Europe, which is the next day in China."""
    for human in (week.ana, week.mei, week.hans):
        await week.joins(human, DANUBE)
    await week.time_passes(hours=8)
    for human in (week.ana, week.mei):
        await week.joins(human, PUDONG)
    assert "3 participants · 3 companies" in await week.opens(DANUBE)
    assert "2 participants · 2 companies" in await week.opens(PUDONG)
    await week.time_passes(hours=16)


async def tuesday_lists(week: Week) -> None:
    olga = week.olga
    await week.opens(DANUBE, "📋 Import a list")
    shown = await olga.does("sends_document", danube_list(), name="exhibitors.xlsx")
    assert "Sheet Serbia" in shown
    assert "Sheet China" in shown
    assert "• Zeleno Polje Agro ↔ Zelena Polja" in shown
    await olga.presses("✏️ Probable duplicates")
    shown = await olga.presses("✅ The same")
    assert "new company: 3" in shown
    assert "Imported: 3 new, 1 known, 0 changed, 1 left out." in await olga.presses("✅ Import")
    assert "3 participants · 6 companies" in await week.opens(DANUBE)
    assert "2 participants · 2 companies" in await week.opens(PUDONG), "nothing came in here"

    await week.opens(PUDONG, "📋 Import a list")
    await olga.does("sends_document", PUDONG_LIST.encode(), name="zhanshang.csv")
    assert "Imported: 1 new, 1 known, 0 changed, 0 left out." in await olga.presses("✅ Import")
    assert "2 participants · 4 companies" in await week.opens(PUDONG)
    assert "3 participants · 6 companies" in await week.opens(DANUBE)
    assert "Kvarc" not in await week.opens(DANUBE, "🏢 Companies")
    assert "Hrast" not in await week.opens(PUDONG, "🏢 Companies")


async def wednesday_drafts_and_invitations(week: Week) -> None:
    olga = week.olga
    await week.time_passes(days=1)
    await week.opens(DANUBE)
    assert "📝 Drafts to publish (4)" in olga.buttons(), "three of the columns, one of a description"
    await olga.says("📝 Drafts to publish ({count})", count="4")
    await olga.presses("✉️ Invitations")
    links_ = week.invitations()
    assert list(links_) == ["Hrast & Brest doo", "Xingyun Machinery", "Zelena Polja"]
    assert "Hrast & Brest doo" in await week.ivo.does("opens", links_["Hrast & Brest doo"])
    await week.ivo.says("✅ I agree: publish, show abroad")
    await week.opens(DANUBE, "")
    await olga.says("📝 Drafts to publish ({count})", count="3")
    assert "3 drafts · 2 companies" in olga.sees()
    await olga.presses("✅ Publish all (3)")
    assert "✅ 3 listings are published." in await olga.presses("📝 Yes, when they registered")
    await week.opens(PUDONG)
    assert "📝 Drafts to publish (1)" in olga.buttons(), "Kvarc's waits; Xingyun's was in both lists"


async def wednesday_programmes(week: Week) -> None:
    olga, ana = week.olga, week.ana
    for event, text in ((DANUBE, DANUBE_PROGRAMME), (PUDONG, PUDONG_PROGRAMME)):
        await week.opens(event, "🗓 Programme")
        await olga.says("📋 From a file")
        await olga.does("sends_document", text.encode(), name="programme.csv")
        await olga.presses("Put it into the programme")
    await ana.types("/events")
    await ana.presses("🎪 Danube Fair")
    await ana.says("🗓 Programme")
    await ana.presses("☆ Opening")
    await ana.types("/events")
    await ana.presses("🎪 Pudong Fair")
    assert "04:00" in await ana.says("🗓 Programme"), "ten in Shanghai, in Ana's time"
    await week.opens(PUDONG, "🗓 Programme")
    await olga.says("📋 From a file")
    await olga.does("sends_document", PUDONG_PROGRAMME.replace("10:00,11:00", "9:00,10:00").encode(), name="p.csv")
    await olga.presses("Put it into the programme")
    assert not any("09:00" in str(message.get("text")) for message in ana.phone.news()), "she starred the other one"
    await week.opens(DANUBE, "🗓 Programme")
    await olga.says("📋 From a file")
    await olga.does("sends_document", DANUBE_PROGRAMME.replace("10:00,11:00", "9:30,10:30").encode(), name="p.csv")
    await olga.presses("Put it into the programme")
    assert "Opening" in ana.sees()
    assert "09:30" in ana.sees(), "by the clock of Novi Sad"
    assert "09:30" not in week.mei.phone.reads()


async def thursday_announcements(week: Week) -> None:
    olga = week.olga
    await week.time_passes(days=1)
    await week.opens(DANUBE, "📣 New announcement")
    shown = await olga.types("Otvaranje je u pola deset u Hali 1, dobro došli.")
    assert "Language: srpski" in shown
    await olga.presses("Done (1)")
    await olga.presses("🌐 Languages")
    await olga.presses("简体中文")
    await olga.types("开幕式九点半在一号厅举行。")
    await olga.presses("Done (1)")
    await olga.says("🔗 Buttons")
    await olga.says("🗓 Programme")
    await olga.presses("Done (1)")
    assert "4 people will get it." in olga.sees(), "Ivo came with his company"
    await olga.presses("🎯 Audience")
    await olga.presses("🌍 Country")
    assert "1 person" in await olga.presses("🇨🇳 China")
    assert "3 people" in await olga.presses("🇷🇸 Serbia")
    await olga.says("« Back")
    await olga.says("Done")
    await olga.says("🚀 Send now")
    await olga.says("Yes")
    assert "开幕式九点半" in week.mei.phone.reads()
    assert "Otvaranje" in week.ana.phone.reads()
    assert "Otvaranje" in week.ivo.phone.reads()
    assert "Otvaranje" not in week.hans.phone.reads()
    await week.mei.says("🗓 Programme", older=True)

    await week.opens(PUDONG, "📣 New announcement")
    assert "Language: English" in await olga.types("The shuttle bus leaves at eight from People's Square.")
    await olga.presses("Done (1)")
    assert "2 people will get it." in olga.sees()
    await olga.says("🚀 Send now")
    await olga.says("Yes")
    assert "shuttle bus" in week.mei.phone.reads()
    assert "shuttle bus" not in week.ivo.phone.reads()


async def thursday_prints(week: Week) -> None:
    for event, names in ((DANUBE, ["Hrast", "Senzor", "Xingyun", "Zelena"]), (PUDONG, ["Xingyun", "Kvarc"])):
        await week.opens(event, "🎫 Code and QR")
        await week.olga.says("🖨 Print")
        await week.olga.says("Booth signs: A5")
        pdf = week.document(f"{event.lower().replace(' ', '-')}-booths-A5.pdf")
        assert sorted(names) == sorted(name for page in texts(pdf) for name in names if name in page)
        assert [len(page) for page in links(pdf)] == [1] * len(names)
        assert all(event in page for page in texts(pdf))


async def friday_booths_are_scanned(week: Week) -> None:
    """Xingyun has a booth at both fairs, with a code at each."""
    await week.time_passes(days=1)
    codes = {}
    for event in (DANUBE, PUDONG):
        pdf = week.document(f"{event.lower().replace(' ', '-')}-booths-A5.pdf")
        codes[event] = next(link for (link,), page in zip(links(pdf), texts(pdf), strict=True) if "Xingyun" in page)
    assert codes[DANUBE] != codes[PUDONG]
    for human in (week.ana, week.hans, week.ana):
        assert "Xingyun" not in await human.does("opens", codes[DANUBE])
    await week.mei.does("opens", codes[PUDONG])
    wu = week.chat.person("Wu", "en")
    assert "Xingyun Machinery" in await wu.does("opens", week.invitations()["Xingyun Machinery"])
    await wu.types("/events")
    await wu.presses("🎪 Danube Fair")
    assert "2 people scanned your QR code." in await wu.says("📍 Our booth")
    await week.joins(wu, PUDONG)
    await wu.types("/events")
    await wu.presses("🎪 Pudong Fair")
    assert "1 person scanned your QR code." in await wu.says("📍 Our booth")


async def friday_companies_meet(week: Week) -> None:
    """Mei and Ana, who are at both fairs, meet in the evening; so do Hans and Ana, who are at one together."""
    await week.time_passes(hours=8)
    await listed(week.chat, week.ana, ProfileType.BUSINESS_OFFER, ANAS, ANAS_WORDS, "sr")
    await listed(week.chat, week.mei, ProfileType.BUSINESS_REQUEST, MEIS, MEIS_WORDS, "zh")
    await listed(week.chat, week.hans, ProfileType.BUSINESS_REQUEST, "Soil moisture sensors", ANAS_WORDS, "en")
    for human in (week.mei, week.hans):
        await human.types("/matches")
        await human.says("🤝 Introduce us")
        await human.presses(human.t("Send"))
        await week.ana.says("✅ Accept and share contacts", older=True)
    assert named(week.ana, ".vcf")["document"]["file_name"] == "grünfeld-gmbh.vcf"
    assert named(week.mei, ".vcf")["document"]["file_name"] == "senzor-d-o-o.vcf"
    for event, met in ((DANUBE, 2), (PUDONG, 1)):
        await week.ana.types("/events")
        await week.ana.presses(f"🎪 {event}")
        await week.ana.says("📍 Our booth")
        await week.ana.says("📇 Contacts (XLSX)")
        sheet = load_workbook(io.BytesIO(week.ana.phone.file(named(week.ana, "-contacts.xlsx")))).active
        dates = {row[0]: row[-1] for row in sheet.iter_rows(min_row=2, values_only=True)}
        assert len(dates) == met
        assert dates["浦东农业科技有限公司"] == ("2026-03-06" if event is DANUBE else "2026-03-07"), "by its own days"


async def saturday_reports(week: Week) -> None:
    """Each announcement counts what its readers did at its own fair."""
    await week.time_passes(hours=16)
    reports = [
        message["caption"] for message in week.olga.phone.news() if "Two days ago" in str(message.get("caption"))
    ]
    danube, pudong = [caption.partition("\n\n")[2] for caption in reports]
    assert danube == (
        "✅ Sent · Danube Fair\nReached: 3\n🔘 🗓 Programme: 1\n\nWithin 48 hours\n"
        "New companies: 0\nNew listings: 2\nIntroductions proposed: 1\nIntroductions accepted: 2"
    )
    assert pudong == (
        "✅ Sent · Pudong Fair\nReached: 2\n\nWithin 48 hours\n"
        "New companies: 0\nNew listings: 2\nIntroductions proposed: 1\nIntroductions accepted: 1"
    )


async def sunday_results(week: Week) -> None:
    await week.time_passes(days=8)
    await week.mei.says("👥 We have met", older=True)
    overview = {"People": 5, "Companies": 6, "Listings": 7, "Matches": 2}
    danube, pudong = await week.results(DANUBE), await week.results(PUDONG)
    assert danube["Overview"] == overview | {"Introductions proposed": 2, "Accepted": 2, "It led to a result": 1}
    assert danube["Countries"] == {"Serbia": (3, 4, 0), "China": (2, 1, 1), "Germany": (1, 0, 1)}
    assert danube["Sectors"] == {"Agriculture and agritech": 3, "Food and beverages": 1}
    assert danube["Introductions between countries"] == {"China": ("Serbia", 1), "Germany": ("Serbia", 1)}
    assert danube["Announcements"] == {
        "Messages delivered": 3,
        "People reached": 3,
        "People who pressed a button": 1,
    }
    overview = {"People": 3, "Companies": 4, "Listings": 3, "Matches": 1}
    assert pudong["Overview"] == overview | {"Introductions proposed": 1, "Accepted": 1, "It led to a result": 1}
    assert pudong["Countries"] == {"China": (2, 1, 1), "Serbia": (2, 1, 0)}
    assert pudong["Sectors"] == {"Agriculture and agritech": 2}
    assert pudong["Introductions between countries"] == {"China": ("Serbia", 1)}
    assert pudong["Announcements"] == {
        "Messages delivered": 2,
        "People reached": 2,
        "People who pressed a button": 0,
    }
    for found in (danube, pudong):
        accepted = found["Overview"]["Accepted"]
        assert {state: count for state, count in found["Introductions"].items() if count} == {"accepted": accepted}
    day = date(2026, 3, 1)
    assert await week.days(DANUBE) == {
        "joined": {day.replace(day=2): 3, day.replace(day=4): 1, day.replace(day=6): 1},
        "proposed": {day.replace(day=6): 2},
        "accepted": {day.replace(day=6): 2},
    }
    assert await week.days(PUDONG) == {
        "joined": {day.replace(day=3): 2, day.replace(day=6): 1},
        "proposed": {day.replace(day=7): 1},
        "accepted": {day.replace(day=7): 1},
    }, "an evening in Europe is the next day in China"
    (page,) = texts(week.document("pudong-fair-results.pdf"))
    assert "Pudong Fair" in page
    assert "Danube" not in page


async def sunday_undo(week: Week) -> None:
    """The list of one fair is undone; the other fair keeps every figure."""
    before = await week.results(DANUBE)
    await week.opens(PUDONG, "🗂 Imported lists")
    await week.olga.presses("📄 zhanshang.csv")
    assert "You can undo it until" in week.olga.sees()
    await week.olga.presses("↩️ Undo")
    assert "Undone: " in await week.olga.presses("Yes, undo it")
    assert "3 participants · 3 companies" in await week.opens(PUDONG), "Kvarc is gone; Xingyun's Wu has joined"
    assert not any("Drafts" in label for label in week.olga.buttons())
    assert (await week.results(PUDONG))["Countries"] == {"China": (2, 1, 1), "Serbia": (1, 1, 0)}
    assert await week.results(DANUBE) == before


def link_in(text: str) -> str:
    return next(word for word in text.split() if word.startswith("https://t.me/"))

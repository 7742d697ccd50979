"""Two events of one organizer, who takes part in both and imports a list into one: each counts its own companies."""

from datetime import date

import pytest

from bot.usecases.events import setup
from bot.usecases.events.dashboard import Dashboard, look
from bot.usecases.events.setup import NewEvent
from bot.usecases.moderation.roles import Actor
from storage.database import Database
from storage.events import digests, events
from storage.ids import ChatId, EventId, PersonId
from storage.models import EventChat
from storage.moderation import roles
from storage.vocabulary import JoinedBy, Language, ProfileType, Role
from tests.chat import Chat, Human
from tests.events.fair import ANAS, ANAS_WORDS, listed, registered

SPRING, AUTUMN = "Spring Fair", "Autumn Fair"
LIST = "Company,Country,Booth\n" + "".join(f"Xingyun Machinery {n},China,B-{n}\n" for n in range(1, 13))


@pytest.fixture
async def olga(chat: Chat) -> Human:
    """Runs both fairs and takes part in both; Ana takes part in spring, Hans in both."""
    olga = chat.person("Olga")
    ana, hans = chat.person("Ana", "sr"), chat.person("Hans")
    await registered(chat, olga, "Sajam d.o.o.", "RS", "olga@sajam.rs")
    await registered(chat, ana, "Senzor d.o.o.", "RS", "ana@senzor.rs")
    await registered(chat, hans, "Grünfeld GmbH", "DE", "hans@gruenfeld.de")
    services = chat.program.services
    now = services.clock()
    async with services.database.writing() as session:
        number = PersonId(olga.id)
        await roles.grant(session, number, Role.ORGANIZER, by=None, now=now)
        for name, month, people in ((SPRING, 3, (olga, ana, hans)), (AUTUMN, 9, (olga, hans))):
            fair = NewEvent(
                names={"en": name},
                place="Novi Sad",
                zone="Europe/Belgrade",
                starts_on=date(2026, month, 1),
                ends_on=date(2026, month, 4),
            )
            event_id = await setup.create(session, Actor(id=number, admins=()), fair, draw=services.draw, now=now)
            for human in people:
                await events.join(session, event_id, PersonId(human.id), JoinedBy.CODE, now)
    await listed(chat, ana, ProfileType.BUSINESS_OFFER, ANAS, ANAS_WORDS, "sr")
    await imports(olga, AUTUMN)
    return olga


async def opens(olga: Human, event: str, button: str = "") -> str:
    await olga.types("/events")
    shown = await olga.presses(f"🛠 {event}")
    return await olga.presses(button) if button else shown


async def imports(olga: Human, event: str) -> None:
    await opens(olga, event, "📋 Import a list")
    await olga.does("sends_document", LIST.encode(), name="list.csv")
    await olga.presses("✅ Import")


async def event_named(database: Database, olga: Human, name: str) -> EventId:
    async with database.reading() as session:
        found = await events.run_by(session, PersonId(olga.id))
    return next(event.id for event in found if event.names["en"] == name)


async def figures(chat: Chat, olga: Human, name: str) -> Dashboard:
    database = chat.program.services.database
    event_id = await event_named(database, olga, name)
    async with database.reading() as session:
        return await look(session, Actor(id=PersonId(olga.id), admins=()), event_id)


async def test_each_event_counts_its_own_companies(chat: Chat, olga: Human) -> None:
    assert "3 participants · 3 companies" in await opens(olga, SPRING)
    assert "2 participants · 14 companies" in await opens(olga, AUTUMN)
    spring, autumn = await figures(chat, olga, SPRING), await figures(chat, olga, AUTUMN)
    assert spring.companies == {"RS": 2, "DE": 1}
    assert autumn.companies == {"RS": 1, "DE": 1, "CN": 12}
    assert (sum(spring.listings.values()), sum(autumn.listings.values())) == (1, 0)


async def test_an_event_that_one_runs_and_takes_part_in_is_listed_once(chat: Chat, olga: Human) -> None:
    await olga.types("/events")
    assert [label for label in olga.buttons() if "Fair" in label] == [f"🛠 {AUTUMN}", f"🛠 {SPRING}"]


async def test_nobody_is_shown_or_brought_together_at_an_event_they_are_not_at(chat: Chat, olga: Human) -> None:
    assert "Xingyun" not in await opens(olga, SPRING, "🏢 Companies")
    assert "Xingyun" in await opens(olga, AUTUMN, "🏢 Companies")
    await opens(olga, SPRING, "🤝 Bring together")
    await olga.presses("🤝 These two should meet")
    assert not any("Xingyun" in label for label in olga.buttons())
    await olga.types("/cancel")
    await opens(olga, AUTUMN, "🤝 Bring together")
    await olga.presses("🤝 These two should meet")
    await olga.types("Xingyun Machinery 7")
    assert any("Xingyun" in label for label in olga.buttons())


async def test_an_announcement_finds_no_segment_through_another_event(chat: Chat, olga: Human) -> None:
    for event, countries in ((SPRING, {"🇷🇸 Serbia", "🇩🇪 Germany"}), (AUTUMN, {"🇷🇸 Serbia", "🇩🇪 Germany", "🇨🇳 China"})):
        await opens(olga, event, "📣 New announcement")
        await olga.types("Welcome!")
        await olga.presses("Done (1)")
        await olga.presses("🎯 Audience")
        await olga.presses("🌍 Country")
        assert {label for label in olga.buttons() if label[0] in "🇷🇩🇨"} == countries, event


async def test_a_digest_tells_of_the_companies_of_its_own_event(chat: Chat, olga: Human) -> None:
    database = chat.program.services.database
    now = chat.program.services.clock()
    for event, news in ((SPRING, 1), (AUTUMN, 0)):
        group = EventChat(
            chat_id=ChatId(-5),
            event_id=await event_named(database, olga, event),
            title="Group",
            language=Language.EN,
            added_by=None,
            added_at=now,
            gone_at=None,
            digest_hour=9,
            digest_due_at=now,
        )
        async with database.reading() as session:
            assert len(await digests.news(session, group)) == news, event


async def test_a_company_that_joins_or_is_put_on_the_list_of_both_counts_at_both(chat: Chat, olga: Human) -> None:
    await imports(olga, SPRING)
    assert "3 participants · 15 companies" in await opens(olga, SPRING)
    assert "2 participants · 14 companies" in await opens(olga, AUTUMN)


async def test_claiming_a_company_brings_it_to_the_event(chat: Chat, olga: Human) -> None:
    await opens(olga, AUTUMN, "🏢 Companies")
    said = await olga.presses("🔑 Hand over")
    mei = chat.person("Mei", "zh-hans")
    await mei.does("opens", next(word for word in said.split() if word.startswith("https://t.me/")))
    database = chat.program.services.database
    async with database.writing() as session:
        event = await events.find(session, await event_named(database, olga, SPRING))
        assert event is not None
        await events.join(session, event.id, PersonId(mei.id), JoinedBy.CODE, chat.program.services.clock())
    assert "4 participants · 4 companies" in await opens(olga, SPRING)
    assert "3 participants · 14 companies" in await opens(olga, AUTUMN)

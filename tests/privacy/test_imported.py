"""What an organizer's list says about a person: shown in /export, gone after /forgetme, and the organizer is told."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.sandbox.world import World
from bot.usecases.events import setup
from bot.usecases.moderation.roles import Actor
from bot.usecases.privacy import rights
from storage.ids import PersonId
from storage.models import Channel, Company, Membership
from storage.moderation import roles
from storage.people import people
from storage.vocabulary import ChannelKind, Relation, Role
from tests.announcements.fair import FAIR
from tests.chat import Chat, Human, open_chat
from tests.clock import Clock
from tests.events.fair import registered
from tests.factories import add_company
from tests.neighbours import select_own
from tests.privacy.scan import bytes_of, found_in

LIST = (
    "Company,Country,City,E-mail,Phone,Offers\n"
    "Kvarc Optika,Serbia,Niš,Vera@Kvarc.rs,+381 64 123 4567,Zelena sočiva\n"
    "Other Works,Germany,Bremen,office@other.example,,Blue lenses\n"
)
OF_VERA = ("Kvarc Optika", "Niš", "era@kvarc.rs", "381641234567", "Zelena sočiva")
TOLD = "I deleted what row 2 of list.csv said about them."


async def organizer(chat: Chat, text: str = LIST) -> Human:
    """Olga, who has imported the list."""
    olga = chat.person("Olga")
    await registered(chat, olga, "Sajam d.o.o.", "RS", "olga@sajam.rs")
    services, number = chat.program.services, PersonId(olga.id)
    async with services.database.writing() as session:
        await roles.grant(session, number, Role.ORGANIZER, by=None, now=services.clock())
        who = Actor(id=number, admins=())
        await setup.create(session, who, FAIR, draw=services.draw, now=services.clock())
    await imports(olga, text)
    return olga


async def imports(olga: Human, text: str) -> None:
    await olga.types("/events")
    await olga.presses("🛠 Novi Sad Fair")
    await olga.presses("📋 Import a list")
    await olga.does("sends_document", text.encode(), name="list.csv")
    await olga.presses("✅ Import")
    if any(label.startswith("✅ Publish all") for label in olga.buttons()):
        await olga.presses("✅ Publish all")
        await olga.presses("📝 Yes, when they registered")


async def forgets(human: Human) -> None:
    await human.types("/forgetme")
    await human.says("🗑 Yes, delete everything")


async def exported(human: Human) -> list[dict[str, Any]]:
    await human.types("/export")
    held: list[dict[str, Any]] = json.loads(human.phone.file(human.phone.last()))["imported_by_organizers"]
    return held


async def by_mail(chat: Chat) -> Human:
    return await chat.join("Vera", company="Vera Works", country="Croatia", email="vera@kvarc.rs")


async def by_phone(chat: Chat) -> Human:
    return await chat.join("Vera", company="Vera Works", country="Croatia", email="+381641234567")


async def by_name(chat: Chat) -> Human:
    vera = chat.person("Optika", last_name="Kvarc")
    await vera.types("/start")
    return vera


@pytest.mark.parametrize("arrives", [by_mail, by_phone, by_name])
async def test_a_row_about_a_person_goes_with_them(chat: Chat, arrives: Callable[[Chat], Any]) -> None:
    olga = await organizer(chat)
    vera = await arrives(chat)
    await vera.types("/forgetme")
    assert "What organizers imported about you is deleted too." in vera.sees()
    await vera.presses("🗑 Yes, delete everything")
    assert TOLD in olga.sees()
    assert "Vera" not in olga.sees()
    mine = await olga.types("/mine")
    assert "Blue lenses" in mine
    assert "Zelena sočiva" not in mine


async def test_the_report_of_the_import_says_which_row_was_withdrawn(chat: Chat) -> None:
    olga = await organizer(chat)
    await forgets(await by_mail(chat))
    await olga.does("presses_stale", olga.phone.last(), "im1:1:r")
    report = olga.phone.file(olga.phone.last()).decode()
    assert "withdrawn: the person asked to be forgotten" in report
    assert "Other Works" in report
    assert "Kvarc" not in report


async def test_the_export_shows_what_the_person_knows_and_counts_the_rest(chat: Chat) -> None:
    await organizer(chat)
    (held,) = await exported(await by_mail(chat))
    assert held["held_by"] == "an organizer has this about you, from an imported list"
    assert held["contacts"] == ["Vera@kvarc.rs"]
    assert held["other_contacts"] == {"phone": 1}
    assert held["listings"] == {"offer": 1}
    assert held["company"] is None, "whoever typed an address shall not learn whose it is"
    named = await chat.join("Kvarc", last_name="Optika", company="Works", country="Italy", email="vera@kvarc.rs")
    assert (await exported(named))[0]["company"] == "Kvarc Optika"


async def test_nobody_else_is_told_or_taken_out(chat: Chat) -> None:
    olga = await organizer(chat)
    ivan = await chat.join("Ivan", company="Kvarc", country="Croatia", email="ivan@kvarc.rs")
    assert await exported(ivan) == []
    assert "organizers imported" not in await ivan.types("/forgetme")
    await ivan.presses("🗑 Yes, delete everything")
    assert "forgotten" not in olga.phone.reads()
    assert "Zelena sočiva" in await olga.types("/mine")


async def test_one_word_is_no_name(chat: Chat) -> None:
    olga = await organizer(chat, LIST.replace("Kvarc Optika", "Kvarc"))
    kvarc = chat.person("Kvarc")
    await kvarc.types("/start")
    await forgets(kvarc)
    assert "Zelena sočiva" in await olga.types("/mine")


async def test_only_the_imported_contact_of_a_claimed_company_is_deleted(chat: Chat) -> None:
    """Ana has been let in. Vera's address stood in the list, and goes; Ana's company stays."""
    olga = await organizer(chat)
    ana = chat.person("Ana")
    await ana.types("/start")
    await ana.says("✅ I agree, register first")
    await ana.says("🏢 Company")
    await ana.types("Kvarc Optika")
    await ana.types("Serbia")
    await ana.phone_presses_first()
    await ana.says("Yes, ask to join")
    await ana.says("I work there")
    await ana.says("Skip")
    await ana.presses("Ask to join")
    await olga.says("✅ Let them in")
    await forgets(await by_mail(chat))
    assert TOLD in olga.sees()
    assert "Zelena sočiva" in await ana.types("/mine")
    (held,) = await exported(await by_phone(chat))
    assert held["contacts"] == ["+381641234567"]
    assert held["other_contacts"] == {}, "Vera's address is gone"


async def test_an_address_on_many_rows_is_a_chambers_and_takes_no_company_with_it(chat: Chat) -> None:
    rows = [f"Works {number},Serbia,Niš,chamber@niš.example,,Lenses {number}\n" for number in range(6)]
    olga = await organizer(chat, LIST.splitlines(keepends=True)[0] + "".join(rows).replace("niš.", "nis."))
    hostile = await chat.join("Hostile", company="Hostile", country="Croatia", email="chamber@nis.example")
    assert len(await exported(hostile)) == 6
    await forgets(hostile)
    assert "Lenses 5" in await olga.types("/mine")
    again = await chat.join("Again", company="Again", country="Croatia", email="chamber@nis.example")
    assert await exported(again) == []


async def test_the_counterpart_of_a_withdrawn_row_sees_withdrawn(chat: Chat) -> None:
    offer = "Bežični senzori vlažnosti zemljišta za staklenike"
    olga = await organizer(chat, LIST.replace("Zelena sočiva", offer))
    mei = await chat.join("Mei", company="Pudong", country="China", email="mei@pudong.example")
    await mei.needs("Senzori vlažnosti zemljišta za staklenike")
    while await chat.program.services.matchmaker.sweep():
        await chat.settle()
    assert offer in await mei.types("/matches")
    await mei.says("🤝 Introduce us")
    await mei.says("Send")
    await olga.says("✅ Accept and share contacts", older=True)
    await forgets(await by_mail(chat))
    assert "This introduction was withdrawn." in mei.phone.reads()
    assert offer not in await mei.types("/matches")


async def test_no_byte_of_the_row_is_left_in_the_file(tmp_path: Path, sqlite_template: Path, clock: Clock) -> None:
    path = Path(shutil.copyfile(sqlite_template, tmp_path / "forget.sqlite3"))
    async with open_chat(World(), f"sqlite+aiosqlite:///{path}", clock) as chat:
        olga = await organizer(chat)
        # The list once more, corrected: the import keeps what was there before. And once with a row left out.
        await imports(olga, LIST.replace("Niš", "Pirot").replace("Zelena", "Crvena"))
        await imports(olga, "Company,Country,Offers\nKvarc Optika,,\nOther Works,Germany,Red lenses\n")
        assert set(found_in(bytes_of(path), list(OF_VERA))) == set(OF_VERA)
        await forgets(await by_mail(chat))
        assert found_in(bytes_of(path), [*OF_VERA, "Pirot", "Crvena sočiva"]) == []
        assert found_in(bytes_of(path), ["Other Works"]) == ["Other Works"]


async def test_a_company_that_somebody_registered_by_hand_is_never_taken_out(chat: Chat) -> None:
    """Nobody has proved the address: an adviser's client must not vanish because somebody typed its address."""
    olga = await chat.join("Olga", company="Agency Ltd", country="RS")
    services = chat.program.services
    async with services.database.writing() as session:
        await add_company(session, await people.find(session, PersonId(olga.id)), name="Hand Made Ltd", country="RS")
        await session.execute(
            update(Membership)
            .where(Membership.company_id == select(Company.id).where(Company.name == "Hand Made Ltd").scalar_subquery())
            .values(relation=Relation.ADVISER)
        )
        company_id = await session.scalar(select(Company.id).where(Company.name == "Hand Made Ltd"))
        session.add(
            Channel(company_id=company_id, person_id=olga.id, kind=ChannelKind.EMAIL, value="boss@hand.rs", position=0)
        )
    eve = await chat.join("Eve", company="Evil Ltd", country="Croatia", email="boss@hand.rs")
    await eve.types("/forgetme")
    await eve.says("🗑 Yes, delete everything")
    async with services.database.reading() as session:
        assert await session.scalar(select(Channel.value).where(Channel.company_id == company_id)) == "boss@hand.rs"


async def test_silence_takes_nothing_of_a_list_along(chat: Chat) -> None:
    """Whoever is deleted for their silence has not asked for anything."""
    olga = await organizer(chat)
    vera = await by_mail(chat)
    services = chat.program.services
    async with services.database.writing() as session:
        await rights.forget(session, PersonId(vera.id), services.clock(), asked=False)
    assert TOLD not in olga.phone.reads()
    assert "Zelena sočiva" in await olga.types("/mine")


async def test_an_organizer_of_many_companies_is_asked_in_one_message_and_all_of_them_go(chat: Chat) -> None:
    olga = await organizer(chat, "Company,Country\n" + "".join(f"Firma broj {n},Serbia\n" for n in range(30)))
    asked = await olga.types("/forgetme")
    assert "Firma broj 7" in asked
    assert "21 more companies" in asked
    assert "Firma broj 12" not in asked
    await olga.says("🗑 Yes, delete everything")
    async with chat.program.services.database.reading() as session:
        assert list(await session.scalars(select_own(Company.name))) == []

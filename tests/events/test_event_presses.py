"""Links and buttons of an event in the chat, and what Telegram reports of groups."""

from typing import Any

import pytest
from telegram import ChatMemberLeft, ChatMemberMember, ChatMemberRestricted, User

from handlers.events.buttons import EventAct
from handlers.events.groups import _is_in
from storage.events import chats, events
from storage.ids import ChatId, EventId, PersonId
from storage.models import Company, EventChat, Person
from storage.people import people
from storage.vocabulary import LinkKind, ListingStatus, ProfileType
from tests.chat import Chat, Human
from tests.factories import add_company, add_listing, add_person
from tests.imports.test_import_dialog import olga
from tests.neighbours import select_own

__all__ = ["olga"]
OUTDATED = "no longer works"


async def opens_fair(olga: Human) -> str:
    await olga.types("/events")
    return await olga.presses("🛠 Novi Sad Fair")


async def test_buttons_of_an_event_open_their_forms(olga: Human) -> None:
    await opens_fair(olga)
    assert "Novi Sad Fair" in await olga.presses("✏️ Change")
    assert "<b>" not in olga.sees()
    assert "Change the event" in olga.sees()
    await olga.types("/cancel")
    await opens_fair(olga)
    await olga.presses("🗓 Programme")
    assert "What is it called, in English?" in await olga.presses("➕ Add an item")
    await olga.types("/cancel")
    await opens_fair(olga)
    await olga.presses("🏛 Halls")
    assert "What is the hall called?" in await olga.presses("➕ Add a hall")
    assert "• Hall <i& 1" in await olga.types("Hall <i& 1")


@pytest.mark.parametrize("act", EventAct)
async def test_every_button_of_an_event_leads_somewhere(
    olga: Human, act: EventAct, caplog: pytest.LogCaptureFixture
) -> None:
    await olga.types("/help")
    before = olga.phone.reads()
    await olga.does("presses_stale", olga.phone.last(), f"e1:1:{act}")
    assert olga.phone.reads() != before
    assert OUTDATED not in olga.phone.reads()
    assert "a step failed" not in caplog.messages


async def test_signs_without_a_booth_are_outdated(olga: Human) -> None:
    await olga.types("/help")
    await olga.does("presses_stale", olga.phone.last(), "ew1:1:5:1")
    assert OUTDATED in olga.sees()


@pytest.mark.parametrize("start", ["", "e", "e_", "nosuch_X", "X"])
async def test_a_link_that_leads_nowhere_greets_as_usual(chat: Chat, start: str) -> None:
    eve = chat.person("Eve")
    await eve.does("starts", start)
    assert eve.t("✅ I agree, register first") in eve.buttons()


async def test_a_newcomer_agrees_first_and_joins_then(
    chat: Chat, olga: Human, caplog: pytest.LogCaptureFixture
) -> None:
    page = await opens_fair(olga)
    code = page.split("Code: ")[1].split()[0]
    eve = chat.person("Eve")
    assert "When you go on, you take part" in await eve.does("starts", f"e_{code}")
    assert await participants(chat) == []
    await eve.says("✅ I agree, register first")
    assert await participants(chat) == [eve.id]
    assert "You are at Novi Sad Fair" in await eve.does("starts", f"e_{code}"), "who agreed is not asked again"
    caplog.set_level("INFO")
    adam = chat.person("Adam")
    await adam.types("/start")
    await adam.says("✅ I agree, register first")
    assert await participants(chat) == [eve.id]
    assert "event of a link" not in caplog.text, "he followed none"


async def participants(chat: Chat) -> list[int]:
    async with chat.program.services.database.reading() as session:
        found = await session.scalars(select_own(Person.id).order_by(Person.id))
        return [person for person in found if await events.participation(session, EventId(1), PersonId(person))]


async def test_links_that_need_no_agreement_are_followed_at_once(chat: Chat) -> None:
    eve = chat.person("Eve")
    await eve.does("starts", f"{LinkKind.CLAIM}_unknown")
    assert "already used or has expired" in eve.phone.reads()


@pytest.mark.parametrize(("member", "is_in"), [(ChatMemberMember, True), (ChatMemberLeft, False)])
def test_the_bot_is_in_a_chat_by_its_membership(member: Any, is_in: bool) -> None:
    assert _is_in(member(User(1, "Bot", is_bot=True))) is is_in


@pytest.mark.parametrize("is_member", [True, False])
def test_a_restricted_bot_is_in_a_chat_if_it_is_a_member(is_member: bool) -> None:
    rights = [name for name in ChatMemberRestricted.__slots__ if name.startswith("can_") or name == "until_date"]
    values: dict[str, Any] = dict.fromkeys(rights, False) | {"until_date": 0}
    assert _is_in(ChatMemberRestricted(User(1, "Bot", is_bot=True), is_member, **values)) is is_member


async def test_a_person_who_blocks_the_bot_is_out_of_reach_and_has_no_group(chat: Chat, olga: Human) -> None:
    async def unreachable() -> bool:
        async with chat.program.services.database.reading() as session:
            found = await people.find(session, PersonId(olga.id))
            assert found is not None
            assert not (await session.scalars(select_own(EventChat))).all()
            return found.unreachable_since is not None

    await olga.does("blocks")
    assert await unreachable()
    await olga.does("unblocks")
    assert not await unreachable()
    assert "Which event does it belong to?" not in olga.phone.reads()


async def test_a_change_of_rights_asks_nothing_again(chat: Chat, olga: Human) -> None:
    group = olga.phone.creates_group("Guests")
    await olga.does("adds_bot", group)
    assert olga.phone.reads().count("Which event does it belong to?") == 1
    await olga.does("adds_bot", group, admin=True)
    assert olga.phone.reads().count("Which event does it belong to?") == 1
    page = f"ef1:{group}:0"
    await olga.does("presses_stale", olga.phone.last(), page)
    assert "Which event does it belong to?" in olga.sees()
    eve = chat.person("Eve")
    await eve.types("/start")
    await eve.does("presses_stale", eve.phone.last(), page)
    assert OUTDATED in eve.sees(), "who does not manage the group"
    await olga.presses("Novi Sad Fair")
    async with chat.program.services.database.reading() as session:
        found = await chats.find(session, ChatId(group))
    assert found is not None


@pytest.mark.parametrize(
    ("mine", "said"),
    [
        ([], "first tell me what you are looking for"),
        ([(ProfileType.TECHNOLOGY_OFFER, ListingStatus.PUBLISHED)], "first tell me what you are looking for"),
        ([(ProfileType.TECHNOLOGY_REQUEST, ListingStatus.PUBLISHED)], "I ask them for an introduction."),
        ([(ProfileType.TECHNOLOGY_REQUEST, ListingStatus.PUBLISHED)] * 2, "Which of your listings"),
    ],
)
async def test_a_scanned_offer_is_asked_for_from_an_own_need(
    chat: Chat, olga: Human, mine: list[tuple[ProfileType, ListingStatus]], said: str
) -> None:
    async with chat.program.services.database.writing() as session:
        company = (await session.scalars(select_own(Company))).one()
        person = await session.get_one(Person, olga.id)
        theirs = await add_listing(
            session,
            await add_company(session, await add_person(session), name="Theirs", name_key="theirs", country="CN"),
        )
        own = [
            await add_listing(session, company, person, profile_type=profile, status=status) for profile, status in mine
        ]
    await olga.types("/help")
    await olga.does("presses_stale", olga.phone.last(), f"es1:{theirs.id}:0")
    assert said in olga.sees()
    if len(own) > 1:  # one of them was chosen
        await olga.does("presses_stale", olga.phone.last(), f"es1:{theirs.id}:{own[1].id}")
        assert "I ask them for an introduction." in olga.sees()
    await olga.types("/cancel")
    await olga.does("presses_stale", olga.phone.last(), "es1:404:0")
    assert OUTDATED in olga.sees()

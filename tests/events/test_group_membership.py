"""The bot is put out of groups, groups change, and organizers connect many of them."""

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.world import World
from storage.models import EventChat
from storage.vocabulary import DeliveryStatus
from tests.chat import Chat, open_chat
from tests.clock import Clock
from tests.events.fair import ANAS
from tests.events.group import GROUP, connected, connects, digests, hour_comes, opens_fair, said_in, two_at_the_fair
from tests.events.test_organizer import ADMIN
from tests.neighbours import select_own


@pytest.fixture
async def chat(world: World, clock: Clock, database_url: str) -> AsyncIterator[Chat]:
    async with open_chat(world, database_url, clock, admins=str(ADMIN)) as chat:
        yield chat


async def test_put_out_of_the_group_it_is_silent_and_added_again_it_goes_on(chat: Chat, clock: Clock) -> None:
    olga, code = await opens_fair(chat)
    group = await connects(olga)
    await two_at_the_fair(chat, clock, code)
    await olga.does("removes_bot", group)
    assert (await connected(chat, group)).gone_at == clock()
    await olga.types("/events")
    await olga.presses("🛠 Novi Sad Fair")
    await olga.presses("💬 Groups")
    assert GROUP not in " ".join(olga.buttons())
    await hour_comes(chat, clock, hours=23)
    assert await digests(chat) == []
    await olga.does("adds_bot", group)
    await olga.presses("Novi Sad Fair", older=True)
    assert (await connected(chat, group)).gone_at is None
    await hour_comes(chat, clock, hours=24)
    assert ANAS in said_in(chat, group)[0]


async def test_put_out_while_nobody_listened_it_finds_out_by_the_refusal(chat: Chat, clock: Clock) -> None:
    olga, code = await opens_fair(chat)
    group = await connects(olga)
    await two_at_the_fair(chat, clock, code)
    olga.phone.removes_bot(group)
    chat.world.updates.take_all()
    await hour_comes(chat, clock, hours=23)
    assert (await connected(chat, group)).gone_at is not None
    assert [digest.status for digest in await digests(chat)] == [DeliveryStatus.UNREACHABLE]


@pytest.mark.parametrize(
    "reports",
    [["to", "from"], ["to"], ["from"], [], ["left"], ["left", "to"], ["left", "from", "to"], ["to", "left"]],
    ids=lambda reports: " ".join(reports) or "nothing",
)
async def test_a_group_that_becomes_a_supergroup_is_followed(chat: Chat, clock: Clock, reports: list[str]) -> None:
    """Telegram may report it in any order, also as a removal, and may lose any of the reports."""
    olga, code = await opens_fair(chat)
    group = await connects(olga, kind="group")
    await two_at_the_fair(chat, clock, code)
    new = olga.phone.upgrades(group)
    to, came = chat.world.updates.take_all()
    bot = {"user": chat.world.bot, "status": "member"}
    left = {
        "chat": chat.world.chats[group].info,
        "from": olga.phone.user,
        "date": chat.world.clock.seconds(),
        "old_chat_member": bot,
        "new_chat_member": bot | {"status": "left"},
    }
    known = {"to": to, "from": came, "left": {"update_id": chat.world.updates.next_id, "my_chat_member": left}}
    chat.world.updates.pending.extend(known[report] for report in reports)
    await chat.settle()
    await hour_comes(chat, clock, hours=23)
    assert (await connected(chat, new)).title == GROUP
    assert ANAS in said_in(chat, new)[0]


async def test_a_closed_topic_is_told_to_the_organizer_and_gets_everything_once_it_is_open(
    chat: Chat, clock: Clock
) -> None:
    olga, code = await opens_fair(chat)
    group = await connects(olga)
    await two_at_the_fair(chat, clock, code)
    olga.phone.closes_topic(group)
    await hour_comes(chat, clock, hours=23)
    assert f"I couldn't post in “{GROUP}”: its General topic is closed" in olga.sees()
    assert said_in(chat, group) == []
    await two_more_days(chat, clock)
    assert olga.phone.reads().count("its General topic is closed") == 1, "not every day"
    olga.phone.closes_topic(group, closed=False)
    await hour_comes(chat, clock, hours=24)
    (told,) = said_in(chat, group)
    assert ANAS in told


async def two_more_days(chat: Chat, clock: Clock) -> None:
    for _ in range(2):
        await hour_comes(chat, clock, hours=24)


async def test_somebody_without_an_event_is_told_politely_and_connects_nothing(chat: Chat, clock: Clock) -> None:
    olga, _ = await opens_fair(chat)
    eve = await chat.join("Eve", company="Serres SARL", country="France")
    group = eve.phone.creates_group("Eve's friends")
    await eve.does("adds_bot", group)
    (line,) = said_in(chat, group)
    assert "when one of the event's organizers adds me" in line
    assert "Novi Sad" not in eve.phone.reads()
    # By a forged button, for a group of one's own and for somebody else's.
    await olga.does("adds_bot", theirs := olga.phone.creates_group("Olga's"))
    for target in (group, theirs):
        for data in (f"eg1:1:{target}:l", f"eg1:1:{target}:o", f"eg1:1:{target}:x", f"eo1:1:{target}:5", "eq1:1:0"):
            await eve.does("presses_stale", eve.phone.last(), data)
            assert "Novi Sad" not in eve.phone.reads(), data
    async with chat.program.services.database.reading() as session:
        assert not (await session.scalars(select_own(EventChat))).all()
    # An organizer who is not in charge of a group does not get it either.
    await olga.does("presses_stale", olga.phone.last(), f"eg1:1:{group}:l")
    assert "manage that group" in olga.sees()
    channel = eve.phone.creates_group("Eve's channel", kind="channel")
    await eve.does("adds_bot", channel)
    assert said_in(chat, channel) == []


async def test_many_groups_and_many_events_come_in_pages(chat: Chat, clock: Clock) -> None:
    olga, _ = await opens_fair(chat)
    for number in range(10):
        await connects(olga, f"Group {number}")
    await olga.types("/events")
    await olga.presses("🛠 Novi Sad Fair")
    await olga.presses("💬 Groups")
    assert "📰 9:00 · Group 7" in olga.buttons()
    assert "📰 9:00 · Group 8" not in olga.buttons()
    await olga.presses("▶")
    assert "📰 9:00 · Group 9" in olga.buttons()
    await olga.presses("📰 9:00 · Group 9")
    assert "Group 9" in olga.sees()

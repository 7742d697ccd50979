"""A group of an event: the bot is added, connected, and tells it once a day what is new, without names."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from bot.outbox.row_sender import LEASE
from bot.sandbox.world import World
from bot.telegram.rate_limiter import Pace
from bot.usecases.events import digests as planning
from bot.usecases.events.digests import DigestPlanner
from storage.events import chats
from storage.ids import ChatId
from storage.models import Digest, EventChat, Listing
from storage.vocabulary import DeliveryStatus, ListingStatus
from tests.chat import UNPACED, Chat, Human, open_chat
from tests.clock import Clock
from tests.events.fair import ANAS, MEIS, at_the_fair
from tests.events.fair import Fair as Two
from tests.events.test_organizer import ADMIN, becomes_organizer, makes_event

GROUP = "Exhibitors of Novi Sad"


@pytest.fixture
async def chat(world: World, clock: Clock, database_url: str) -> AsyncIterator[Chat]:
    async with open_chat(world, database_url, clock, admins=str(ADMIN)) as chat:
        yield chat


async def opens_fair(chat: Chat) -> tuple[Human, str]:
    """An organizer with an event, in English and Chinese."""
    _, olga = await becomes_organizer(chat)
    await olga.registers("Fair Ltd", "Serbia")
    return olga, await makes_event(olga)


async def connects(olga: Human, title: str = GROUP, kind: str = "supergroup") -> int:
    """Makes a group, adds the bot, and answers which event it belongs to."""
    group = olga.phone.creates_group(title, kind=kind)
    await olga.does("adds_bot", group)
    assert f"I was added to “{title}”" in olga.sees()
    await olga.presses("Novi Sad Fair")
    return group


def said_in(chat: Chat, group: int) -> list[str]:
    records = chat.world.chats[group].records.values()
    return [record.message.get("text", "") for record in records if record.by_bot]


async def hour_comes(chat: Chat, clock: Clock, **by: float) -> None:
    """Time passes, and the program does what has become due."""
    clock.forward(**by)
    services = chat.program.services
    planner = DigestPlanner(services.database, clock, wake=services.outbox.wake)
    while await planner.run() or await services.outbox.deliver_due():
        pass


async def planned(chat: Chat, clock: Clock, **by: float) -> None:
    """Its hour comes, and the program gets no further than that."""
    clock.forward(**by)
    async with chat.program.services.database.writing() as session:
        await planning.plan(session, clock())


async def digests(chat: Chat) -> list[Digest]:
    async with chat.program.services.database.reading() as session:
        return list(await session.scalars(select(Digest).order_by(Digest.id)))


async def connected(chat: Chat, group: int) -> EventChat:
    async with chat.program.services.database.reading() as session:
        found = await chats.find(session, ChatId(group))
    assert found is not None
    return found


async def two_at_the_fair(chat: Chat, clock: Clock, code: str) -> Two:
    two = await at_the_fair(chat, clock)
    await two.ana.types(f"/join {code}")
    await two.mei.types(f"/join {code}")
    return two


async def test_once_a_day_the_group_is_told_what_is_new_and_never_whose_it_is(chat: Chat, clock: Clock) -> None:
    olga, code = await opens_fair(chat)
    group = await connects(olga)
    assert "once a day at 9:00 event time (Europe/Belgrade)" in olga.sees()
    await two_at_the_fair(chat, clock, code)
    await hour_comes(chat, clock, hours=1)  # 11:00 in Belgrade: today's hour is over
    assert said_in(chat, group) == []
    await hour_comes(chat, clock, hours=22)
    (told,) = said_in(chat, group)
    assert "New at Novi Sad Fair / 诺维萨德展会 最新供需" in told
    assert ANAS in told
    assert MEIS in told
    assert "Serbia / 塞尔维亚" in told
    assert "China / 中国" in told
    for secret in ("Senzor d.o.o", "Ana Anić", "senzor.rs", "浦东农业科技有限公司", "Li Mei", "pudong.cn"):
        assert secret not in told
    # Nothing new, nothing posted; what is new again is told without what was told before.
    await hour_comes(chat, clock, hours=24)
    assert len(said_in(chat, group)) == 1
    await olga.offers("Halls and stands for hire", sector="logistics")
    await olga.types(f"/join {code}")
    await hour_comes(chat, clock, hours=24)
    assert len(said_in(chat, group)) == 2
    assert "Halls and stands" in said_in(chat, group)[1]
    assert ANAS not in said_in(chat, group)[1]


async def test_a_line_opens_the_listing_in_the_bot_without_names(chat: Chat, clock: Clock) -> None:
    olga, code = await opens_fair(chat)
    group = await connects(olga)
    await two_at_the_fair(chat, clock, code)
    await hour_comes(chat, clock, hours=23)
    message = [record.message for record in chat.world.chats[group].records.values() if record.by_bot][-1]
    assert message["reply_markup"]["inline_keyboard"][0][0]["url"].endswith(f"?start=e_{code}")
    links = [entity["url"] for entity in message["entities"] if entity["type"] == "text_link"]
    assert len(links) == 2
    eve = await chat.join("Eve", company="Serres SARL", country="France")
    seen = [await eve.does("opens", link) for link in links]
    assert any(ANAS in text for text in seen)
    assert all("Senzor" not in text and "浦东农业" not in text for text in seen)


async def test_a_title_that_looks_like_html_is_shown_as_it_was_typed(chat: Chat, clock: Clock) -> None:
    olga, code = await opens_fair(chat)
    group = await connects(olga, title="Guests <i& all")
    await olga.offers("Halls <i& stands for hire", sector="logistics")
    await olga.types(f"/join {code}")
    await hour_comes(chat, clock, hours=23)
    (told,) = said_in(chat, group)
    assert "Halls <i& stands for hire" in told


async def test_names_and_addresses_in_a_title_are_masked(chat: Chat, clock: Clock) -> None:
    olga, code = await opens_fair(chat)
    group = await connects(olga)
    await two_at_the_fair(chat, clock, code)
    async with chat.program.services.database.writing() as session:
        title = "Merači firme Senzor d.o.o., ana@senzor.rs, +381641234567"
        await session.execute(update(Listing).where(Listing.title == ANAS).values(title=title, masked_title=None))
    await chat.program.services.matchmaker.sweep()
    await hour_comes(chat, clock, hours=23)
    (told,) = said_in(chat, group)
    assert "Merači" in told
    assert not [secret for secret in ("Senzor", "ana@", "641234567") if secret in told]


async def test_the_organizer_chooses_the_hour_and_switches_it_off(chat: Chat, clock: Clock) -> None:
    olga, code = await opens_fair(chat)
    group = await connects(olga)
    await two_at_the_fair(chat, clock, code)
    await olga.presses("🕘 When?")
    assert "at 18:00 event time" in await olga.presses("18:00")
    await hour_comes(chat, clock, hours=7, minutes=59)  # 17:59 in Belgrade
    assert said_in(chat, group) == []
    await hour_comes(chat, clock, minutes=1)
    assert len(said_in(chat, group)) == 1
    assert "No daily digest" in await olga.presses("🔕 No digest")
    await olga.offers("Halls and stands for hire", sector="logistics")
    await hour_comes(chat, clock, hours=24)
    assert len(said_in(chat, group)) == 1
    await olga.types("/events")
    await olga.presses("🛠 Novi Sad Fair")
    await olga.presses("💬 Groups")
    await olga.presses(f"🔕 · {GROUP}")
    await olga.presses("✖️ Disconnect")
    assert GROUP not in " ".join(olga.buttons())


async def test_switched_off_between_its_hour_and_its_sending_nothing_goes_out(chat: Chat, clock: Clock) -> None:
    olga, code = await opens_fair(chat)
    group = await connects(olga)
    await two_at_the_fair(chat, clock, code)
    await planned(chat, clock, hours=23)
    assert [digest.status for digest in await digests(chat)] == [DeliveryStatus.PENDING]
    await olga.presses("🔕 No digest")
    await hour_comes(chat, clock, minutes=1)
    assert [digest.status for digest in await digests(chat)] == [DeliveryStatus.OBSOLETE]
    assert said_in(chat, group) == []


async def test_what_is_not_open_is_not_told(chat: Chat, clock: Clock) -> None:
    olga, code = await opens_fair(chat)
    group = await connects(olga)
    await two_at_the_fair(chat, clock, code)
    async with chat.program.services.database.writing() as session:
        await session.execute(update(Listing).values(status=ListingStatus.REVIEW))
    await hour_comes(chat, clock, hours=23)
    assert said_in(chat, group) == []
    async with chat.program.services.database.writing() as session:  # a moderator said yes
        await session.execute(update(Listing).where(Listing.title == MEIS).values(status=ListingStatus.PUBLISHED))
    await hour_comes(chat, clock, hours=24)
    assert MEIS in said_in(chat, group)[0]


@pytest.mark.parametrize("when", ["before", "after"])
async def test_an_answer_that_is_lost_is_never_posted_again(chat: Chat, clock: Clock, when: str) -> None:
    olga, code = await opens_fair(chat)
    group = await connects(olga)
    await two_at_the_fair(chat, clock, code)
    chat.world.faults.add("cut", "sendMessage", chat_id=group, when=when)
    await hour_comes(chat, clock, hours=23)
    for _ in range(2):
        await hour_comes(chat, clock, hours=24)
    assert len(said_in(chat, group)) == (1 if when == "after" else 0)
    assert [digest.status for digest in await digests(chat)] == [DeliveryStatus.UNKNOWN]


@pytest.mark.parametrize(
    ("left_in", "posts"), [(DeliveryStatus.CLAIMED, 1), (DeliveryStatus.SENDING, 0), (DeliveryStatus.PENDING, 1)]
)
async def test_a_killed_program_goes_on_where_it_stood(
    chat: Chat, clock: Clock, left_in: DeliveryStatus, posts: int
) -> None:
    olga, code = await opens_fair(chat)
    group = await connects(olga)
    await two_at_the_fair(chat, clock, code)
    await planned(chat, clock, hours=23)
    async with chat.program.services.database.writing() as session:
        await session.execute(update(Digest).values(status=left_in, owner="killed", leased_until=clock() + LEASE))
    await hour_comes(chat, clock, minutes=10)
    assert len(said_in(chat, group)) == posts


async def test_after_a_standstill_the_night_stays_quiet_and_the_next_day_has_it(chat: Chat, clock: Clock) -> None:
    olga, code = await opens_fair(chat)
    group = await connects(olga)
    await two_at_the_fair(chat, clock, code)
    await hour_comes(chat, clock, hours=23 + 17)  # two at night
    assert said_in(chat, group) == []
    await hour_comes(chat, clock, hours=7)
    assert len(said_in(chat, group)) == 1


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
        assert not (await session.scalars(select(EventChat))).all()
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


async def test_a_digest_takes_its_turn_among_the_twenty_a_minute_of_a_group(
    world: World, clock: Clock, database_url: str
) -> None:
    pace = replace(UNPACED, group=Pace().group, group_burst=Pace().group_burst)
    async with open_chat(world, database_url, clock, pace=pace, admins=str(ADMIN)) as chat:
        olga, code = await opens_fair(chat)
        group = await connects(olga)
        await two_at_the_fair(chat, clock, code)
        await hour_comes(chat, clock, hours=23)
        assert len(said_in(chat, group)) == 1
        # The next one may follow after four seconds.
        limiter = chat.program.application.bot.rate_limiter
        assert limiter is not None
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await limiter.take_turn(group)

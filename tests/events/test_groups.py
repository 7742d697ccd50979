"""A group of an event: the bot is added, connected, and tells it once a day what is new, without names."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import update

from bot.outbox.row_sender import LEASE
from bot.sandbox.world import World
from bot.telegram.rate_limiter import Pace
from storage.models import Digest, Listing
from storage.vocabulary import DeliveryStatus, ListingStatus
from tests.chat import UNPACED, Chat, open_chat
from tests.clock import Clock
from tests.events.fair import ANAS, MEIS
from tests.events.group import GROUP, connects, digests, hour_comes, opens_fair, planned, said_in, two_at_the_fair
from tests.events.test_organizer import ADMIN
from tests.neighbours import is_own


@pytest.fixture
async def chat(world: World, clock: Clock, database_url: str) -> AsyncIterator[Chat]:
    async with open_chat(world, database_url, clock, admins=str(ADMIN)) as chat:
        yield chat


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


async def test_unpublished_listings_are_not_in_digests(chat: Chat, clock: Clock) -> None:
    olga, code = await opens_fair(chat)
    group = await connects(olga)
    await two_at_the_fair(chat, clock, code)
    async with chat.program.services.database.writing() as session:
        await session.execute(update(Listing).where(is_own(Listing)).values(status=ListingStatus.REVIEW))
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
        await session.execute(
            update(Digest).where(is_own(Digest)).values(status=left_in, owner="killed", leased_until=clock() + LEASE)
        )
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

"""Digests in the database: what is new for a group, claimed once, told once."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Database
from storage.events import chats, digests, events
from storage.ids import ChatId
from storage.models import Digest, Event, EventChat
from storage.vocabulary import DeliveryStatus, JoinedBy, Language
from tests.factories import NOW, add_company, add_listing, add_person

GROUP, SUPERGROUP = ChatId(-55), ChatId(-1_000_000_000_055)
HOUR = timedelta(hours=1)


async def _fair(session: AsyncSession) -> tuple[EventChat, int]:
    """A group connected an hour ago, and a listing whose author came to the event just now; the listing's number."""
    person = await add_person(session, now=NOW)
    company = await add_company(session, person, now=NOW - 9 * HOUR)
    listing = await add_listing(session, company, person, now=NOW - 9 * HOUR)
    event = await events.add(
        session,
        Event(
            code="ABCD2345",
            names={"en": "Fair"},
            zone="Europe/Belgrade",
            starts_on=NOW.date(),
            ends_on=NOW.date(),
            created_at=NOW,
        ),
    )
    await events.join(session, event.id, person.id, JoinedBy.LINK, NOW)
    chat = EventChat(
        chat_id=GROUP,
        event_id=event.id,
        title="Group",
        language=Language.EN,
        added_at=NOW - HOUR,
        digest_hour=9,
        digest_due_at=NOW,
    )
    await chats.put(session, chat)
    return chat, listing.id


async def test_what_was_told_is_not_new_and_what_was_not_sent_is(database: Database) -> None:
    async with database.writing() as session:
        chat, listing_id = await _fair(session)
        assert [listing.id for listing in await digests.news(session, chat)] == [listing_id]
        assert await digests.plan(session, GROUP, chat.event_id, NOW.date(), NOW)
        assert not await digests.plan(session, GROUP, chat.event_id, NOW.date(), NOW)
        assert await digests.anything_due(session, NOW)
    async with database.writing() as session:
        (digest,) = await digests.claim(session, NOW, 5)
        assert not await digests.claim(session, NOW, 5)
        assert await digests.begin(session, digest.id, [listing_id])
        assert await digests.news(session, chat) == []
    async with database.writing() as session:
        back = {"status": DeliveryStatus.PENDING}
        assert await digests.move(session, digest.id, from_=DeliveryStatus.SENDING, changes=back)
        assert len(await digests.news(session, chat)) == 1


async def test_a_kill_in_the_middle_leaves_it_unknown_and_before_it_waiting(database: Database) -> None:
    async with database.writing() as session:
        chat, listing_id = await _fair(session)
        for days in range(2):
            await digests.plan(session, GROUP, chat.event_id, NOW.date() + timedelta(days=days), NOW)
        first, second = await digests.claim(session, NOW, 5)
        await digests.begin(session, first.id, [listing_id])
    async with database.writing() as session:
        await digests.recover(session, NOW + HOUR, claimed_before=NOW + HOUR)
    async with database.reading() as session:
        found = [await session.get(Digest, each.id) for each in (first, second)]
    assert [each.status for each in found if each] == [DeliveryStatus.UNKNOWN, DeliveryStatus.PENDING]


async def test_only_one_moves_a_group_on_to_the_next_day(database: Database) -> None:
    async with database.writing() as session:
        await _fair(session)
        (due,) = await chats.digests_due(session, NOW, 5)
        assert due[0].chat_id == GROUP
        next_at = NOW + 24 * HOUR
        assert await chats.pass_on(session, GROUP, due_at=NOW, next_at=next_at)
        assert not await chats.pass_on(session, GROUP, due_at=NOW, next_at=next_at)


async def test_a_supergroup_takes_over_what_was_planned_and_told(database: Database) -> None:
    async with database.writing() as session:
        chat, listing_id = await _fair(session)
        await digests.plan(session, GROUP, chat.event_id, NOW.date(), NOW)
        (digest,) = await digests.claim(session, NOW, 5)
        await digests.begin(session, digest.id, [listing_id])
        await chats.follow(session, GROUP, SUPERGROUP)
    async with database.reading() as session:
        moved = await chats.find(session, SUPERGROUP)
        assert moved is not None
        assert await chats.find(session, GROUP) is None
        assert await digests.news(session, moved) == []

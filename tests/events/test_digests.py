"""Digests in the database: what is new for a group, and what it was told of."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.events import groups
from storage import outbox_claims
from storage.database import Database
from storage.events import chats, digests, events
from storage.ids import ChatId, ListingId
from storage.models import Digest, Event, EventChat
from storage.vocabulary import DeliveryStatus, JoinedBy, Language
from tests.factories import NOW, add_company, add_listing, add_person
from tests.outbox import elsewhere

GROUP, SUPERGROUP = ChatId(-55), ChatId(-1_000_000_000_055)
HOUR = timedelta(hours=1)


async def _fair(session: AsyncSession) -> tuple[EventChat, ListingId]:
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


async def test_only_listings_that_were_sent_stop_being_new(database: Database) -> None:
    async with database.writing() as session:
        chat, listing_id = await _fair(session)
        assert [listing.id for listing in await digests.news(session, chat)] == [listing_id]
        assert await digests.plan(session, GROUP, chat.event_id, NOW.date(), NOW)
        assert not await digests.plan(session, GROUP, chat.event_id, NOW.date(), NOW)
    digest = await being_sent(database, listing_id)
    async with database.writing() as session:
        assert await digests.news(session, chat) == []
        back = {"status": DeliveryStatus.PENDING}
        assert await outbox_claims.change(session, digest, back, owner=elsewhere.OWNER, from_=DeliveryStatus.SENDING)
        assert len(await digests.news(session, chat)) == 1


async def being_sent(database: Database, listing_id: ListingId) -> Digest:
    (digest,) = await elsewhere.claims(database, Digest, NOW)
    await elsewhere.begins(database, digest)
    async with database.writing() as session:
        await digests.store_lines(session, digest_id=digest.id, listing_ids=[listing_id])
    return digest


async def test_only_one_moves_a_group_on_to_the_next_day(database: Database) -> None:
    async with database.writing() as session:
        await _fair(session)
        (due,) = await chats.digests_due(session, NOW, 5)
        assert due[0].chat_id == GROUP
        other = EventChat(chat_id=ChatId(-77), event_id=due[1].id, title="Other", language=Language.EN, added_at=NOW)
        other.digest_hour, other.digest_due_at = 9, NOW
        await chats.put(session, other)
        for next_at in (NOW + 24 * HOUR, NOW + 48 * HOUR):
            await chats.set_next_digest(session, GROUP, due_at=NOW, next_at=next_at)
        found = [await chats.find(session, chat_id) for chat_id in (GROUP, other.chat_id)]
        assert [chat and chat.digest_due_at for chat in found] == [NOW + 24 * HOUR, NOW]


async def test_a_supergroup_takes_over_what_was_planned_and_told(database: Database) -> None:
    async with database.writing() as session:
        chat, listing_id = await _fair(session)
        await digests.plan(session, GROUP, chat.event_id, NOW.date(), NOW)
    await being_sent(database, listing_id)
    async with database.writing() as session:
        await groups.follow(session, GROUP, SUPERGROUP, NOW)
    async with database.reading() as session:
        moved = await chats.find(session, SUPERGROUP)
        assert moved is not None
        assert await chats.find(session, GROUP) is None
        assert await digests.news(session, moved) == []


async def test_a_supergroup_with_a_digest_of_the_day_gets_no_second_one(database: Database) -> None:
    async with database.writing() as session:
        chat, _ = await _fair(session)
        for group in (GROUP, SUPERGROUP):
            await digests.plan(session, group, chat.event_id, NOW.date(), NOW)
        await groups.follow(session, GROUP, SUPERGROUP, NOW)
    assert [digest.chat_id for digest in await elsewhere.claims(database, Digest, NOW)] == [SUPERGROUP]

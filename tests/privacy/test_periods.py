"""The periods of retention to the moment: what is exactly as old as the period stays, and goes right afterwards."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import outbox
from storage.database import Database
from storage.events import events
from storage.ids import PersonId
from storage.models import (
    Delivery,
    Event,
    Import,
    ImportRow,
    Introduction,
    Listing,
    ListingOrigin,
    Person,
    RelayedMessage,
    Report,
)
from storage.privacy import retention, retention_words, unpublished_drafts
from storage.vocabulary import (
    DeliveryStatus,
    IntroductionStatus,
    Kind,
    ListingStatus,
    ReportObject,
    ReportReason,
    ReportState,
    RowOutcome,
    Topic,
)
from tests.factories import NOW, add_company, add_listing, add_person

AGO = timedelta(days=1)
MOMENT = timedelta(microseconds=1)
Puts = Callable[[AsyncSession, datetime], Awaitable[None]]
Drops = Callable[..., Awaitable[int]]


async def an_introduction(session: AsyncSession, changed_at: datetime, said_at: datetime) -> None:
    ana = await add_person(session)
    company = await add_company(session, ana)
    listing = await add_listing(session, company, ana)
    introduction = Introduction(
        need_revision=1,
        offer_revision=1,
        offer_id=listing.id,
        offer_company_id=company.id,
        reasons={},
        proposer_side=Kind.OFFER,
        pitch_found=frozenset(),
        status=IntroductionStatus.ACCEPTED,
        moves=1,
        created_at=NOW - 9 * AGO,
        moved_at=changed_at,
        accepted_at=changed_at,
        expires_at=NOW,
        answer_seconds=1,
        reminder_seconds=1,
    )
    session.add(introduction)
    await session.flush()
    said = {"introduction_id": introduction.id, "side": Kind.OFFER, "author_id": ana.id, "found": frozenset()}
    session.add(RelayedMessage(**said, text="words", relayed="words", created_at=said_at))


async def a_message(session: AsyncSession, at: datetime) -> None:
    await an_introduction(session, NOW - 9 * AGO, at)


async def a_change_after_the_message(session: AsyncSession, at: datetime) -> None:
    await an_introduction(session, at, NOW - 9 * AGO)


async def a_delivery(session: AsyncSession, at: datetime) -> None:
    ana = await add_person(session)
    await outbox.queue_message(session, ana.id, Topic.SUGGESTIONS, payload={}, dedupe_key="k", now=at)
    await session.execute(update(Delivery).where(Delivery.person_id == ana.id).values(status=DeliveryStatus.SENT))


async def a_deleted_listing(session: AsyncSession, at: datetime) -> None:
    listing = await add_listing(session, await add_company(session), status=ListingStatus.DELETED)
    listing.updated_at = at


async def an_event(session: AsyncSession, at: datetime) -> Event:
    return await events.add(
        session,
        Event(
            code="FAIR2026",
            names={"en": "Fair"},
            place=None,
            zone="UTC",
            starts_on=at.date(),
            ends_on=at.date(),
            created_at=NOW - 9 * AGO,
        ),
    )


async def an_import(session: AsyncSession, at: datetime, ends: datetime, by: PersonId | None = None) -> Import:
    event = await an_event(session, ends)
    made = Import(
        event_id=event.id,
        person_id=by,
        file_name="list.csv",
        columns={},
        created_at=at,
    )
    session.add(made)
    await session.flush()
    return made


async def an_import_row(session: AsyncSession, at: datetime) -> None:
    made = await an_import(session, at, at)
    session.add(ImportRow(import_id=made.id, number=1, name="Senzor", outcome=RowOutcome.CREATED))


async def a_person(session: AsyncSession, at: datetime) -> None:
    await add_person(session, now=at)


async def a_decided_report(session: AsyncSession, at: datetime) -> None:
    ana = await add_person(session)
    session.add(
        Report(
            reporter_id=ana.id,
            object_kind=ReportObject.LISTING,
            object_id=1,
            reason=ReportReason.OTHER,
            note="words",
            state=ReportState.UPHELD,
            created_at=at,
        )
    )


async def a_draft(session: AsyncSession, imported: datetime, ends: datetime) -> None:
    made = await an_import(session, imported, ends)
    listing = await add_listing(session, await add_company(session), status=ListingStatus.INVITED)
    session.add(ListingOrigin(listing_id=listing.id, import_id=made.id, title="Sensors", guessed=False))


async def a_draft_of_a_late_import(session: AsyncSession, at: datetime) -> None:
    await a_draft(session, at, NOW - 9 * AGO)


async def drops_drafts(session: AsyncSession, *, before: datetime) -> int:
    return await unpublished_drafts.drop(session, "topic", before=before, told_before=before)


@pytest.mark.parametrize(
    ("puts", "drops"),
    [
        (a_message, retention.empty_messages),
        (a_change_after_the_message, retention.empty_messages),
        (a_delivery, retention.drop_deliveries),
        (a_deleted_listing, retention.drop_deleted_listings),
        (an_import_row, retention.drop_import_rows),
        (a_person, retention.drop_people_without_ties),
        (a_decided_report, retention_words.empty_old_texts),
        (a_draft_of_a_late_import, drops_drafts),
    ],
)
async def test_each_period_ends_right_after_its_last_moment(database: Database, puts: Puts, drops: Drops) -> None:
    at = NOW - AGO
    async with database.writing() as session:
        await puts(session, at)
    async with database.writing() as session:
        assert await drops(session, before=at) == 0
    async with database.writing() as session:
        assert await drops(session, before=at + MOMENT) == 1
        assert await drops(session, before=at + MOMENT) == 0


async def test_a_draft_stays_for_the_whole_last_day_of_its_event(database: Database) -> None:
    async with database.writing() as session:
        await a_draft(session, NOW - 9 * AGO, NOW)
        assert await drops_drafts(session, before=NOW) == 0
        assert await drops_drafts(session, before=NOW + AGO) == 1


async def test_drafts_go_when_their_organizer_was_told_long_enough_ago(database: Database) -> None:
    async with database.writing() as session:
        olga, vera = await add_person(session), await add_person(session)
        made = await an_import(session, NOW - 9 * AGO, NOW - 9 * AGO, olga.id)
        listing = await add_listing(session, await add_company(session), status=ListingStatus.INVITED)
        session.add(ListingOrigin(listing_id=listing.id, import_id=made.id, title="Sensors", guessed=False))

        async def tells(person_id: PersonId, key: str) -> None:
            await outbox.queue_message(session, person_id, Topic.DRAFTS_ENDING, payload={}, dedupe_key=key, now=NOW)

        async def drops(told_before: datetime) -> int:
            topic = Topic.DRAFTS_ENDING
            return await unpublished_drafts.drop(session, topic, before=NOW, told_before=told_before)

        ((event_id, person_id, key),) = await unpublished_drafts.ending_without_notice(
            session, Topic.DRAFTS_ENDING, before=NOW
        )
        assert (event_id, person_id) == (made.event_id, olga.id)
        await tells(vera.id, f"{Topic.DRAFTS_ENDING}:{event_id}:{vera.id}")
        assert len(await unpublished_drafts.ending_without_notice(session, Topic.DRAFTS_ENDING, before=NOW)) == 1
        assert await drops(NOW) == 0, "somebody else was told"
        await tells(olga.id, key)
        assert await unpublished_drafts.ending_without_notice(session, Topic.DRAFTS_ENDING, before=NOW) == []
        assert await drops(NOW - MOMENT) == 0
        assert await drops(NOW) == 1


Silence = dict[str, Any]


@pytest.mark.parametrize(
    ("person", "warned", "deleted"),
    [
        ({"seen_at": NOW - AGO}, True, False),
        ({"seen_at": NOW}, False, False),
        ({"seen_at": NOW - 9 * AGO, "silence_told_at": NOW - 9 * AGO}, False, True),
        ({"seen_at": NOW - 8 * AGO, "silence_told_at": NOW - 9 * AGO}, True, False),
        ({"seen_at": NOW - 9 * AGO, "silence_told_at": NOW - 8 * AGO}, False, True),
        ({"seen_at": NOW - 9 * AGO, "silence_told_at": NOW - AGO}, False, False),
        ({"seen_at": NOW, "silence_told_at": NOW}, False, False),
        ({"seen_at": NOW - 9 * AGO, "unreachable_since": NOW - AGO}, False, False),
        ({"seen_at": NOW - 9 * AGO, "unreachable_since": NOW - AGO - MOMENT}, False, True),
        ({"seen_at": NOW, "unreachable_since": NOW - 8 * AGO}, False, False),
    ],
)
async def test_silent_people_are_warned_before_their_deletion(
    database: Database, person: Silence, warned: bool, deleted: bool
) -> None:
    async with database.writing() as session:
        ana = await add_person(session)
        await add_company(session, ana)
        await session.execute(update(Person).where(Person.id == ana.id).values(person))
    async with database.reading() as session:
        to_warn = await retention.inactive_and_not_warned(session, "topic", before=NOW, since=NOW)
        to_delete = await retention.inactive_after_warning(session, before=NOW, told_before=NOW - AGO)
    assert (ana.id in to_warn, ana.id in to_delete) == (warned, deleted)


async def test_people_without_a_company_are_not_warned_but_dropped(database: Database) -> None:
    async with database.writing() as session:
        nora = await add_person(session, now=NOW - 9 * AGO)
        await session.execute(update(Person).where(Person.id == nora.id).values(unreachable_since=NOW - 8 * AGO))
        assert await retention.inactive_after_warning(session, before=NOW, told_before=NOW) == []
        await session.execute(update(Person).where(Person.id == nora.id).values(unreachable_since=None))
        assert await retention.inactive_and_not_warned(session, "topic", before=NOW, since=NOW) == []
        assert await retention.drop_people_without_ties(session, before=NOW) == 1


@pytest.mark.parametrize(
    ("topic", "status", "queued_at", "warned"),
    [
        ("topic", DeliveryStatus.PENDING, NOW - 9 * AGO, False),
        ("topic", DeliveryStatus.FAILED, NOW - AGO, True),
        ("topic", DeliveryStatus.FAILED, NOW - AGO + MOMENT, False),
        ("another", DeliveryStatus.PENDING, NOW, True),
    ],
)
async def test_a_warning_is_repeated_after_a_while(
    database: Database, topic: str, status: DeliveryStatus, queued_at: datetime, warned: bool
) -> None:
    async with database.writing() as session:
        ana = await add_person(session, now=NOW - 9 * AGO)
        await add_company(session, ana)
        await outbox.queue_message(session, ana.id, topic, payload={}, dedupe_key="k", now=queued_at)
        await session.execute(update(Delivery).where(Delivery.person_id == ana.id).values(status=status))
    async with database.reading() as session:
        found = await retention.inactive_and_not_warned(session, "topic", before=NOW, since=NOW - AGO)
    assert (ana.id in found) is warned


async def test_unseen_listings_of_others_are_not_taken_for_deleted_ones(database: Database) -> None:
    async with database.writing() as session:
        listing = await add_listing(session, await add_company(session), status=ListingStatus.CLOSED)
        listing.updated_at = NOW - 9 * AGO
        await session.flush()
        assert await retention.drop_deleted_listings(session, before=NOW) == 0
        assert await session.get(Listing, listing.id) is not None

"""The figures of /stats and /health, and whom blocked countries hide: each counts what it says and nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from storage import outbox
from storage.database import Database
from storage.models import Delivery
from storage.moderation import blocked_country_pairs, lookup
from storage.vocabulary import DeliveryStatus, ListingStatus
from tests.factories import NOW, add_company, add_listing, add_person

LATER = NOW + timedelta(hours=1)


async def test_the_backlog_is_what_is_due_and_unsent(database: Database) -> None:
    async with database.writing() as session:
        person = await add_person(session)
        for status in (*DeliveryStatus, "later"):
            due = LATER if status == "later" else NOW
            await outbox.queue_message(
                session, person.id, "topic", payload={}, dedupe_key=str(status), now=NOW, not_before=due
            )
        for status in DeliveryStatus:
            changes = {"status": status, "finished_at": NOW}
            await session.execute(update(Delivery).where(Delivery.dedupe_key == str(status)).values(changes))
        assert await lookup.backlog(session, NOW) == (2, NOW)
        assert await lookup.failed_since(session, NOW) == 1
        assert await lookup.failed_since(session, LATER) == 0


async def test_only_published_listings_wait_for_the_matcher(database: Database) -> None:
    async with database.writing() as session:
        company = await add_company(session, await add_person(session))
        for status in ListingStatus:
            await add_listing(session, company, status=status, matched_at=None)
        await add_listing(session, company, matched_at=NOW)
        assert await lookup.unmatched(session) == (1, NOW)


@pytest.mark.no_neighbours
async def test_people_are_counted_from_the_moment_they_were_seen(database: Database) -> None:
    async with database.writing() as session:
        await add_person(session, now=NOW)
        await add_person(session, now=LATER)
        counts = [await lookup.count_people(session, seen_since=since) for since in (None, NOW, LATER)]
    assert counts == [2, 2, 1]


async def test_a_company_hides_from_people_whose_every_company_is_in_a_blocked_country(database: Database) -> None:
    async with database.writing() as session:
        nobody, somebody = await add_person(session), await add_person(session)
        await blocked_country_pairs.put(session, "RS", "CN", by=nobody.id, reason=None, now=NOW)
        assert not await blocked_country_pairs.hides(session, "CN", nobody.id)
        await add_company(session, somebody, country="RS")
        assert await blocked_country_pairs.hides(session, "CN", somebody.id)
        await add_company(session, somebody, country="HU")
        assert not await blocked_country_pairs.hides(session, "CN", somebody.id)

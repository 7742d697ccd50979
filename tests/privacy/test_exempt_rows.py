"""What keeps an old row from being deleted, and what only looks as if it did."""

import pytest
from sqlalchemy import update

from storage import outbox
from storage.database import Database
from storage.models import Delivery, Listing, RelayedMessage, Report
from storage.moderation import roles
from storage.people import people
from storage.privacy import retention
from storage.vocabulary import (
    DeliveryStatus,
    IntroductionStatus,
    ListingStatus,
    ProfileType,
    ReportObject,
    ReportReason,
    ReportState,
    Role,
    Topic,
)
from tests.factories import NOW, add_company, add_introduction, add_listing, add_person
from tests.neighbours import select_own
from tests.privacy.days import A_DAY, KEEP, Days
from tests.privacy.test_periods import a_message

LONG_AGO = NOW - 9 * A_DAY


@pytest.mark.parametrize(
    ("kind", "state", "kept"),
    [
        (ReportObject.MESSAGE, ReportState.OPEN, True),
        (ReportObject.MESSAGE, ReportState.UPHELD, False),
        (ReportObject.LISTING, ReportState.OPEN, False),
    ],
)
async def test_a_message_is_kept_for_an_open_report_of_it(
    database: Database, kind: ReportObject, state: ReportState, kept: bool
) -> None:
    async with database.writing() as session:
        await a_message(session, LONG_AGO)
        message_id = await session.scalar(select_own(RelayedMessage.id))
        reporter, reason = await add_person(session), ReportReason.OTHER
        about = {"object_kind": kind, "object_id": message_id}
        session.add(Report(reporter_id=reporter.id, **about, reason=reason, state=state, created_at=NOW))
        await session.flush()
        assert await retention.empty_messages(session, before=NOW) == (0 if kept else 1)


async def test_a_deleted_listing_is_kept_for_an_open_introduction_of_it(database: Database) -> None:
    async with database.writing() as session:
        mei, ana = await add_company(session, country="CN"), await add_company(session)
        request, ended = ProfileType.TECHNOLOGY_REQUEST, {"status": IntroductionStatus.EXPIRED, "turn": None}
        kept, removed = [], []
        for numbers, changes in ((kept, {}), (removed, ended | {"closed_at": LONG_AGO})):
            need, offer = await add_listing(session, mei, profile_type=request), await add_listing(session, ana)
            await add_introduction(session, need, offer, **changes)
            numbers += [need.id, offer.id]
        deleted = {"status": ListingStatus.DELETED, "updated_at": LONG_AGO}
        await session.execute(update(Listing).where(Listing.id.in_(kept + removed)).values(deleted))
        assert await retention.drop_deleted_listings(session, before=NOW) == 2
        assert sorted(await session.scalars(select_own(Listing.id))) == kept


async def test_a_role_that_was_taken_keeps_nobody(database: Database) -> None:
    async with database.writing() as session:
        former, moderator = await add_person(session, now=LONG_AGO), await add_person(session, now=LONG_AGO)
        await add_company(session, former, moderator)
        for one in (former, moderator):
            await roles.grant(session, one.id, Role.MODERATOR, by=None, now=LONG_AGO)
        await roles.take(session, former.id, Role.MODERATOR, by=moderator.id, now=LONG_AGO)
        assert await retention.inactive_and_not_warned(session, "topic", before=NOW, since=NOW) == [former.id]
        for one in (former, moderator):
            await retention.mark_inactivity_warned(session, one.id, LONG_AGO)
        assert await retention.inactive_after_warning(session, before=NOW, told_before=NOW) == [former.id]


async def test_a_warning_of_somebody_else_keeps_nobody(database: Database) -> None:
    async with database.writing() as session:
        ana, petar = await add_person(session, now=LONG_AGO), await add_person(session, now=LONG_AGO)
        await add_company(session, ana, petar)
        await outbox.queue_message(session, petar.id, Topic.LONG_SILENCE, payload={}, dedupe_key="k", now=NOW)
        found = await retention.inactive_and_not_warned(session, Topic.LONG_SILENCE, before=NOW, since=NOW)
    assert found == [ana.id]


@pytest.mark.parametrize(
    ("status", "again"),
    [(DeliveryStatus.UNKNOWN, False), (DeliveryStatus.FAILED, True), (DeliveryStatus.UNREACHABLE, True)],
)
async def test_a_privacy_text_that_did_not_arrive_is_announced_again(
    days: Days, status: DeliveryStatus, again: bool
) -> None:
    ana, *_ = await days.member()
    async with days.database.writing() as session:
        await people.record_consent(session, ana, version="2020-01-01", now=NOW)
    await days.on(NOW)
    async with days.database.writing() as session:
        await session.execute(update(Delivery).where(Delivery.person_id == ana).values(status=status))
    day = NOW + KEEP.deliveries + A_DAY
    await days.sees(ana, day)
    await days.on(day)
    assert await days.told(ana) == ([Topic.PRIVACY_CHANGED] if again else [])


async def test_a_privacy_text_is_announced_to_those_who_agreed_to_an_earlier_one(database: Database) -> None:
    async with database.writing() as session:
        ana, nora = await add_person(session), await add_person(session, name="Nora")
        await people.record_consent(session, ana.id, version="earlier", now=NOW)
        told = await retention.agreed_to_another_version(session, "now", "topic")
        assert (ana.id in told, nora.id in told) == (True, False)
        await retention.mark_privacy_told(session, ana.id, "now")
        assert ana.id not in await retention.agreed_to_another_version(session, "now", "topic")

"""The daily retention job: data stays until its period is over and is deleted afterwards."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from bot.settings.settings import Settings
from bot.usecases.people.registration import CONSENT_VERSION
from bot.usecases.privacy.periods import Periods
from bot.usecases.privacy.retention import TELL_AGAIN, Retention
from storage import outbox
from storage.database import Database
from storage.ids import ListingId, PersonId
from storage.models import (
    Appeal,
    AuditEntry,
    Company,
    Delivery,
    Introduction,
    Listing,
    Person,
    RelayedMessage,
    Report,
    ReviewItem,
    Sanction,
)
from storage.moderation import roles
from storage.people import people
from storage.privacy import retention
from storage.vocabulary import (
    AppealState,
    AuditAction,
    AuditObject,
    DeliveryStatus,
    IntroductionStatus,
    Kind,
    ListingStatus,
    ReportObject,
    ReportReason,
    ReportState,
    ReviewDecision,
    ReviewKind,
    Role,
    SanctionKind,
    SanctionReason,
    Topic,
)
from tests.clock import Clock
from tests.factories import NOW, add_company, add_listing, add_person

KEEP = Periods.of(Settings(_env_file=None))
A_DAY = timedelta(days=1)


class Days:
    """A program with its daily job."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = Clock(NOW)
        self.forgotten: list[ListingId] = []
        self.woken = 0
        self._job = Retention(database, self.clock, KEEP, forget=self._forget, wake=self._wake)

    async def _forget(self, listing_id: ListingId) -> None:
        self.forgotten.append(listing_id)

    def _wake(self) -> None:
        self.woken += 1

    async def on(self, day: datetime) -> None:
        self.clock.now = day
        while await self._job.run():
            pass

    async def loses_answers(self, person_id: PersonId) -> None:
        """Sends the person's pending notices. Nobody knows whether they arrive."""
        async with self.database.writing() as session:
            await session.execute(
                update(Delivery)
                .where(Delivery.person_id == person_id, Delivery.status == DeliveryStatus.PENDING)
                .values(status=DeliveryStatus.UNKNOWN, finished_at=self.clock())
            )

    async def delivers(self, person_id: PersonId) -> None:
        """Sends the person's pending notices."""
        async with self.database.writing() as session:
            sent = update(Delivery).where(Delivery.person_id == person_id, Delivery.status == DeliveryStatus.PENDING)
            topics = list(await session.scalars(sent.values(status=DeliveryStatus.SENT).returning(Delivery.topic)))
            if Topic.LONG_SILENCE in topics:
                await retention.mark_inactivity_warned(session, person_id, self.clock())
            if Topic.PRIVACY_CHANGED in topics:
                await retention.mark_privacy_told(session, person_id, CONSENT_VERSION)

    async def add(self, *rows: Any) -> None:
        async with self.database.writing() as session:
            session.add_all(rows)

    async def count(self, model: Any, *conditions: Any) -> int:
        async with self.database.reading() as session:
            return await session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0

    async def told(self, person_id: PersonId) -> list[str]:
        async with self.database.reading() as session:
            found = await session.scalars(select(Delivery.topic).where(Delivery.person_id == person_id))
            return list(found)

    async def member(self, name: str = "Ana Anić", **changes: Any) -> tuple[PersonId, Company, Listing]:
        async with self.database.writing() as session:
            person = await add_person(session, name=name)
            await people.record_consent(session, person.id, version=CONSENT_VERSION, now=NOW)
            company = await add_company(session, person)
            return person.id, company, await add_listing(session, company, person, **changes)

    async def sees(self, person_id: PersonId, now: datetime) -> None:
        async with self.database.writing() as session:
            await add_person(session, person_id=person_id, now=now)


@pytest.fixture
def days(database: Database) -> Days:
    return Days(database)


async def test_messages_are_emptied_after_the_period_following_the_end(days: Days) -> None:
    ana, company, listing = await days.member()
    introduction = Introduction(
        need_revision=1,
        offer_revision=1,
        offer_id=listing.id,
        offer_company_id=company.id,
        reasons={},
        proposer_side=Kind.OFFER,
        proposer_id=ana,
        pitch_found=frozenset(),
        status=IntroductionStatus.DECLINED,
        moves=2,
        created_at=NOW,
        moved_at=NOW,
        closed_at=NOW,
        expires_at=NOW,
        answer_seconds=864_000,
        reminder_seconds=259_200,
    )
    await days.add(introduction)
    said = {"introduction_id": introduction.id, "side": Kind.OFFER, "author_id": ana, "found": frozenset()}
    for text in ("said", "reported"):
        await days.add(RelayedMessage(**said, text=text, relayed=text, created_at=NOW))
    async with days.database.reading() as session:
        reported = await session.scalar(select(RelayedMessage.id).where(RelayedMessage.text == "reported"))
    await days.add(_report(ana, ReportObject.MESSAGE, reported or 0, ReportState.OPEN))
    await days.on(NOW + KEEP.messages - A_DAY)
    assert await days.count(RelayedMessage, RelayedMessage.text != "") == 2
    await days.on(NOW + KEEP.messages + A_DAY)
    assert await days.count(RelayedMessage, RelayedMessage.text == "") == 1
    assert await days.count(RelayedMessage, RelayedMessage.text == "reported") == 1, "while somebody has to decide"


async def test_old_deliveries_are_deleted_except_unsent_ones(days: Days) -> None:
    ana, *_ = await days.member()
    async with days.database.writing() as session:
        for key in ("done", "waiting"):
            await outbox.queue_message(session, ana, Topic.SUGGESTIONS, payload={}, dedupe_key=key, now=NOW)
        done = await session.scalar(select(Delivery).where(Delivery.dedupe_key == "done"))
        assert done is not None
        done.status = DeliveryStatus.SENT
    await days.on(NOW + KEEP.deliveries - A_DAY)
    assert await days.count(Delivery) == 2
    await days.on(NOW + KEEP.deliveries + A_DAY)
    assert await days.count(Delivery, Delivery.dedupe_key == "done") == 0
    assert await days.count(Delivery, Delivery.dedupe_key == "waiting") == 1


async def test_deleted_listings_are_removed_after_the_period(days: Days) -> None:
    await days.member(status=ListingStatus.DELETED, status_before=ListingStatus.PUBLISHED)
    await days.on(NOW + KEEP.deleted - A_DAY)
    assert await days.count(Listing) == 1
    await days.on(NOW + KEEP.deleted + A_DAY)
    assert await days.count(Listing) == 0
    assert await days.count(Company) == 1


async def test_people_without_a_company_are_deleted(days: Days) -> None:
    async with days.database.writing() as session:
        nora = await add_person(session, name="Nora")
    await days.on(NOW + KEEP.strangers - A_DAY)
    assert await days.count(Person, Person.id == nora.id) == 1
    await days.on(NOW + KEEP.strangers + A_DAY)
    assert await days.count(Person, Person.id == nora.id) == 0


async def test_inactive_people_are_warned_and_then_deleted(days: Days) -> None:
    ana, _, listing = await days.member()
    await days.on(NOW + KEEP.silence - A_DAY)
    assert await days.told(ana) == []
    told_on = NOW + KEEP.silence + A_DAY
    await days.on(told_on)
    assert await days.told(ana) == [Topic.LONG_SILENCE]
    assert days.woken == 1
    await days.delivers(ana)
    await days.on(told_on + KEEP.notice - A_DAY)
    assert await days.count(Person, Person.id == ana) == 1
    await days.on(told_on + KEEP.notice + A_DAY)
    assert await days.count(Person) == await days.count(Company) == await days.count(Listing) == 0
    assert days.forgotten == [listing.id]


async def test_activity_after_the_warning_keeps_everything(days: Days) -> None:
    ana, *_ = await days.member()
    told_on = NOW + KEEP.silence + A_DAY
    await days.on(told_on)
    await days.delivers(ana)
    await days.sees(ana, told_on + A_DAY)
    await days.on(told_on + KEEP.notice + A_DAY)
    assert await days.count(Company) == 1
    await days.on(told_on + KEEP.silence + 2 * A_DAY)
    assert await days.told(ana) == [Topic.LONG_SILENCE], "told anew; the first delivery is dropped by now"
    assert await days.count(Company) == 1


async def test_nobody_is_deleted_without_a_delivered_warning(days: Days) -> None:
    """Not at once after years, not while the warning is only queued, and not while it is retried."""
    ana, *_ = await days.member()
    day = NOW + 3 * KEEP.silence
    await days.on(day)
    assert await days.count(Company) == 1
    await days.on(day + KEEP.notice + A_DAY)
    assert await days.count(Company) == 1
    assert await days.told(ana) == [Topic.LONG_SILENCE], "one message waits, and no second"


@pytest.mark.parametrize("status", [DeliveryStatus.UNKNOWN, DeliveryStatus.FAILED])
async def test_an_unconfirmed_warning_is_repeated_before_the_deletion(days: Days, status: DeliveryStatus) -> None:
    ana, *_ = await days.member()
    day = NOW + KEEP.silence + A_DAY
    await days.on(day)
    async with days.database.writing() as session:
        await session.execute(update(Delivery).values(status=status))
    await days.on(day + A_DAY)
    assert len(await days.told(ana)) == 1, "not every day"
    await days.on(day + TELL_AGAIN + A_DAY)
    assert len(await days.told(ana)) == 2
    assert await days.count(Company) == 1


async def test_unreachable_people_are_deleted_after_the_same_time(days: Days) -> None:
    ana, *_ = await days.member()
    day = NOW + KEEP.silence + A_DAY
    await days.on(day)
    async with days.database.writing() as session:
        await session.execute(update(Delivery).values(status=DeliveryStatus.UNREACHABLE))
        await people.mark_unreachable(session, ana, day)
    await days.on(day + KEEP.notice - A_DAY)
    assert await days.count(Company) == 1
    await days.on(day + KEEP.notice + A_DAY)
    assert await days.count(Company) == 0


async def test_people_with_a_role_are_not_deleted(days: Days) -> None:
    ana, *_ = await days.member()
    async with days.database.writing() as session:
        await roles.grant(session, ana, Role.MODERATOR, by=None, now=NOW)
    for day in (NOW + KEEP.silence + A_DAY, NOW + KEEP.silence + KEEP.notice + 2 * A_DAY):
        await days.on(day)
    assert await days.count(Person) == 1
    assert await days.told(ana) == []


async def test_texts_of_decided_items_are_emptied_and_open_ones_stay(days: Days) -> None:
    ana, *_ = await days.member()
    for number, state in enumerate((ReportState.OPEN, ReportState.UPHELD)):
        await days.add(_report(ana, ReportObject.LISTING, number, state))
    over, stands = (_sanction(ana, lifted_at=at) for at in (NOW, None))
    await days.add(over, stands)
    decided, waiting = (_review(number, at) for number, at in enumerate((NOW, None)))
    await days.add(decided, waiting, _entry(ana))
    await days.add(_appeal(ana, over, AppealState.REFUSED), _appeal(ana, stands, AppealState.MADE))
    words = (Report.note, Sanction.note, ReviewItem.note, Appeal.text)
    await days.on(NOW + KEEP.moderation - A_DAY)
    await days.sees(ana, days.clock.now)
    assert [await days.count(one.class_, one.is_not(None)) for one in words] == [2, 2, 2, 2]
    await days.on(NOW + KEEP.moderation + A_DAY)
    assert [await days.count(one.class_, one.is_not(None)) for one in words] == [1, 1, 1, 1]
    assert await days.count(AuditEntry) == 1, "that it happened stays"
    assert await days.count(AuditEntry, AuditEntry.reason.is_not(None)) == 0


async def test_a_new_privacy_text_is_announced_once_to_people_with_an_older_consent(days: Days) -> None:
    ana, *_ = await days.member()
    mei, *_ = await days.member("Li Mei")
    async with days.database.writing() as session:
        await people.record_consent(session, mei, version="earlier", now=NOW)
    for day in range(3):
        await days.on(NOW + day * A_DAY)
    assert await days.told(ana) == []
    assert await days.told(mei) == [Topic.PRIVACY_CHANGED]


@pytest.mark.parametrize("sends", [Days.delivers, Days.loses_answers])
async def test_a_new_privacy_text_is_announced_once_even_after_years(
    days: Days, sends: Callable[[Days, PersonId], Awaitable[None]]
) -> None:
    """The delivery is deleted after a while; the version stored with the person is not."""
    ana, *_ = await days.member()
    async with days.database.writing() as session:
        await people.record_consent(session, ana, version="2020-01-01", now=NOW)
    await days.on(NOW + A_DAY)
    await sends(days, ana)
    day = NOW + A_DAY + KEEP.deliveries + A_DAY
    await days.sees(ana, day)
    await days.on(day)
    await days.on(day + A_DAY)
    assert await days.told(ana) == [], "the delivery was dropped, and no other one was queued"


def _report(person_id: PersonId, kind: ReportObject, number: int, state: ReportState) -> Report:
    return Report(
        reporter_id=person_id,
        object_kind=kind,
        object_id=number,
        reason=ReportReason.OTHER,
        note="words",
        state=state,
        created_at=NOW,
    )


def _sanction(person_id: PersonId, *, lifted_at: datetime | None) -> Sanction:
    return Sanction(
        kind=SanctionKind.BAN,
        person_id=person_id,
        reason=SanctionReason.OTHER,
        note="words",
        created_at=NOW,
        lifted_at=lifted_at,
    )


def _appeal(person_id: PersonId, sanction: Sanction, state: AppealState) -> Appeal:
    return Appeal(sanction_id=sanction.id, person_id=person_id, state=state, text="words", at=NOW)


def _review(number: int, decided_at: datetime | None) -> ReviewItem:
    decision = ReviewDecision.REJECTED if decided_at else None
    return ReviewItem(
        kind=ReviewKind.LISTING,
        object_id=number,
        created_at=NOW,
        decided_at=decided_at,
        decision=decision,
        note="words",
    )


def _entry(person_id: PersonId) -> AuditEntry:
    return AuditEntry(
        at=NOW,
        actor_id=person_id,
        action=AuditAction.SANCTION,
        object_kind=AuditObject.SANCTION,
        object_id=1,
        reason="words",
        before={},
        after={},
    )

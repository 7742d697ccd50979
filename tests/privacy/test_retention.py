"""The daily retention job: data stays until its period is over and is deleted afterwards."""

from datetime import datetime

from sqlalchemy import select

from storage import outbox
from storage.ids import PersonId
from storage.models import (
    Appeal,
    AuditEntry,
    Company,
    Delivery,
    Introduction,
    Listing,
    RelayedMessage,
    Report,
    ReviewItem,
    Sanction,
)
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
    SanctionKind,
    SanctionReason,
    Topic,
)
from tests.factories import NOW
from tests.privacy.days import A_DAY, KEEP, Days


async def test_messages_are_emptied_after_the_period_following_the_end(days: Days) -> None:
    ana, company, listing = await days.member()
    introduction = _introduction(ana, company, listing, ended_at=NOW)
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


async def test_later_messages_and_those_of_open_introductions_stay(days: Days) -> None:
    ana, company, listing = await days.member()
    last_day = NOW + KEEP.messages + A_DAY
    ended, goes_on = (_introduction(ana, company, listing, ended_at=at) for at in (NOW, last_day))
    await days.add(ended, goes_on)
    for of, text, at in ((ended, "old", NOW), (ended, "late", last_day - A_DAY), (goes_on, "going on", NOW)):
        said = {"introduction_id": of.id, "side": Kind.OFFER, "author_id": ana, "found": frozenset()}
        await days.add(RelayedMessage(**said, text=text, relayed=text, created_at=at))
    await days.on(last_day)
    assert await days.count(RelayedMessage, RelayedMessage.text == "") == 1
    assert await days.count(RelayedMessage, RelayedMessage.text.in_(["late", "going on"])) == 2


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


def _introduction(person_id: PersonId, company: Company, listing: Listing, *, ended_at: datetime) -> Introduction:
    return Introduction(
        need_revision=1,
        offer_revision=1,
        offer_id=listing.id,
        offer_company_id=company.id,
        reasons={},
        proposer_side=Kind.OFFER,
        proposer_id=person_id,
        pitch_found=frozenset(),
        status=IntroductionStatus.DECLINED,
        moves=2,
        created_at=NOW,
        moved_at=ended_at,
        closed_at=ended_at,
        expires_at=ended_at,
        answer_seconds=864_000,
        reminder_seconds=259_200,
    )


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

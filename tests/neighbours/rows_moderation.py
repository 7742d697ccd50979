"""Sanctions, reports, reviews, the audit log, screening and verification."""

from collections.abc import Iterator
from typing import Any

from storage import models
from storage.models import Base
from storage.vocabulary import (
    AppealState,
    AuditAction,
    AuditObject,
    DeliveryStatus,
    HitState,
    ReportObject,
    ReportReason,
    ReportState,
    ReviewDecision,
    ReviewKind,
    SanctionKind,
    SanctionReason,
    VerificationMethod,
)
from tests.neighbours.made import FUTURE, PAST, made
from tests.neighbours.rows_companies import ANJA, BANNED, BORIS, CECA, DANA, GORAN, HANA, NEED, OFFER
from tests.neighbours.rows_introductions import DECLINED, REPORTED
from tests.neighbours.rows_listings import listing_id


def moderation_rows() -> Iterator[Base]:
    """Words are deleted after some time from what has been decided, and from the audit log."""
    sanctions: tuple[dict[str, Any], ...] = (
        {"kind": SanctionKind.BAN, "person_id": DANA},
        {"kind": SanctionKind.BAN, "company_id": BANNED},
        {"kind": SanctionKind.MUTE, "person_id": DANA, "until": FUTURE, "created_at": FUTURE},
        {"kind": SanctionKind.MUTE, "person_id": BORIS, "until": PAST, "created_at": FUTURE},
        {"kind": SanctionKind.BAN, "person_id": BORIS, "lifted_at": PAST, "created_at": FUTURE},
        {"kind": SanctionKind.WARNING, "person_id": ANJA, "created_at": FUTURE},
    )
    for number, values in enumerate(sanctions, 1):
        yield made(
            models.Sanction, id=-number, reason=SanctionReason.OTHER, note="Qwzx", by_id=CECA, told_at=PAST, **values
        )
    for number, state in enumerate((AppealState.MADE, AppealState.REFUSED, AppealState.ASKED), 1):
        at = FUTURE if state is AppealState.REFUSED else PAST
        yield made(models.Appeal, id=-number, sanction_id=-number, person_id=DANA, state=state, text="Qwzx", at=at)
    yield from _reports()
    yield from _reviews()
    entries = (
        (AuditAction.SANCTION, AuditObject.SANCTION, -1, DANA),
        (AuditAction.LISTING_APPROVE, AuditObject.LISTING, listing_id(NEED, 0), None),
        (AuditAction.ROLE_GRANT, AuditObject.PERSON, ANJA, ANJA),
    )
    for number, (action, kind, thing, person) in enumerate(entries, 1):
        yield made(
            models.AuditEntry,
            id=-number,
            actor_id=CECA,
            action=action,
            object_kind=kind,
            object_id=thing,
            person_id=person,
            reason="Qwzx",
            at=FUTURE,
        )


def _reports() -> Iterator[Base]:
    objects = (
        (ReportObject.LISTING, listing_id(OFFER, 0)),
        (ReportObject.INTRODUCTION, DECLINED),
        (ReportObject.MESSAGE, REPORTED),
    )
    for number, (kind, thing) in enumerate(objects):
        for place, state in enumerate(ReportState):
            yield made(
                models.Report,
                id=-(3 * number + place + 1),
                reporter_id=ANJA,
                object_kind=kind,
                object_id=thing,
                reason=ReportReason.OTHER,
                note="Qwzx",
                state=state,
                created_at=PAST if state is ReportState.OPEN else FUTURE,
            )


def _reviews() -> Iterator[Base]:
    for number, kind in enumerate(ReviewKind, 1):
        yield made(
            models.ReviewItem,
            id=-number,
            kind=kind,
            object_id=-number,
            decided_by=CECA,
            decided_at=FUTURE,
            decision=ReviewDecision.APPROVED,
            note="Qwzx",
        )


def verification_rows() -> Iterator[Base]:
    for company in (NEED, OFFER):
        yield made(models.TrustedCompany, company_id=company, by_id=CECA)
    methods = list(VerificationMethod)
    for number, method in enumerate([*methods, *methods], 1):
        yield made(
            models.Verification,
            id=-number,
            company_id=NEED,
            method=method,
            detail="Qwzx",
            by_id=CECA,
            withdrawn_at=PAST if number > len(methods) else None,
        )
    for company, person in ((NEED, ANJA), (OFFER, BORIS)):
        yield made(
            models.VerificationCode,
            company_id=company,
            person_id=person,
            email="qwzx@qwzx.example",
            code_hash="qwzx",
            expires_at=FUTURE,
            status=DeliveryStatus.SENT,
            finished_at=PAST,
        )
    for number in (0, -1):
        yield made(models.ScreeningList, id=number - 1, name=f"Qwzx{number}", entries=1)
        yield made(models.ScreeningName, id=number, list_id=number - 1, entity="1", name="Zzyqwx Xqkjv")
    hits: tuple[dict[str, Any], ...] = (
        {"company_id": NEED, "state": HitState.CLEARED},
        {"company_id": BANNED, "state": HitState.CONFIRMED},
        {"person_id": HANA, "state": HitState.OPEN},
        {"person_id": GORAN, "state": HitState.CONFIRMED},
    )
    for number, values in enumerate(hits, 1):
        yield made(
            models.ScreeningHit, id=-number, list_name="Qwzx", entity=str(number), score=95, decided_by=CECA, **values
        )
    for one, other in (("KI", "TV"), ("NR", "TV")):
        yield made(models.BlockedCountryPair, one=one, other=other, by_id=CECA)

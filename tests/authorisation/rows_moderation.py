"""The rows of what moderators did and have yet to do."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from storage import models
from storage.vocabulary import (
    AppealState,
    AuditAction,
    AuditObject,
    HitState,
    ReportObject,
    ReportReason,
    ReportState,
    ReviewKind,
    SanctionKind,
    SanctionReason,
    VerificationMethod,
)
from tests.authorisation.cast import Who
from tests.authorisation.numbers import (
    BAN,
    GRANTED,
    ITEM_APPEAL,
    ITEM_HIT,
    ITEM_LISTING,
    ITEM_MESSAGE,
    ITEM_REPORT,
    MUTE,
    OTHERS_OFFER,
    QUESTION,
    REVIEWED,
    SANCTIONED,
    VERIFIED,
    WARNING,
)
from tests.clock import Clock


def moderation_rows(numbers: dict[Who, int], clock: Clock) -> Iterator[Any]:
    moderator, admin = numbers[Who.MODERATOR], numbers[Who.ADMIN]
    for number, kind, who in (
        (BAN, SanctionKind.BAN, Who.BANNED),
        (MUTE, SanctionKind.MUTE, Who.MUTED),
        (WARNING, SanctionKind.WARNING, Who.OTHER),
    ):
        yield models.Sanction(
            id=number,
            kind=kind,
            person_id=numbers[who],
            reason=SanctionReason.FRAUD,
            note="Sanctionnote",
            by_id=moderator,
            created_at=clock(),
            until=clock() + timedelta(days=7) if kind is SanctionKind.MUTE else None,
            told_at=clock(),
        )
    yield models.Appeal(
        id=1, sanction_id=MUTE, person_id=numbers[Who.MUTED], state=AppealState.MADE, text="Appealwords", at=clock()
    )
    yield from _reports(numbers, clock)
    yield models.ScreeningHit(
        id=81,
        company_id=3,
        list_name="List",
        entity="1",
        listed_name="Sanctionedname",
        score=95,
        state=HitState.OPEN,
        found_at=clock(),
    )
    objects = {
        ITEM_LISTING: (ReviewKind.LISTING, REVIEWED),
        ITEM_MESSAGE: (ReviewKind.REPORT_MESSAGE, QUESTION),
        ITEM_REPORT: (ReviewKind.REPORT_LISTING, OTHERS_OFFER),
        ITEM_APPEAL: (ReviewKind.APPEAL, 1),
        ITEM_HIT: (ReviewKind.SCREENING, 81),
    }
    for number, (kind_, thing) in objects.items():
        yield models.ReviewItem(id=number, kind=kind_, object_id=thing, created_at=clock())
    yield models.BlockedCountryPair(one="KP", other="RS", by_id=admin, at=clock(), reason="Apartreason")
    yield models.Verification(id=1, company_id=2, method=VerificationMethod.MODERATOR, by_id=moderator, at=clock())
    entries = {
        SANCTIONED: (AuditAction.SANCTION, AuditObject.SANCTION, WARNING, Who.OTHER, moderator),
        GRANTED: (AuditAction.ROLE_GRANT, AuditObject.PERSON, 0, Who.OTHER_ORGANIZER, admin),
        VERIFIED: (AuditAction.VERIFY, AuditObject.COMPANY, 2, None, moderator),
    }
    for number, (action, kind__, thing, about, by) in entries.items():
        yield models.AuditEntry(
            id=number,
            at=clock(),
            actor_id=by,
            action=action,
            object_kind=kind__,
            object_id=thing,
            person_id=None if about is None else numbers[about],
            reason="Loggedreason",
            before={},
            after={"role": "organizer", "method": "moderator", "verification": 1},
        )


def _reports(numbers: dict[Who, int], clock: Clock) -> Iterator[Any]:
    for who, kind, thing in (
        (Who.COUNTERPART, ReportObject.MESSAGE, QUESTION),
        (Who.MEMBER, ReportObject.LISTING, OTHERS_OFFER),
    ):
        yield models.Report(
            reporter_id=numbers[who],
            object_kind=kind,
            object_id=thing,
            reason=ReportReason.FRAUD,
            note="Reportnote",
            state=ReportState.OPEN,
            created_at=clock(),
        )

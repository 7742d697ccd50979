"""Moderators verify and trust companies by hand, and undo it."""

from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyDoneError, NoLongerThereError
from bot.usecases.moderation import audit
from bot.usecases.moderation.queue import decide, require_moderator
from bot.usecases.moderation.roles import Actor
from storage.ids import CompanyId, EntryId, ReviewId
from storage.moderation import reviews
from storage.people import companies
from storage.verification import trust, verifications
from storage.vocabulary import AuditAction, AuditObject, ReviewDecision, ReviewKind, VerificationMethod

NOTE_LIMIT: Final = 500
"""Characters."""


async def verify(
    session: AsyncSession,
    actor: Actor,
    company_id: CompanyId,
    now: datetime,
    *,
    note: str | None = None,
    undoes: EntryId | None = None,
) -> None:
    """Verifies a company. Raises NotAllowedError, NoLongerThereError or AlreadyDoneError."""
    await _require(session, actor, company_id)
    made = await verifications.add(
        session,
        company_id,
        VerificationMethod.MODERATOR,
        detail=None,
        note=(note or "").strip()[:NOTE_LIMIT] or None,
        by=actor.id,
        now=now,
    )
    if made is None:
        raise AlreadyDoneError
    await reviews.drop(session, ReviewKind.VERIFICATION, [company_id], now)
    await audit.record(session, actor.id, AuditAction.VERIFY, AuditObject.COMPANY, company_id, now=now, undoes=undoes)


async def answer_request(session: AsyncSession, actor: Actor, item_id: ReviewId, *, yes: bool, now: datetime) -> None:
    """Answers a company's request for verification. Raises the errors of `verify`."""
    decision = ReviewDecision.APPROVED if yes else ReviewDecision.REJECTED
    item = await decide(session, actor, item_id, decision, now, kinds=(ReviewKind.VERIFICATION,))
    if yes:
        await verify(session, actor, CompanyId(item.object_id), now)


async def unverify(
    session: AsyncSession, actor: Actor, company_id: CompanyId, now: datetime, *, undoes: EntryId | None = None
) -> None:
    """Withdraws a verification by a moderator. Raises the errors of `verify`."""
    await _require(session, actor, company_id)
    if not await verifications.withdraw(session, company_id, now, method=VerificationMethod.MODERATOR):
        raise AlreadyDoneError
    await audit.record(session, actor.id, AuditAction.UNVERIFY, AuditObject.COMPANY, company_id, now=now, undoes=undoes)


async def put_trust(
    session: AsyncSession, actor: Actor, company_id: CompanyId, now: datetime, *, undoes: EntryId | None = None
) -> None:
    """Marks a company as trusted: its listings are published without review. Raises the errors of `verify`."""
    await _require(session, actor, company_id)
    if not await trust.put(session, company_id, by=actor.id, now=now):
        raise AlreadyDoneError
    await audit.record(session, actor.id, AuditAction.TRUST, AuditObject.COMPANY, company_id, now=now, undoes=undoes)


async def lift_trust(
    session: AsyncSession, actor: Actor, company_id: CompanyId, now: datetime, *, undoes: EntryId | None = None
) -> None:
    await _require(session, actor, company_id)
    if not await trust.lift(session, company_id):
        raise AlreadyDoneError
    await audit.record(session, actor.id, AuditAction.DISTRUST, AuditObject.COMPANY, company_id, now=now, undoes=undoes)


async def _require(session: AsyncSession, actor: Actor, company_id: CompanyId) -> None:
    await require_moderator(session, actor)
    if await companies.find(session, company_id) is None:
        raise NoLongerThereError

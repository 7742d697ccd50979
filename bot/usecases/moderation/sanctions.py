"""Bans, mutes and warnings of people and companies, and lifting them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyDoneError, NoLongerThereError
from bot.usecases.moderation import audit
from bot.usecases.moderation.hiding import hide, show_again
from bot.usecases.moderation.rank import UpwardError, rank, rank_of_company, require_above
from bot.usecases.moderation.roles import Actor
from storage import outbox
from storage.ids import CompanyId, EntryId, ListingId, PersonId, SanctionId
from storage.models import Person, Sanction
from storage.moderation import sanctions
from storage.people import companies, memberships, people
from storage.vocabulary import AuditAction, AuditObject, SanctionKind, SanctionReason, Topic

NOTE_LIMIT: Final = 500
"""Characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSanction:
    """A sanction to impose on one person or one company."""

    kind: SanctionKind
    person_id: PersonId | None = None
    company_id: CompanyId | None = None
    reason: SanctionReason
    note: str | None = None
    until: datetime | None = None
    """The end of a mute; bans and warnings have none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SanctionResult:
    """The result. `touched` are the listings that were hidden or shown again, for the matcher."""

    sanction_id: SanctionId
    touched: tuple[ListingId, ...] = ()


async def impose(session: AsyncSession, actor: Actor, order: NewSanction, now: datetime) -> SanctionResult:
    """Stores a sanction. Raises NotAllowedError, UpwardError, NoLongerThereError, AlreadyDoneError for a second ban."""
    await require_above(session, actor, await _rank_of(session, actor, order.person_id, order.company_id))
    if order.company_id is not None and await companies.find(session, order.company_id) is None:
        raise NoLongerThereError
    before = await _in_force(session, order, now)
    sanction = await sanctions.add(session, _row(actor, order, now))
    touched = await hide(session, sanction, now)
    await _tell(session, sanction, Topic.SANCTIONED, now)
    await _log(session, actor.id, AuditAction.SANCTION, sanction, now, before=before)
    return SanctionResult(sanction_id=sanction.id, touched=touched)


async def lift(
    session: AsyncSession, actor: Actor, sanction_id: SanctionId, now: datetime, *, undoes: EntryId | None = None
) -> SanctionResult:
    """Lifts a sanction. Raises NotAllowedError, UpwardError, NoLongerThereError or AlreadyDoneError."""
    sanction = await _found(session, actor, sanction_id)
    if not await sanctions.lift(session, sanction_id, now):
        raise AlreadyDoneError
    touched = await show_again(session, sanction, now)
    await _tell(session, sanction, Topic.SANCTION_LIFTED, now)
    await _log(session, actor.id, AuditAction.LIFT, sanction, now, before={"in_force": True}, undoes=undoes)
    return SanctionResult(sanction_id=sanction_id, touched=touched)


async def reimpose(
    session: AsyncSession, actor: Actor, sanction_id: SanctionId, now: datetime, *, undoes: EntryId | None = None
) -> SanctionResult:
    """Undoes a lift. Raises the errors of `lift`."""
    sanction = await _found(session, actor, sanction_id)
    if not await sanctions.reimpose(session, sanction_id):
        raise AlreadyDoneError
    touched = await hide(session, sanction, now)
    await _tell(session, sanction, Topic.SANCTIONED, now)
    await _log(session, actor.id, AuditAction.REIMPOSE, sanction, now, before={"in_force": False}, undoes=undoes)
    return SanctionResult(sanction_id=sanction_id, touched=touched)


async def unban(
    session: AsyncSession, actor: Actor, *, person_id: PersonId | None, company_id: CompanyId | None, now: datetime
) -> SanctionResult:
    """Lifts the ban in force, else the mute. Raises the errors of `lift`, AlreadyDoneError if there is none."""
    for kind in (SanctionKind.BAN, SanctionKind.MUTE):
        found = await sanctions.of_kind(session, kind, now, person_id=person_id, company_id=company_id)
        if found is not None:
            return await lift(session, actor, found.id, now)
    raise AlreadyDoneError


async def people_of(session: AsyncSession, sanction: Sanction) -> list[PersonId]:
    """Returns the person, or the representatives of the company."""
    if sanction.company_id is not None:
        return list(await memberships.representatives(session, sanction.company_id))
    person = await _person(session, sanction)
    return [] if person is None else [person.id]


async def _person(session: AsyncSession, sanction: Sanction) -> Person | None:
    """Returns None for a company, and for a person who was banned before they first used the bot."""
    return None if sanction.person_id is None else await people.find(session, sanction.person_id)


async def _rank_of(
    session: AsyncSession, actor: Actor, person_id: PersonId | None, company_id: CompanyId | None
) -> int:
    if company_id is not None:
        return await rank_of_company(session, company_id, admins=actor.admins)
    return 0 if person_id is None else await rank(session, person_id, admins=actor.admins)


async def _in_force(session: AsyncSession, order: NewSanction, now: datetime) -> dict[str, Any]:
    """Returns the former values for the audit log. A new mute replaces one in force; a second ban raises."""
    if order.kind is SanctionKind.WARNING:
        return {}
    same = await sanctions.of_kind(session, order.kind, now, person_id=order.person_id, company_id=order.company_id)
    if same is None:
        return {}
    if order.kind is SanctionKind.BAN:
        raise AlreadyDoneError
    await sanctions.lift(session, same.id, now)
    return {"until": None if same.until is None else same.until.isoformat()}


def _row(actor: Actor, order: NewSanction, now: datetime) -> Sanction:
    return Sanction(
        kind=order.kind,
        person_id=order.person_id,
        company_id=order.company_id,
        reason=order.reason,
        note=(order.note or "").strip()[:NOTE_LIMIT] or None,
        by_id=actor.id,
        created_at=now,
        until=order.until if order.kind is SanctionKind.MUTE else None,
    )


async def _found(session: AsyncSession, actor: Actor, sanction_id: SanctionId) -> Sanction:
    """Returns the sanction if the actor may lift it. One by a person of a higher rank may not be lifted."""
    sanction = await sanctions.find(session, sanction_id)
    if sanction is None:
        raise NoLongerThereError
    await require_above(session, actor, await _rank_of(session, actor, sanction.person_id, sanction.company_id))
    if sanction.by_id is not None:
        above = await rank(session, sanction.by_id, admins=actor.admins)
        if above > await rank(session, actor.id, admins=actor.admins):
            raise UpwardError
    return sanction


async def _tell(session: AsyncSession, sanction: Sanction, topic: Topic, now: datetime) -> None:
    for person_id in await people_of(session, sanction):
        await outbox.queue_message(
            session,
            person_id,
            topic,
            payload={"sanction_id": sanction.id},
            dedupe_key=f"{topic}:{sanction.id}:{person_id}:{int(now.timestamp() * 1000)}",
            now=now,
        )


async def _log(
    session: AsyncSession,
    actor: PersonId,
    action: AuditAction,
    sanction: Sanction,
    now: datetime,
    *,
    before: dict[str, Any],
    undoes: EntryId | None = None,
) -> None:
    person = await _person(session, sanction)
    after = {
        "kind": sanction.kind.value,
        "reason": sanction.reason.value,
        "until": None if sanction.until is None else sanction.until.isoformat(),
        "company": sanction.company_id,
    }
    await audit.record(
        session,
        actor,
        action,
        AuditObject.SANCTION,
        sanction.id,
        now=now,
        person_id=None if person is None else person.id,
        reason=sanction.note,
        before=before,
        after=after,
        undoes=undoes,
    )

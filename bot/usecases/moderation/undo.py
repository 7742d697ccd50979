"""Undoes an entry of the audit log by the opposite action, which is a separate entry."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime
from typing import ClassVar, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyDoneError, NoLongerThereError, NotAllowedError
from bot.i18n.translator import mark
from bot.usecases.moderation import countries, dual_use, hits, marks, queue, reports, review, roles, sanctions
from bot.usecases.moderation.roles import Actor
from storage.ids import CompanyId, EntryId, IntroductionId, ListingId, ReviewId, SanctionId
from storage.models import AuditEntry
from storage.moderation import audit
from storage.vocabulary import AuditAction, Role


class NotUndoableError(NotAllowedError):
    default: ClassVar[str] = mark("This cannot be undone.")


_Undo = Callable[[AsyncSession, Actor, AuditEntry, datetime], Awaitable[Collection[ListingId]]]


def can_be_undone(action: AuditAction) -> bool:
    return action in _OPPOSITES


async def undo(session: AsyncSession, actor: Actor, entry_id: EntryId, now: datetime) -> Collection[ListingId]:
    """Undoes the entry. Returns the listings that were hidden or shown again, for the matcher.

    Raises NotAllowedError, UpwardError, NotUndoableError, NoLongerThereError or AlreadyDoneError.
    """
    await queue.require_moderator(session, actor)
    entry = await audit.find(session, entry_id)
    if entry is None:
        raise NoLongerThereError
    opposite = _OPPOSITES.get(entry.action)
    if opposite is None:
        raise NotUndoableError
    if await audit.undone_by(session, entry_id) is not None:
        raise AlreadyDoneError
    return await opposite(session, actor, entry, now)


async def _lift(session: AsyncSession, actor: Actor, entry: AuditEntry, now: datetime) -> Collection[ListingId]:
    return (await sanctions.lift(session, actor, SanctionId(entry.object_id), now, undoes=entry.id)).touched


async def _reimpose(session: AsyncSession, actor: Actor, entry: AuditEntry, now: datetime) -> Collection[ListingId]:
    return (await sanctions.reimpose(session, actor, SanctionId(entry.object_id), now, undoes=entry.id)).touched


async def _review(session: AsyncSession, actor: Actor, entry: AuditEntry, now: datetime) -> Collection[ListingId]:
    listing_id = ListingId(entry.object_id)
    await review.review_again(session, actor, listing_id, now, undoes=entry.id)
    return (listing_id,)


async def _reopen(session: AsyncSession, actor: Actor, entry: AuditEntry, now: datetime) -> Collection[ListingId]:
    return await reports.reopen(session, actor, ReviewId(entry.object_id), now, undoes=entry.id)


async def _role(session: AsyncSession, actor: Actor, entry: AuditEntry, now: datetime) -> Collection[ListingId]:
    if entry.person_id is None:
        raise NoLongerThereError
    opposite = roles.take if entry.action is AuditAction.ROLE_GRANT else roles.grant
    role = Role(entry.after["role"])
    await opposite(session, actor.id, entry.person_id, role, admins=actor.admins, now=now, undoes=entry.id)
    return ()


async def _reopen_hit(session: AsyncSession, actor: Actor, entry: AuditEntry, now: datetime) -> Collection[ListingId]:
    await hits.reopen(session, actor, entry.object_id, now, undoes=entry.id)
    return ()


async def _mark(session: AsyncSession, actor: Actor, entry: AuditEntry, now: datetime) -> Collection[ListingId]:
    opposites = {
        AuditAction.VERIFY: marks.unverify,
        AuditAction.UNVERIFY: marks.verify,
        AuditAction.TRUST: marks.lift_trust,
        AuditAction.DISTRUST: marks.put_trust,
    }
    await opposites[entry.action](session, actor, CompanyId(entry.object_id), now, undoes=entry.id)
    return ()


async def _countries(session: AsyncSession, actor: Actor, entry: AuditEntry, now: datetime) -> Collection[ListingId]:
    one, other = entry.after["one"], entry.after["other"]
    if entry.action is AuditAction.COUNTRIES_APART:
        await countries.unblock_pair(session, actor, one, other, now, undoes=entry.id)
    else:
        await countries.block_pair(session, actor, one, other, now, undoes=entry.id)
    return ()


async def _hold(session: AsyncSession, actor: Actor, entry: AuditEntry, now: datetime) -> Collection[ListingId]:
    opposite = dual_use.hold_again if entry.action is AuditAction.HOLD_RELEASE else dual_use.reopen
    await opposite(session, actor, IntroductionId(entry.object_id), now, undoes=entry.id)
    return ()


_OPPOSITES: Final[Mapping[AuditAction, _Undo]] = {
    AuditAction.SANCTION: _lift,
    AuditAction.REIMPOSE: _lift,
    AuditAction.LIFT: _reimpose,
    AuditAction.LISTING_APPROVE: _review,
    AuditAction.LISTING_REJECT: _review,
    AuditAction.LISTING_RETURN: _review,
    AuditAction.REPORT_UPHOLD: _reopen,
    AuditAction.REPORT_DISMISS: _reopen,
    AuditAction.ROLE_GRANT: _role,
    AuditAction.ROLE_TAKE: _role,
    AuditAction.HIT_CLEAR: _reopen_hit,
    AuditAction.HIT_CONFIRM: _reopen_hit,
    AuditAction.COUNTRIES_APART: _countries,
    AuditAction.COUNTRIES_TOGETHER: _countries,
    AuditAction.HOLD_RELEASE: _hold,
    AuditAction.HOLD_REFUSE: _hold,
    AuditAction.VERIFY: _mark,
    AuditAction.UNVERIFY: _mark,
    AuditAction.TRUST: _mark,
    AuditAction.DISTRUST: _mark,
}

"""Appeals against sanctions. A moderator decides; each sanction has at most one appeal."""

from contextlib import suppress
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyDoneError, NoLongerThereError
from bot.usecases.moderation import audit, queue
from bot.usecases.moderation.roles import Actor
from bot.usecases.moderation.sanctions import SanctionResult, lift, people_of
from storage import outbox
from storage.ids import AppealId, PersonId, ReviewId, SanctionId
from storage.models import Appeal
from storage.moderation import reviews, sanctions
from storage.vocabulary import AppealState, AuditAction, AuditObject, ReviewDecision, ReviewKind, Topic

WORDS_LIMIT: Final = 1_000
"""Characters."""


async def may_appeal(session: AsyncSession, person_id: PersonId, sanction_id: SanctionId, now: datetime) -> None:
    """Raises NoLongerThereError without a sanction in force against the person, AlreadyDoneError after an appeal."""
    await _require_target(session, person_id, sanction_id, now)
    appeal = await sanctions.appeal_of(session, sanction_id)
    if appeal is not None and appeal.state is not AppealState.ASKED:
        raise AlreadyDoneError


async def make(
    session: AsyncSession, person_id: PersonId, sanction_id: SanctionId, words: str, now: datetime
) -> AppealId:
    """Queues the appeal for the moderators. A company has one appeal. Raises the errors of `may_appeal`."""
    await _require_target(session, person_id, sanction_id, now)
    appeal_id = await sanctions.make_appeal(session, sanction_id, person_id, words.strip()[:WORDS_LIMIT], now)
    if appeal_id is None:
        raise AlreadyDoneError
    await reviews.put(session, ReviewKind.APPEAL, appeal_id, now)
    return appeal_id


async def decide(
    session: AsyncSession, actor: Actor, item_id: ReviewId, *, grant: bool, now: datetime
) -> SanctionResult:
    """Grants the appeal, which lifts the sanction, or refuses it.

    Raises NotAllowedError, UpwardError, NoLongerThereError or AlreadyDoneError.
    """
    decision = ReviewDecision.APPROVED if grant else ReviewDecision.REJECTED
    item = await queue.decide(session, actor, item_id, decision, now, kinds=(ReviewKind.APPEAL,))
    appeal = await sanctions.find_appeal(session, AppealId(item.object_id))
    if appeal is None:
        raise NoLongerThereError
    state = AppealState.GRANTED if grant else AppealState.REFUSED
    if not await sanctions.decide_appeal(session, appeal.id, state):
        raise AlreadyDoneError
    action = AuditAction.APPEAL_GRANT if grant else AuditAction.APPEAL_REFUSE
    await audit.record(
        session, actor.id, action, AuditObject.SANCTION, appeal.sanction_id, now=now, person_id=appeal.person_id
    )
    if grant:
        with suppress(AlreadyDoneError):  # somebody lifted it meanwhile
            return await lift(session, actor, appeal.sanction_id, now)
    else:
        await _tell(session, appeal, now)
    return SanctionResult(sanction_id=appeal.sanction_id)


async def _require_target(session: AsyncSession, person_id: PersonId, sanction_id: SanctionId, now: datetime) -> None:
    """Raises NoLongerThereError unless the sanction is in force against the person, or a company they speak for."""
    sanction = await sanctions.find(session, sanction_id)
    if sanction is None or sanction.lifted_at is not None or (sanction.until is not None and sanction.until <= now):
        raise NoLongerThereError
    if person_id not in await people_of(session, sanction):
        raise NoLongerThereError


async def _tell(session: AsyncSession, appeal: Appeal, now: datetime) -> None:
    await outbox.queue_message(
        session,
        appeal.person_id,
        Topic.APPEAL_DECIDED,
        payload={"appeal_id": appeal.id},
        dedupe_key=f"{Topic.APPEAL_DECIDED}:{appeal.id}",
        now=now,
    )

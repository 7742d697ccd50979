"""The moderators' queue. Items are claimed one at a time, so that two moderators never work on the same one."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyDoneError, NoLongerThereError
from bot.usecases.moderation import roles
from bot.usecases.moderation.roles import Actor
from storage.ids import ReviewId
from storage.models import ReviewItem
from storage.moderation import reviews
from storage.vocabulary import REPORT_KINDS, ReviewDecision, ReviewKind, Role

CLAIM: Final = timedelta(minutes=15)
"""How long a claim lasts. After that other moderators can claim the item."""
SKIPPED: Final = timedelta(minutes=30)
"""How long a skipped item stays hidden from the same moderator."""
NOT_REPORTS: Final = tuple(kind for kind in ReviewKind if kind not in REPORT_KINDS)


async def take_next(
    session: AsyncSession, actor: Actor, kinds: tuple[ReviewKind, ...], now: datetime
) -> ReviewItem | None:
    """Claims the moderator's own unfinished item, or the oldest free one. Raises NotAllowedError."""
    await require_moderator(session, actor)
    return await reviews.claim_next(session, actor.id, kinds, now=now, until=now + CLAIM, skipped_since=now - SKIPPED)


async def hold(session: AsyncSession, actor: Actor, item_id: ReviewId, now: datetime) -> ReviewItem:
    """Claims this item. Raises NotAllowedError, or AlreadyDoneError if another moderator has it or it is decided."""
    await require_moderator(session, actor)
    item = await reviews.claim(session, item_id, actor.id, now=now, until=now + CLAIM)
    if item is None:
        raise AlreadyDoneError
    return item


async def skip(session: AsyncSession, actor: Actor, item_id: ReviewId, now: datetime) -> None:
    await require_moderator(session, actor)
    await reviews.skip(session, item_id, actor.id, now)


async def decide(
    session: AsyncSession,
    actor: Actor,
    item_id: ReviewId,
    decision: ReviewDecision,
    now: datetime,
    *,
    kinds: tuple[ReviewKind, ...],
    **words: str | None,
) -> ReviewItem:
    """Stores the only decision on an item. Raises NotAllowedError, NoLongerThereError or AlreadyDoneError."""
    await require_moderator(session, actor)
    item = await reviews.find(session, item_id)
    if item is None or item.kind not in kinds:
        raise NoLongerThereError
    decided = await reviews.decide(session, item_id, actor.id, decision, now, **words)
    if decided is None:
        raise AlreadyDoneError
    return decided


async def require_moderator(session: AsyncSession, actor: Actor) -> None:
    await roles.require(session, actor.id, Role.MODERATOR, admins=actor.admins)

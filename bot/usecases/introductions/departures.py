"""What becomes of introductions when one side goes: a company is blocked, or nobody is left to speak for it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import true
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.introductions.notices import tell_side
from bot.usecases.introductions.ticker import tell_abandoned
from storage.ids import CompanyId
from storage.introductions import introductions
from storage.models import Introduction
from storage.vocabulary import OPEN_INTRODUCTIONS, DeclineReason, IntroductionStatus, Kind, Topic


async def end_all(
    session: AsyncSession, those: Iterable[Introduction], *, of: CompanyId, reason: DeclineReason, now: datetime
) -> None:
    """Ends open introductions from one side: what `of` proposed is withdrawn, what it was asked is declined."""
    for introduction in those:
        proposed = introduction.company_of(introduction.proposer_side) == of
        status = IntroductionStatus.WITHDRAWN if proposed else IntroductionStatus.DECLINED
        changes = _ended(status, now) | ({} if proposed else {"decline_reason": reason})
        ended = await introductions.move(
            session, introduction.id, from_=OPEN_INTRODUCTIONS, changes=changes, now=now, guard=true()
        )
        if ended is not None:
            await tell_abandoned(session, ended, now)


async def company_goes(session: AsyncSession, company_id: CompanyId, now: datetime) -> None:
    """Before a company is removed: the other sides see "withdrawn" of all that is open or was accepted."""
    for introduction in await introductions.live_of_company(session, company_id):
        ended = await introductions.move(
            session,
            introduction.id,
            from_=[*OPEN_INTRODUCTIONS, IntroductionStatus.ACCEPTED],
            changes=_ended(IntroductionStatus.WITHDRAWN, now),
            now=now,
            guard=true(),
        )
        if ended is not None:
            side = Kind.OFFER if ended.need_company_id == company_id else Kind.NEED
            is_end = side is ended.recipient_side
            await tell_side(session, ended, side, Topic.INTRODUCTION_WITHDRAWN, now, is_end=is_end)


def _ended(status: IntroductionStatus, now: datetime) -> dict[str, Any]:
    return {"status": status, "turn": None, "closed_at": now, "later_until": None, "remind_at": None}

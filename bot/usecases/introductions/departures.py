"""Ends introductions when one side leaves: after a block or a ban, or without any representative."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.introductions.notices import tell_side
from storage.ids import CompanyId
from storage.introductions import introductions
from storage.introductions.introductions import closed
from storage.models import Introduction
from storage.vocabulary import LIVE_INTRODUCTIONS, OPEN_INTRODUCTIONS, DeclineReason, IntroductionStatus, Kind, Topic


async def end_open_introductions(
    session: AsyncSession, those: Iterable[Introduction], *, of: CompanyId, reason: DeclineReason, now: datetime
) -> None:
    """Ends open introductions for the company `of`: its proposals are withdrawn, proposals to it are declined."""
    for introduction in those:
        proposed = introduction.company_of(introduction.proposer_side) == of
        status = IntroductionStatus.WITHDRAWN if proposed else IntroductionStatus.DECLINED
        changes = closed(status, now) | ({} if proposed else {"decline_reason": reason})
        ended = await introductions.move(session, introduction.id, from_=OPEN_INTRODUCTIONS, changes=changes, now=now)
        if ended is not None:
            await tell_abandoned(session, ended, now)


async def end_introductions_of(session: AsyncSession, company_ids: Collection[CompanyId], now: datetime) -> None:
    """Withdraws the companies' open and accepted introductions and tells the other sides. Call it before a deletion."""
    for introduction in await introductions.of_companies(session, company_ids, LIVE_INTRODUCTIONS):
        ended = await introductions.move(
            session,
            introduction.id,
            from_=LIVE_INTRODUCTIONS,
            changes=closed(IntroductionStatus.WITHDRAWN, now),
            now=now,
        )
        if ended is not None:
            for side in Kind:
                if ended.company_of(side) not in company_ids:
                    await tell_side(session, ended, side, Topic.INTRODUCTION_WITHDRAWN, now)


async def tell_abandoned(session: AsyncSession, introduction: Introduction, now: datetime) -> None:
    """Tells the remaining side."""
    if introduction.status is IntroductionStatus.DECLINED:
        await tell_side(session, introduction, introduction.proposer_side, Topic.INTRODUCTION_DECLINED, now)
    else:
        await tell_side(session, introduction, introduction.recipient_side, Topic.INTRODUCTION_WITHDRAWN, now)

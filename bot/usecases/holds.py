"""Holding introductions back: their recipients see nothing of them before a moderator has let them go on.

The proposer reads what everybody reads whose proposal is on its way.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage import screening
from storage.models import Introduction
from storage.vocabulary import HoldReason


async def place(session: AsyncSession, made: Introduction, now: datetime) -> bool:
    """True if a new introduction is held back, because somebody in it is like a name on a sanctions list."""
    if not await screening.is_suspect(session, [made.need_company_id, made.offer_company_id]):
        return False
    return await screening.hold(session, made.id, HoldReason.SCREENING, now)

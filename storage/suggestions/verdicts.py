"""Queries about the two sides' answers to a suggestion."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import PersonId, SuggestionId
from storage.models import (
    SuggestionVerdict,
)
from storage.statements import changes_rows
from storage.vocabulary import (
    Kind,
    Verdict,
)


async def put(
    session: AsyncSession,
    suggestion_id: SuggestionId,
    *,
    side: Kind,
    verdict: Verdict,
    person_id: PersonId | None,
    now: datetime,
    reason: str | None = None,
    until: datetime | None = None,
) -> None:
    await session.merge(
        SuggestionVerdict(
            suggestion_id=suggestion_id,
            side=side,
            verdict=verdict,
            reason=reason,
            person_id=person_id,
            at=now,
            until=until,
        )
    )
    await session.flush()


async def take_back(session: AsyncSession, suggestion_id: SuggestionId, side: Kind) -> bool:
    verdict = await session.get(SuggestionVerdict, (suggestion_id, side))
    if verdict is None:
        return False
    await session.delete(verdict)
    await session.flush()
    return True


async def put_reason(session: AsyncSession, suggestion_id: SuggestionId, side: Kind, reason: str) -> bool:
    """Returns False if this side has not dismissed the suggestion."""
    return await changes_rows(
        session,
        update(SuggestionVerdict)
        .where(
            SuggestionVerdict.suggestion_id == suggestion_id,
            SuggestionVerdict.side == side,
            SuggestionVerdict.verdict == Verdict.DISMISSED,
        )
        .values(reason=reason),
    )

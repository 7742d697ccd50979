"""Queries that take words out of what moderators have decided, once nobody needs them any more."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from storage.models import Appeal, AuditEntry, Report, ReviewItem, Sanction
from storage.vocabulary import AppealState, ReportState, SanctionKind

_BATCH: Final = 500
_OVER: Final = or_(Sanction.lifted_at.is_not(None), Sanction.until.is_not(None), Sanction.kind == SanctionKind.WARNING)
_DECIDED_APPEAL: Final = Appeal.state.in_((AppealState.GRANTED, AppealState.REFUSED))
_Column = InstrumentedAttribute[Any]
_WORDS: Final[tuple[tuple[_Column, _Column, ColumnElement[bool], _Column], ...]] = (
    (Report.id, Report.note, Report.state != ReportState.OPEN, Report.created_at),
    (Appeal.id, Appeal.text, _DECIDED_APPEAL, Appeal.at),
    (ReviewItem.id, ReviewItem.note, ReviewItem.decided_at.is_not(None), ReviewItem.decided_at),
    (Sanction.id, Sanction.note, _OVER, Sanction.created_at),
    (AuditEntry.id, AuditEntry.reason, AuditEntry.reason.is_not(None), AuditEntry.at),
)
"""Of each table: the key, the words, what has to be so that they may go, and since when."""


async def empty_decided(session: AsyncSession, *, before: datetime) -> int:
    """The words of what was decided before then; that it happened stays. Gives how many rows it was."""
    done = 0
    for key, words, condition, since in _WORDS:
        old = select(key).where(and_(words.is_not(None), condition, since < before)).limit(_BATCH)
        result = await session.execute(
            update(key.class_)
            .where(key.in_(old))
            .values({words.key: None})
            .returning(key)
            .execution_options(synchronize_session=False)
        )
        done += len(result.all())
    return done

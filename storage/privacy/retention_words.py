"""Empties the free text of old moderation records. The records stay."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from storage.models import Appeal, AuditEntry, Report, ReviewItem, Sanction
from storage.vocabulary import AppealState, ReportState, SanctionKind

_BATCH: Final = 500
_NOT_PERMANENT: Final = or_(
    Sanction.lifted_at.is_not(None), Sanction.until.is_not(None), Sanction.kind == SanctionKind.WARNING
)
_APPEAL_DECIDED: Final = Appeal.state.in_((AppealState.GRANTED, AppealState.REFUSED))
_Column = InstrumentedAttribute[Any]
_TEXTS: Final[tuple[tuple[_Column, _Column, ColumnElement[bool], _Column], ...]] = (
    (Report.id, Report.note, Report.state != ReportState.OPEN, Report.created_at),
    (Appeal.id, Appeal.text, _APPEAL_DECIDED, Appeal.at),
    (ReviewItem.id, ReviewItem.note, ReviewItem.decided_at.is_not(None), ReviewItem.decided_at),
    (Sanction.id, Sanction.note, _NOT_PERMANENT, Sanction.created_at),
    (AuditEntry.id, AuditEntry.reason, AuditEntry.reason.is_not(None), AuditEntry.at),
)
"""(primary key, text column, condition for emptying it, start of its retention period)"""


async def empty_old_texts(session: AsyncSession, *, before: datetime) -> int:
    """Empties a batch of texts older than `before` in each table and returns the number of rows."""
    done = 0
    for key, text, condition, since in _TEXTS:
        old = select(key).where(and_(text.is_not(None), condition, since < before)).limit(_BATCH)
        result = await session.execute(
            update(key.class_)
            .where(key.in_(old))
            .values({text.key: None})
            .returning(key)
            .execution_options(synchronize_session=False)
        )
        done += len(result.all())
    return done

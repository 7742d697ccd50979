"""The audit log: every action of organizers, moderators and admins adds an entry in the same transaction."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.spreadsheets import escape_spreadsheet_cell
from storage.ids import EntryId, PersonId
from storage.models import AuditEntry
from storage.moderation import audit
from storage.vocabulary import AuditAction, AuditObject

_COLUMNS: Final = (
    "id", "at", "actor_id", "action", "object_kind", "object_id", "person_id", "reason", "before", "after", "undoes",
)  # fmt: skip


async def record(
    session: AsyncSession,
    actor: PersonId | None,
    action: AuditAction,
    object_kind: AuditObject,
    object_id: int,
    *,
    now: datetime,
    person_id: PersonId | None = None,
    reason: str | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    undoes: EntryId | None = None,
) -> EntryId:
    """Adds an entry; no actor means the operator. `before` and `after` hold codes, numbers and times, never texts."""
    entry = AuditEntry(
        at=now,
        actor_id=actor,
        action=action,
        object_kind=object_kind,
        object_id=object_id,
        person_id=person_id,
        reason=reason,
        before=dict(before or {}),
        after=dict(after or {}),
        undoes=undoes,
    )
    return await audit.add(session, entry)


def as_csv(entries: Sequence[AuditEntry]) -> bytes:
    """Returns a CSV for spreadsheets: UTF-8 with a BOM for Excel, with formulas escaped."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(_COLUMNS)
    for entry in entries:
        writer.writerow([_cell(getattr(entry, column)) for column in _COLUMNS])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return "; ".join(f"{key}={inner}" for key, inner in sorted(value.items()))
    return str(value) if isinstance(value, int) else escape_spreadsheet_cell(str(value))

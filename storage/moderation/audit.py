"""Queries about the audit log. Database triggers refuse changes and deletions of entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import EntryId, PersonId
from storage.models import AuditEntry
from storage.vocabulary import AuditObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Selects entries by person (actor or subject), object and time (`since` inclusive, `until` exclusive)."""

    person_id: PersonId | None = None
    object_kind: AuditObject | None = None
    object_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


async def add(session: AsyncSession, entry: AuditEntry) -> EntryId:
    session.add(entry)
    await session.flush()
    return entry.id


async def find(session: AsyncSession, entry_id: EntryId) -> AuditEntry | None:
    return await session.get(AuditEntry, entry_id)


async def undone_by(session: AsyncSession, entry_id: EntryId) -> EntryId | None:
    """Returns the entry that undid this one."""
    return await session.scalar(select(AuditEntry.id).where(AuditEntry.undoes == entry_id))


async def entries(
    session: AsyncSession, filters: Filter, *, limit: int | None = None, offset: int = 0
) -> Sequence[AuditEntry]:
    """Returns matching entries, latest first."""
    query = _matching(select(AuditEntry), filters).order_by(AuditEntry.id.desc()).offset(offset).limit(limit)
    return (await session.scalars(query)).all()


async def count(session: AsyncSession, filters: Filter) -> int:
    return await session.scalar(_matching(select(func.count()).select_from(AuditEntry), filters)) or 0


def _matching(query: Select[Any], filters: Filter) -> Select[Any]:
    if filters.person_id is not None:
        query = query.where(or_(AuditEntry.actor_id == filters.person_id, AuditEntry.person_id == filters.person_id))
    if filters.object_kind is not None:
        query = query.where(AuditEntry.object_kind == filters.object_kind)
    if filters.object_id is not None:
        query = query.where(AuditEntry.object_id == filters.object_id)
    if filters.since is not None:
        query = query.where(AuditEntry.at >= filters.since)
    if filters.until is not None:
        query = query.where(AuditEntry.at < filters.until)
    return query

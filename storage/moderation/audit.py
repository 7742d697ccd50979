"""Queries about the audit log. There is no way to change or to delete an entry: the database refuses it as well."""

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
class Wanted:
    """Which entries: of what somebody did or what was done to them, of one object, of a span of time."""

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
    """The entry that took this one back."""
    return await session.scalar(select(AuditEntry.id).where(AuditEntry.undoes == entry_id))


async def entries(
    session: AsyncSession, wanted: Wanted, *, limit: int | None = None, offset: int = 0
) -> Sequence[AuditEntry]:
    """The latest first."""
    query = _those(select(AuditEntry), wanted).order_by(AuditEntry.id.desc()).offset(offset).limit(limit)
    return (await session.scalars(query)).all()


async def count(session: AsyncSession, wanted: Wanted) -> int:
    return await session.scalar(_those(select(func.count()).select_from(AuditEntry), wanted)) or 0


def _those(query: Select[Any], wanted: Wanted) -> Select[Any]:
    if wanted.person_id is not None:
        query = query.where(or_(AuditEntry.actor_id == wanted.person_id, AuditEntry.person_id == wanted.person_id))
    if wanted.object_kind is not None:
        query = query.where(AuditEntry.object_kind == wanted.object_kind)
    if wanted.object_id is not None:
        query = query.where(AuditEntry.object_id == wanted.object_id)
    if wanted.since is not None:
        query = query.where(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(AuditEntry.at < wanted.until)
    return query

"""Copies a SQLite database into an empty PostgreSQL one, and proves that both hold the same rows."""

import hashlib
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Final

import numpy as np
from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Database
from storage.models import Base
from storage.schema import current_revision, latest_revision, migrate

_BATCH: Final = 1000
_ALL: Final = 1 << 256


class CopyError(Exception):
    """Nothing was copied. The message gives the reason in one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """The rows of a table: their number, and a checksum that does not depend on their order."""

    rows: int
    checksum: str


async def copy(source: Database, target: Database) -> dict[str, Sum]:
    """Copies all rows in one transaction and returns the sums of each table. Raises CopyError, DatabaseIsNewerError."""
    if await current_revision(source) != latest_revision():
        raise CopyError("its schema is not that of this version: start this version once, or run db upgrade")
    await migrate(target)
    async with source.reading() as old, target.writing() as new:
        await _refuse_rows(new)
        sums: dict[str, Sum] = {}
        for table in Base.metadata.sorted_tables:
            async for rows in _batches(old, table):
                await new.execute(insert(table), rows)
            sums[table.name] = await sum_of(old, table)
            if await sum_of(new, table) != sums[table.name]:
                raise CopyError(f"the rows of {table.name} differ after the copy")
        for table in Base.metadata.sorted_tables:
            await _go_on_numbering(old, new, table)
    return sums


async def sum_of(session: AsyncSession, table: Table) -> Sum:
    count, total = 0, 0
    async for rows in _batches(session, table):
        count += len(rows)
        for row in rows:
            line = json.dumps(row, sort_keys=True, default=_plain)
            total += int.from_bytes(hashlib.sha256(line.encode()).digest())
    return Sum(rows=count, checksum=f"{total % _ALL:064x}")


async def _refuse_rows(session: AsyncSession) -> None:
    for table in Base.metadata.sorted_tables:
        if await session.scalar(select(1).select_from(table).limit(1)):
            raise CopyError(f"the database to copy into is not empty: {table.name} has rows")


async def _batches(session: AsyncSession, table: Table) -> AsyncIterator[Sequence[dict[str, Any]]]:
    ordered = select(table).order_by(*table.primary_key).limit(_BATCH)
    start = 0
    while rows := (await session.execute(ordered.offset(start))).mappings().all():
        yield [{str(name): value for name, value in row.items()} for row in rows]
        start += len(rows)


async def _go_on_numbering(old: AsyncSession, new: AsyncSession, table: Table) -> None:
    """Lets new rows get higher ids than any row ever had, so that an old button cannot reach a new row."""
    column = table.autoincrement_column
    if column is None:
        return
    sequence = await new.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
    if sequence is None:
        return
    used = await old.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
    last = max(used or 0, await old.scalar(select(func.max(column))) or 0)
    if last > 0:
        await new.execute(select(func.setval(sequence, last)))


def _plain(value: object) -> Any:
    """Returns a value as JSON can hold it. Equal values of both databases become equal."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, np.ndarray):
        return value.astype(np.float16).tobytes().hex()
    raise TypeError(type(value).__name__)

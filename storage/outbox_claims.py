"""Queries of the process that sends: claim rows of any channel, renew their leases, record their results."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, Final, TypeVar

from sqlalchemy import (
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    func,
    inspect,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapper
from sqlalchemy.sql.dml import ReturningUpdate

from storage.models.deliveries import OutboxRow
from storage.types import UtcDateTime
from storage.vocabulary import LEASED_DELIVERIES, DeliveryStatus

_CHANNELS: Final = 32
"""Statements are built once for each channel: building and hashing one takes longer than running it."""
Row = TypeVar("Row", bound=OutboxRow)


async def next_due(
    session: AsyncSession, *channels: tuple[type[OutboxRow], ColumnElement[bool]]
) -> list[datetime | None]:
    """Returns the time of each channel's next row to claim (pending, or with a lapsed lease); None without any.

    A channel is a table and the condition under which its pending rows may be sent. Runs one statement for all
    channels.
    """
    times = (await session.execute(_next_due(channels))).one()
    return [
        min((at for at in pair if at is not None), default=None) for pair in zip(times[::2], times[1::2], strict=True)
    ]


@lru_cache(maxsize=_CHANNELS)
def _next_due(channels: tuple[tuple[type[OutboxRow], ColumnElement[bool]], ...]) -> Select[*tuple[Any, ...]]:
    return select(*(column for channel in channels for column in _next(*channel)))


def _next(table: type[OutboxRow], condition: ColumnElement[bool]) -> tuple[ScalarSelect[Any], ScalarSelect[Any]]:
    pending = select(func.min(table.not_before)).where(table.status == DeliveryStatus.PENDING, condition)
    leased = select(func.min(table.leased_until)).where(table.status.in_(LEASED_DELIVERIES))
    return pending.scalar_subquery(), leased.scalar_subquery()


async def claim(
    session: AsyncSession,
    table: type[Row],
    condition: ColumnElement[bool],
    *,
    owner: str,
    now: datetime,
    until: datetime,
    limit: int,
) -> Sequence[Row]:
    """Claims rows whose lease ran out, then pending rows that are due and meet the condition, the oldest first.

    Two processes never get the same row. If the lease ran out while a part was being sent, nobody knows whether that
    part arrived: it is skipped, and the row is marked unsure.
    """
    rows: list[Row] = []
    channel: Any = table
    for query in _claimable(channel, condition):
        rows += await session.scalars(query, {"now": now, "limit": limit - len(rows)})
    for row in rows:
        if row.status is DeliveryStatus.SENDING:
            row.part, row.unsure = row.part + 1, True
        row.status, row.owner, row.leased_until = DeliveryStatus.CLAIMED, owner, until
    await session.flush()
    return rows


@lru_cache(maxsize=_CHANNELS)
def _claimable(table: Any, condition: ColumnElement[bool]) -> tuple[Select[Any], Select[Any]]:
    now, limit = bindparam("now", type_=UtcDateTime), bindparam("limit", type_=Integer)
    lapsed = and_(table.status.in_(LEASED_DELIVERIES), table.leased_until <= now)
    due = and_(table.status == DeliveryStatus.PENDING, table.not_before <= now, condition)
    query = (
        select(table)
        .order_by(table.not_before, *inspect(table).primary_key)
        .limit(limit)
        .with_for_update(skip_locked=True, of=table)
        .execution_options(populate_existing=True)
    )
    return query.where(lapsed), query.where(due)


async def change(
    session: AsyncSession, row: OutboxRow, changes: Mapping[str, Any], *, owner: str, from_: DeliveryStatus
) -> bool:
    """Changes a row that this owner holds in the status `from_`. Returns False if another process took it over."""
    values = dict(changes)
    if values["status"] not in LEASED_DELIVERIES:
        values |= {"owner": None, "leased_until": None}
    state = inspect(row)
    keys = {f"of_{column.key}": value for column, value in zip(state.mapper.primary_key, state.identity, strict=True)}
    named = {f"new_{column}": value for column, value in values.items()}
    query = _change(state.mapper, frozenset(values))
    changed = await session.execute(query, {**keys, **named, "of_owner": owner, "of_status": from_})
    return changed.first() is not None


@cache
def _change(mapper: Mapper[Any], columns: frozenset[str]) -> ReturningUpdate[Any]:
    """Built once for each set of columns: that takes longer than running it, and each message runs it three times."""
    table = mapper.class_
    types = {column.key: column.type for column in mapper.columns}
    key = and_(*(column == bindparam(f"of_{column.key}") for column in mapper.primary_key))
    return (
        update(table)
        .where(
            key,
            table.owner == bindparam("of_owner", type_=types["owner"]),
            table.status == bindparam("of_status", type_=types["status"]),
        )
        .values({column: bindparam(f"new_{column}", type_=types[column]) for column in sorted(columns)})
        .returning(literal_column("1"))
        .execution_options(synchronize_session=False)
    )


async def renew(session: AsyncSession, rows: Collection[OutboxRow], *, owner: str, until: datetime) -> None:
    """Extends the leases of rows that this owner still holds."""
    for table in {type(row) for row in rows}:
        these = or_(*(_is_row(row) for row in rows if type(row) is table))
        await session.execute(
            update(table)
            .where(these, table.owner == owner, table.status.in_(LEASED_DELIVERIES))
            .values(leased_until=until)
            .execution_options(synchronize_session=False)
        )


async def release(session: AsyncSession, tables: Collection[type[OutboxRow]], *, owner: str) -> None:
    """Returns the owner's claimed rows to pending. Rows that are being sent stay as they are."""
    for table in tables:
        await session.execute(
            update(table)
            .where(table.owner == owner, table.status == DeliveryStatus.CLAIMED)
            .values(status=DeliveryStatus.PENDING, owner=None, leased_until=None)
            .execution_options(synchronize_session=False)
        )


def _is_row(row: OutboxRow) -> ColumnElement[bool]:
    state = inspect(row)
    return and_(*(column == value for column, value in zip(state.mapper.primary_key, state.identity, strict=True)))

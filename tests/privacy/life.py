"""Fills every table with a row of the same person, with a unique mark in every text column."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import numpy as np
from sqlalchemy import JSON, BigInteger, Column, Date, Enum, LargeBinary, String, insert
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Base
from storage.types import Embedding, Keys, StringSet, UtcDateTime
from storage.vocabulary import AnnouncementStatus, IntroductionStatus, MembershipStatus, ReviewKind
from tests.neighbours import select_own

PERSON: Final = 7_000_000_123
NOW: Final = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_GROUP: Final = -1_001_234_567
# Columns for which the default value makes no sense or violates a constraint.
_FIXED: Final[dict[str, Any]] = {
    "membership.status": MembershipStatus.ACTIVE,
    "introduction.status": IntroductionStatus.DECLINED,
    "introduction.turn": None,
    "meeting.seat": None,  # it is not booked
    "sanction.company_id": None,
    "sanction.lifted_at": None,
    "announcement.status": AnnouncementStatus.RUNNING,
    "screening_hit.company_id": None,
    "review_item.kind": ReviewKind.LISTING,
    "event_chat.chat_id": _GROUP,
    "digest.chat_id": _GROUP,
}
_CHATS: Final = ("chat_id", "from_chat_id", "progress_chat_id")


def mark(column: Column[Any]) -> str:
    """Returns a unique mark. Its letter occurs nowhere else in these rows and is not escaped in JSON."""
    return f"ж{column.table.name}-{column.name}ж"


def names_a_person(column: Column[Any]) -> bool:
    return bool(column.info.get("person")) or any(key.column.table.name == "person" for key in column.foreign_keys)


def may_be_personal(column: Column[Any]) -> bool:
    """Returns True for text, bytes, and ids of people and chats. Codes, numbers and times follow their row."""
    if names_a_person(column) or column.name in _CHATS or (column.table.name, column.name) == ("person", "id"):
        return True
    if isinstance(column.type, Enum):
        return False
    return isinstance(column.type, String | JSON | LargeBinary | StringSet | Keys | Embedding)


def is_a_number(column: Column[Any]) -> bool:
    """Returns True for the id of a person or a chat."""
    return names_a_person(column) or column.name in _CHATS or column.name == "id"


def _number(column: Column[Any]) -> int:
    groups = ("event_chat", "digest")
    return _GROUP if column.table.name in groups and column.name == "chat_id" else PERSON


def columns() -> dict[str, Column[Any]]:
    """Returns all columns by `table.column`."""
    return {f"{table.name}.{one.name}": one for table in Base.metadata.sorted_tables for one in table.columns}


async def fill(session: AsyncSession) -> None:
    """Inserts a row into every table, referenced tables first."""
    for table in Base.metadata.sorted_tables:
        await session.execute(insert(table).values({one.name: _value(one) for one in table.columns}))


async def everything(session: AsyncSession) -> dict[str, list[Any]]:
    """Returns all stored values by `table.column`."""
    found: dict[str, list[Any]] = {}
    for table in Base.metadata.sorted_tables:
        rows = (await session.execute(select_own(table))).mappings().all()
        for one in table.columns:
            found[f"{table.name}.{one.name}"] = [row[one.name] for row in rows]
    return found


def holds(values: list[Any], wanted: Column[Any]) -> bool:
    """Returns True if the values contain the column's mark, or the person's id in a column with ids."""
    if is_a_number(wanted):
        return _number(wanted) in values
    if isinstance(wanted.type, Embedding):
        return bool(values)
    return any(mark(wanted) in (value.decode() if isinstance(value, bytes) else str(value)) for value in values)


def _value(column: Column[Any]) -> Any:
    key = f"{column.table.name}.{column.name}"
    if key in _FIXED:
        return _FIXED[key]
    if names_a_person(column) or key == "person.id" or (column.name in _CHATS and not column.foreign_keys):
        return PERSON
    if column.foreign_keys:
        return _referred(column)
    return _of_type(column)


def _referred(column: Column[Any]) -> Any:
    target = next(iter(column.foreign_keys)).column
    return _value(target)


def _of_type(column: Column[Any]) -> Any:
    kind = column.type
    if isinstance(kind, Enum):
        return next(iter(kind.enum_class or ()))
    makers = (make for types, make in _MAKERS if isinstance(kind, types))
    return next(makers, lambda one: one.type.python_type(1))(column)


_MAKERS: Final[tuple[tuple[Any, Callable[[Column[Any]], Any]], ...]] = (
    (UtcDateTime, lambda _: NOW),
    (Date, lambda _: NOW.date()),
    (StringSet | Keys, lambda column: [mark(column)]),
    (Embedding, lambda _: np.ones(4, dtype=np.float32)),
    (JSON, lambda column: {"en": mark(column)}),
    (LargeBinary, lambda column: mark(column).encode()),
    (String, mark),
    (BigInteger, lambda _: 1),
)
"""(types, value maker); the first match is used."""

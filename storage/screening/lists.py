"""Queries about sanctions lists and the names on them."""

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import ScreeningList, ScreeningName

_CHUNK: Final = 5_000  # rows in one statement; six variables per row stay below SQLite's limit


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedName:
    """One of the names of a listed entity."""

    entity: str
    name: str
    is_person: bool | None = None
    countries: frozenset[str] = frozenset()
    born: str | None = None


async def replace_list(session: AsyncSession, name: str, rows: Iterable[ListedName], now: datetime) -> int:
    """Replaces a list by these names and returns their number."""
    await session.execute(delete(ScreeningList).where(ScreeningList.name == name))
    made = ScreeningList(name=name, entries=0, loaded_at=now)
    session.add(made)
    await session.flush()
    values = [
        {
            "list_id": made.id,
            "entity": one.entity,
            "name": one.name,
            "is_person": one.is_person,
            "countries": " ".join(sorted(one.countries))[:100] or None,
            "born": one.born,
        }
        for one in rows
    ]
    for start in range(0, len(values), _CHUNK):
        await session.execute(insert(ScreeningName), values[start : start + _CHUNK])
    made.entries = len(values)
    await session.flush()
    return len(values)


async def lists(session: AsyncSession) -> Sequence[ScreeningList]:
    return (await session.scalars(select(ScreeningList).order_by(ScreeningList.name))).all()


async def listed_names(session: AsyncSession) -> AsyncIterator[tuple[str, ListedName]]:
    """Yields (list name, name)."""
    rows = await session.stream(
        select(ScreeningList.name, ScreeningName)
        .join(ScreeningName, ScreeningName.list_id == ScreeningList.id)
        .order_by(ScreeningName.id)
        .execution_options(yield_per=1_000)
    )
    async for list_name, row in rows:
        yield list_name, _read(row)


async def about_entity(session: AsyncSession, list_name: str, entity: str) -> ListedName | None:
    """Returns an entity of a list under its first name; None if the list was removed."""
    row = await session.scalar(
        select(ScreeningName)
        .join(ScreeningList, ScreeningList.id == ScreeningName.list_id)
        .where(ScreeningList.name == list_name, ScreeningName.entity == entity)
        .order_by(ScreeningName.id)
        .limit(1)
    )
    return None if row is None else _read(row)


def _read(row: ScreeningName) -> ListedName:
    countries = frozenset((row.countries or "").split())
    return ListedName(entity=row.entity, name=row.name, is_person=row.is_person, countries=countries, born=row.born)

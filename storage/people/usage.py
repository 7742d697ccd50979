"""Queries about daily limits: how often a person did something on one day."""

from datetime import date
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import PersonId
from storage.models import DailyUse
from storage.statements import changes_rows, insert_of
from storage.vocabulary import Use

_BATCH: Final = 500


async def count_one(session: AsyncSession, person_id: PersonId, use: Use, day: date, most: int) -> bool:
    """Counts one use. Returns False, without counting, once `most` is reached. Safe against concurrent calls."""
    return await changes_rows(
        session,
        insert_of(session)(DailyUse)
        .values(person_id=person_id, use=use, day=day, times=1)
        .on_conflict_do_update(
            index_elements=["person_id", "use", "day"],
            set_={"times": DailyUse.times + 1},
            where=DailyUse.times < most,
        ),
    )


async def drop_before(session: AsyncSession, day: date) -> int:
    """Deletes a batch of counters from before this day and returns the number of rows."""
    old = select(DailyUse.person_id, DailyUse.use, DailyUse.day).where(DailyUse.day < day).limit(_BATCH)
    rows = (await session.execute(old)).all()
    for person_id, use, on in rows:
        await session.execute(
            delete(DailyUse).where(DailyUse.person_id == person_id, DailyUse.use == use, DailyUse.day == on)
        )
    return len(rows)

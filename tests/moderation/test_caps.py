"""Daily limits per person and action, counted in the database."""

import asyncio
from datetime import timedelta

from bot.usecases.people.daily_caps import PER_DAY, DailyLimitError, spend
from storage.database import Database
from storage.ids import PersonId
from storage.models import DailyUse
from storage.people import usage
from storage.vocabulary import Use
from tests.factories import NOW, add_person


async def somebody(database: Database) -> PersonId:
    async with database.writing() as session:
        return (await add_person(session)).id


async def spends(database: Database, person_id: PersonId, use: Use = Use.REPORT, days: int = 0) -> bool:
    try:
        async with database.writing() as session:
            await spend(session, person_id, use, NOW + timedelta(days=days))
    except DailyLimitError:
        return False
    return True


def test_every_use_has_a_limit_and_a_message() -> None:
    assert set(PER_DAY) == set(Use)
    assert all(
        str(PER_DAY[use]) in DailyLimitError(use, PER_DAY[use]).message.format(limit=PER_DAY[use]) for use in Use
    )


async def test_the_limit_holds_and_resets_the_next_day(database: Database) -> None:
    ana = await somebody(database)
    done = [await spends(database, ana) for _ in range(PER_DAY[Use.REPORT] + 3)]
    assert done == [True] * PER_DAY[Use.REPORT] + [False] * 3
    assert await spends(database, ana, Use.NUMBER), "another kind has its own count"
    assert await spends(database, ana, days=1)


async def test_counters_survive_a_restart(database: Database, database_url: str) -> None:
    ana = await somebody(database)
    for _ in range(PER_DAY[Use.MAIL]):
        assert await spends(database, ana, Use.MAIL)
    again = Database(database_url)
    assert not await spends(again, ana, Use.MAIL)
    await again.dispose()


async def test_the_limit_holds_for_concurrent_calls(database: Database) -> None:
    ana = await somebody(database)
    done = await asyncio.gather(*(spends(database, ana, Use.MAIL) for _ in range(12)))
    assert sum(done) == PER_DAY[Use.MAIL]


async def test_old_counters_are_deleted(database: Database) -> None:
    ana = await somebody(database)
    await spends(database, ana)
    await spends(database, ana, days=3)
    async with database.writing() as session:
        assert await usage.drop_before(session, (NOW + timedelta(days=2)).date()) == 1
        kept = await session.get(DailyUse, (ana, Use.REPORT, (NOW + timedelta(days=3)).date()))
    assert kept is not None
    assert kept.times == 1

"""What happens to an import in the background while its next rows are being prepared."""

import asyncio

import pytest
from sqlalchemy import update

from bot.usecases.imports import background
from storage.models import Import
from storage.vocabulary import RowOutcome
from tests.announcements.fair import Fair
from tests.factories import NOW
from tests.imports.test_background import ROWS, begin, fair, job, outcomes, told

__all__ = ["fair"]


async def test_two_processes_store_each_row_once(fair: Fair, monkeypatch: pytest.MonkeyPatch) -> None:
    number = await begin(fair)
    one, other = job(fair), job(fair)
    guess = background.guesses_of

    def overtaken(*arguments: object) -> object:
        """While the first process guesses, the other stores the same rows."""
        monkeypatch.setattr(background, "guesses_of", guess)
        asyncio.run_coroutine_threadsafe(other.run(), loop).result()
        return guess(*arguments)

    loop = asyncio.get_running_loop()
    monkeypatch.setattr(background, "guesses_of", overtaken)
    assert await one.run() == 1
    assert await outcomes(fair, number) == {RowOutcome.CREATED: 100}
    while await one.run():
        pass
    assert await outcomes(fair, number) == {RowOutcome.CREATED: ROWS, RowOutcome.DUPLICATE: 1}
    assert len(await told(fair)) == 1


@pytest.mark.parametrize("ended", ["undone_at", "finished_at", "person_id"])
async def test_an_import_that_ended_while_its_rows_were_prepared_stores_none(
    fair: Fair, monkeypatch: pytest.MonkeyPatch, ended: str
) -> None:
    number = await begin(fair)
    guess = background.guesses_of

    async def ends() -> None:
        async with fair.database.writing() as session:
            value = None if ended == "person_id" else NOW
            await session.execute(update(Import).where(Import.id == number).values({ended: value}))

    def overtaken(*arguments: object) -> object:
        asyncio.run_coroutine_threadsafe(ends(), loop).result()
        return guess(*arguments)

    loop = asyncio.get_running_loop()
    monkeypatch.setattr(background, "guesses_of", overtaken)
    assert await job(fair).run() == 1
    assert await outcomes(fair, number) == {}
    assert await told(fair) == []
    assert await job(fair).run() == 0

"""Small writes of many tasks, put into one transaction where they come at the same time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Database

log = logging.getLogger(__name__)

T = TypeVar("T")
_Write = Callable[[AsyncSession], Awaitable[Any]]


class Together:
    """While one transaction is under way the next ones gather, and whoever comes first then makes them all.

    A write must hold no matter what else is in its transaction, because it is repeated alone when another one fails.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._gathered: list[tuple[_Write, asyncio.Future[Any]]] = []
        self._one_at_a_time = asyncio.Lock()

    async def write(self, write: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """What `write` gave, once it is committed; what it raised."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._gathered.append((write, done))
        async with self._one_at_a_time:
            if not done.done():
                batch, self._gathered = self._gathered, []
                await self._commit(batch)
        return await done

    async def _commit(self, batch: list[tuple[_Write, asyncio.Future[Any]]]) -> None:
        try:
            async with self._database.writing() as session:
                results = [await write(session) for write, _ in batch]
        except Exception as error:  # belongs to whoever waits for it
            log.debug("%d writes did not hold together", len(batch), exc_info=True)
            if len(batch) == 1:
                _settle(batch[0][1], error=error)
                return
            for one in batch:
                await self._commit([one])
            return
        except asyncio.CancelledError:
            for _, done in batch:
                done.cancel()
            raise
        for (_, done), result in zip(batch, results, strict=True):
            _settle(done, result=result)


def _settle(done: asyncio.Future[Any], *, result: Any = None, error: Exception | None = None) -> None:
    if done.done():  # whoever waited for it was cancelled
        return
    if error is None:
        done.set_result(result)
    else:
        done.set_exception(error)

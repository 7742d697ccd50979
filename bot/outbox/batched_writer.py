"""Combines small writes of many tasks into one transaction."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Database

log = logging.getLogger(__name__)

T = TypeVar("T")
_Write = Callable[[AsyncSession], Awaitable[Any]]


class BatchedWriter:
    """Collects the writes that arrive while a transaction is open, and commits them together in the next one.

    If one write of a batch fails, each write is repeated in a separate transaction, so writes must be repeatable.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[tuple[_Write, asyncio.Future[Any]]] = []
        self._one_at_a_time = asyncio.Lock()

    async def write(self, write: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """Returns the result of `write` after its commit, or raises its exception."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((write, done))
        async with self._one_at_a_time:
            if not done.done():
                batch, self._waiting = self._waiting, []
                await self._commit(batch)
        return await done

    async def _commit(self, batch: list[tuple[_Write, asyncio.Future[Any]]]) -> None:
        try:
            async with self._database.writing() as session:
                results = [await write(session) for write, _ in batch]
        except Exception as error:  # belongs to the task that waits for this write
            if len(batch) == 1:
                _settle(batch[0][1], error=error)
                return
            log.debug("A batch of %d writes failed; repeating them one by one", len(batch), exc_info=True)
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
    if done.done():  # the waiting task was cancelled
        return
    if error is None:
        done.set_result(result)
    else:
        done.set_exception(error)

"""Tries a change and takes it back, so that one crowd serves many cases."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy.ext.asyncio import AsyncSession

from tests.meetings.crowd import Crowd


class UndoneError(Exception):
    """Rolls a change back."""


@asynccontextmanager
async def undone(crowd: Crowd) -> AsyncIterator[AsyncSession]:
    """Yields a session whose changes are rolled back."""
    with suppress(UndoneError):
        async with crowd.databases[0].writing() as session:
            yield session
            raise UndoneError

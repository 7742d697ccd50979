"""Runs one use case and returns one view; a DomainError becomes the text of the view."""

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.context import Context
from bot.errors import DomainError
from handlers.ui.buttons import Place
from handlers.ui.view import View, row
from handlers.ui.welcome_views import go, refused

Act = Callable[[AsyncSession], Awaitable[View]]


async def read(context: Context, act: Act) -> View:
    return await _refusable(context, act, context.services.database.reading)


async def write(context: Context, act: Act) -> View:
    return await _refusable(context, act, context.services.database.writing)


async def _refusable(context: Context, act: Act, session_of: Callable[[], Any]) -> View:
    try:
        async with session_of() as session:
            return await act(session)
    except DomainError as error:
        return refused(context.caller, error, row(go(context.t, Place.EVENTS)))

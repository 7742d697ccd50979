"""What a supervisor asks over HTTP: does the process live (`/healthz`), can it serve people (`/readyz`).

Answers hold no personal data and no addresses, since the port of the webhook may be public.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final

import asyncpg
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from bot import http_server
from bot.settings.settings import Settings
from storage.database import Database
from storage.schema import current_revision

_PATIENCE_S: Final = 3.0  # for the database; supervisors wait for 5 s or longer
_REMEMBERED_S: Final = 1.0  # so that strangers who ask all the time do not keep the database busy
DATABASE_IS_AWAY: Final = (SQLAlchemyError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError)
_HEADERS: Final = {"Cache-Control": "no-store"}

Page = Callable[[Request], Awaitable[Response]]


class Health:
    """Knows what the bot needs to serve people.

    `has_updates` and `has_index` say if Telegram hands out updates and if the index of listings is filled.
    `monotonic` is a clock in seconds.
    """

    def __init__(
        self,
        database: Database,
        *,
        has_updates: Callable[[], bool],
        has_index: Callable[[], bool],
        monotonic: Callable[[], float],
        is_standby: Callable[[], bool] = lambda: False,
    ) -> None:
        self._database = database
        self._has_updates = has_updates
        self._has_index = has_index
        self._monotonic = monotonic
        self._is_standby = is_standby
        self._asking = asyncio.Lock()
        self._asked: tuple[float, bool] | None = None
        self.is_listening = False
        """True while the bot polls, or its webhook is set."""

    async def parts(self) -> dict[str, bool]:
        """Returns what works and what does not. A standby needs the database only."""
        if self._is_standby():
            return {"database": await self._has_database(), "standby": True}
        return {
            "database": await self._has_database(),
            "updates": self.is_listening and self._has_updates(),
            "index": self._has_index(),
        }

    async def _has_database(self) -> bool:
        async with self._asking:
            now = self._monotonic()
            if self._asked is None or now - self._asked[0] >= _REMEMBERED_S:
                self._asked = (now, await _answers(self._database))
            return self._asked[1]


def health_pages(health: Health, others: ASGIApp | None = None, *, metrics: Page | None = None) -> ASGIApp:
    """Returns the application that answers both paths, and `/metrics`. `others` answers everything else."""

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok", headers=_HEADERS)

    async def readyz(_request: Request) -> Response:
        parts = await health.parts()
        return JSONResponse(parts, 200 if all(parts.values()) else 503, headers=_HEADERS)

    routes = [Route("/healthz", healthz), Route("/readyz", readyz)]
    routes += [] if metrics is None else [Route("/metrics", metrics)]
    return Starlette(routes=[*routes, *([] if others is None else [Mount("/", others)])])


@contextlib.asynccontextmanager
async def serving_health(settings: Settings, health: Health, metrics: Page | None) -> AsyncIterator[None]:
    """Answers on a port of its own, if it has one. Raises OSError if the port is taken."""
    port = settings.own_health_port
    if port is None:
        yield
        return
    async with http_server.serving(health_pages(health, metrics=metrics), host=settings.health_listen, port=port):
        yield


async def _answers(database: Database) -> bool:
    try:
        async with asyncio.timeout(_PATIENCE_S):
            return await current_revision(database) is not None
    except DATABASE_IS_AWAY:
        return False

"""An HTTP server on the loopback that starts and stops within milliseconds, many in one process if need be."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.sandbox.doors import Door
from bot.sandbox.http import BotApi
from bot.sandbox.webhooks import WebhookDelivery
from bot.sandbox.world import World

GRACE = 2.0
"""Seconds that requests in flight get when the server stops."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """Where a server listens: `url` without a slash at the end."""

    host: str
    port: int

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def base_url(self) -> str:
        """What python-telegram-bot calls base_url, before the token."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.url}/file/bot"


def _not_a_cut(record: logging.LogRecord) -> bool:
    """A cut connection is a fault that was asked for, not an error to be logged."""
    return "returned without completing response" not in record.getMessage()


def listening_socket(host: str, port: int) -> socket.socket:
    """Bound, not yet listening; without IPPROTO_TCP asyncio sets no TCP_NODELAY, and each call costs 40 ms more."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except OSError:
        sock.close()
        raise
    return sock


@contextlib.asynccontextmanager
async def serving(app: ASGIApp, *, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[Running]:
    """Serve any ASGI application; port 0 takes a free one.

    uvicorn's protocol without its `Server`, which takes over the process's signals and needs 0.1 s to stop.
    """
    config = uvicorn.Config(
        app, log_config=None, interface="asgi3", lifespan="off", ws="none", http="h11", date_header=False
    )
    config.load()
    logging.getLogger("uvicorn.error").addFilter(_not_a_cut)
    state = uvicorn.server.ServerState()
    loop = asyncio.get_running_loop()
    sock = listening_socket(host, port)
    server = await loop.create_server(
        lambda: config.http_protocol_class(config=config, server_state=state, app_state={}),  # type: ignore[call-arg]
        sock=sock,
        backlog=2048,
    )
    try:
        yield Running(host=host, port=sock.getsockname()[1])
    finally:
        server.close()
        await _closed(state)


async def _closed(state: uvicorn.server.ServerState) -> None:
    """Let requests in flight end, then close every connection."""
    for connection in list(state.connections):
        connection.shutdown()
    if state.tasks:
        _, late = await asyncio.wait(set(state.tasks), timeout=GRACE)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
    # Closed transports report it in the next round of the loop.
    for _ in range(3):
        await asyncio.sleep(0)


@contextlib.asynccontextmanager
async def serve(
    world: World, *, host: str = "127.0.0.1", port: int = 0, routes: Sequence[BaseRoute] = ()
) -> AsyncIterator[Running]:
    """The Bot API of a world over HTTP with the delivery of webhooks, and on the same port whatever else is given."""
    api = BotApi(Door(world))
    rest = Starlette(routes=list(routes)) if routes else None

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        mine = scope["type"] == "http" and scope["path"].startswith(("/bot", "/file/bot"))
        await (api if mine or rest is None else rest)(scope, receive, send)

    async with serving(app, host=host, port=port) as running, WebhookDelivery(world):
        try:
            yield running
        finally:
            # Ends long polls and event streams, which would keep the server waiting.
            world.emit({"kind": "closing"})

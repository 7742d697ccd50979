"""Serves a simulated Telegram on loopback. Starts and stops within milliseconds, so every test can have its own."""

import contextlib
from collections.abc import AsyncIterator, Sequence

from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.types import Receive, Scope, Send

from bot.http_server import Running, serving
from bot.sandbox.call_handler import CallHandler
from bot.sandbox.http import BotApi
from bot.sandbox.webhooks import WebhookDelivery
from bot.sandbox.world import World


@contextlib.asynccontextmanager
async def serve(
    world: World, *, host: str = "127.0.0.1", port: int = 0, routes: Sequence[BaseRoute] = ()
) -> AsyncIterator[Running]:
    """Serves the Bot API of a world over HTTP, with webhook delivery. `routes` are served on the same port."""
    api = BotApi(CallHandler(world))
    rest = Starlette(routes=list(routes)) if routes else None

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        mine = scope["type"] == "http" and scope["path"].startswith(("/bot", "/file/bot"))
        await (api if mine or rest is None else rest)(scope, receive, send)

    async with serving(app, host=host, port=port) as running, WebhookDelivery(world):
        try:
            yield running
        finally:
            # Ends long polls and event streams, which would delay the server's stop.
            world.emit({"kind": "closing"})

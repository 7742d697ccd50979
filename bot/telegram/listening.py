"""Receives updates by webhook or by polling, depending on the settings."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final

from starlette.types import ASGIApp
from telegram import Update
from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import ExtBot

from bot import http_server
from bot.settings.settings import Settings
from bot.telegram.errors import retry_seconds
from bot.telegram.polling import Poller
from bot.telegram.update_queue import UpdateQueue
from bot.telegram.webhook import webhook

ALLOWED_UPDATES: Final = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.INLINE_QUERY,
]
RETRY_S: Final = 2.0

log = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def listening(
    bot: ExtBot[Any], settings: Settings, queue: UpdateQueue, poller: Poller, pages: ASGIApp | None = None
) -> AsyncIterator[None]:
    """Fills the queue with updates during the block, and serves `pages` beside the webhook, or alone while polling.

    Raises PortTakenError.
    """
    if settings.webhook_url is None or settings.webhook_secret is None:
        async with contextlib.AsyncExitStack() as stack:
            if pages is not None:
                await stack.enter_async_context(
                    http_server.serving(pages, host=settings.webhook_listen, port=settings.webhook_port)
                )
            await _retried(bot.delete_webhook)  # Telegram refuses polling while a webhook is set
            polling = asyncio.create_task(poller.run())
            try:
                yield
            finally:
                poller.stop()
                await polling
        return
    url, secret = settings.webhook_url, settings.webhook_secret.get_secret_value()
    app = webhook(queue, path=f"/{url.rsplit('/', 1)[-1]}", secret=secret, pages=pages)
    async with http_server.serving(app, host=settings.webhook_listen, port=settings.webhook_port):
        await _retried(lambda: bot.set_webhook(url, secret_token=secret, allowed_updates=ALLOWED_UPDATES))
        yield


async def _retried(call: Callable[[], Awaitable[object]]) -> None:
    """Calls until Telegram is reachable."""
    while True:
        try:
            await call()
        except BadRequest:
            raise
        except RetryAfter as error:
            await asyncio.sleep(retry_seconds(error))
        except NetworkError as error:
            log.warning("Telegram cannot be reached (%s); trying again", type(error).__name__)
            await asyncio.sleep(RETRY_S)
        else:
            return

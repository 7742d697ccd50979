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
from bot.telegram.intake import Intake
from bot.telegram.polling import Poller
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
async def serving_pages(settings: Settings, intake: Intake, pages: ASGIApp | None) -> AsyncIterator[None]:
    """Opens the webhook's port during the block: for the webhook and `pages`, or for `pages` alone while polling.

    Raises PortTakenError.
    """
    if settings.webhook_url is not None and settings.webhook_secret is not None:
        path = f"/{settings.webhook_url.rsplit('/', 1)[-1]}"
        pages = webhook(intake, path=path, secret=settings.webhook_secret.get_secret_value(), pages=pages)
    if pages is None:
        yield
        return
    async with http_server.serving(pages, host=settings.webhook_listen, port=settings.webhook_port):
        yield


@contextlib.asynccontextmanager
async def listening(bot: ExtBot[Any], settings: Settings, poller: Poller) -> AsyncIterator[None]:
    """Tells Telegram where to post updates, or asks for them during the block."""
    if settings.webhook_url is not None and settings.webhook_secret is not None:
        url, secret = settings.webhook_url, settings.webhook_secret.get_secret_value()
        await _retried(lambda: bot.set_webhook(url, secret_token=secret, allowed_updates=ALLOWED_UPDATES))
        yield
        return
    await _retried(bot.delete_webhook)  # Telegram refuses polling while a webhook is set
    polling = asyncio.create_task(poller.run())
    try:
        yield
    finally:
        poller.stop()
        await polling


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

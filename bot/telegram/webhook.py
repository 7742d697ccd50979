"""Receives updates that Telegram posts to the bot, as plain JSON.

python-telegram-bot's own webhook refuses an update that it cannot parse, and prints it to the log. Telegram then posts
the same update for hours.

A post is answered after its update was handled, or was stored because that takes longer than a second. So if a process
is killed, Telegram posts the updates of the last second again, and the next process finds the older ones stored.
"""

import hmac
import json
import logging
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.telegram.intake import Intake

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
_LARGEST: Final = 1024 * 1024  # bytes; Telegram's own updates are far smaller

log = logging.getLogger(__name__)


def webhook(intake: Intake, *, path: str, secret: str, pages: ASGIApp | None = None) -> ASGIApp:
    """Returns the ASGI application that accepts posts to `path` with the secret. `pages` answers everything else."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if pages is not None and scope["type"] == "http" and scope["path"] != path:
            await pages(scope, receive, send)
        elif scope["type"] == "http":
            status = await _status(Request(scope, receive), intake, path, secret)
            await Response(status_code=status)(scope, receive, send)

    return app


async def _status(request: Request, intake: Intake, path: str, secret: str) -> int:
    if request.url.path != path or request.method != "POST":
        return 404
    if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), secret.encode()):
        log.warning("a post to the webhook without Telegram's secret was refused")
        return 403
    if intake.is_full:
        return 503  # Telegram posts it again later
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            return 413
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return 400
    if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
        return 400
    return 200 if await intake.take(update) else 503

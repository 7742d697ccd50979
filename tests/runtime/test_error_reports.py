"""What a Sentry-compatible service gets: kinds and places of errors, and no text, contact or token of anybody."""

import asyncio
import gzip
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot import http_server
from bot.error_reports import report_errors
from bot.logs import set_up_logging

SECRET = "987654321:AbCdEfGhIjKlMnOpQrStUvWxYz_98765432"
MARKED = "Zorica Tajnić, zorica@tajna.example"
SEEN = ("Zorica", "Tajni", "tajna", "AbCdEfGhIjKl", SECRET)


class Service:
    """Reads envelopes: lines of JSON, of which a header announces each item."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.app = Starlette(routes=[Route("/api/7/envelope/", self._take, methods=["POST"])])

    async def _take(self, request: Request) -> JSONResponse:
        body = await request.body()
        if request.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        _, *items = body.splitlines()
        for header, payload in zip(items[::2], items[1::2], strict=True):
            if json.loads(header)["type"] == "event":
                self.events.append(json.loads(payload))
        return JSONResponse({})


@pytest.fixture(autouse=True)
def usual_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def fails(words: str) -> None:
    raise ValueError(words)


async def reported(*, log: Any) -> list[dict[str, Any]]:
    service = Service()
    async with http_server.serving(service.app) as server:
        set_up_logging(level="WARNING", secrets=[SECRET])
        dsn = f"http://key@{server.host}:{server.port}/7"
        reports = report_errors(dsn, secrets=[SECRET])
        log(logging.getLogger("bot.example"))
        await asyncio.to_thread(reports.close)
    return service.events


async def test_an_error_is_reported_with_its_kind_and_place_and_without_words() -> None:
    def log(logger: logging.Logger) -> None:
        with structlog.contextvars.bound_contextvars(update_id=5, delivery="delivery 9", text=MARKED):
            try:
                fails(f"{MARKED} {SECRET}")
            except ValueError as error:
                logger.exception("update %s failed: %s", 5, error)

    (event,) = await reported(log=log)
    assert event["logentry"]["formatted"] == "update 5 failed: ValueError"
    assert event["tags"] == {"update_id": "5", "delivery": "delivery 9"}
    (exception,) = event["exception"]["values"]
    assert (exception["type"], exception["value"]) == ("ValueError", "ValueError")
    assert exception["stacktrace"]["frames"][-1]["function"] == "fails"
    told = json.dumps(event, ensure_ascii=False)
    assert [each for each in SEEN if each in told] == []


async def test_causes_are_told_first_and_a_token_is_hidden() -> None:
    def log(logger: logging.Logger) -> None:
        try:
            try:
                fails(MARKED)
            except ValueError as error:
                raise RuntimeError(SECRET) from error
        except RuntimeError:
            logger.exception("https://api.telegram.org/bot%s/getMe failed", SECRET)

    (event,) = await reported(log=log)
    assert [one["type"] for one in event["exception"]["values"]] == ["ValueError", "RuntimeError"]
    told = json.dumps(event, ensure_ascii=False)
    assert [each for each in SEEN if each in told] == []


async def test_a_warning_is_not_reported() -> None:
    assert await reported(log=lambda logger: logger.warning("careful")) == []

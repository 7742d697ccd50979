"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`, as an ASGI application."""

import json
from typing import Any
from urllib.parse import parse_qsl, unquote

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from bot.sandbox.call_handler import CallHandler, ConnectionCutError, Gone
from bot.sandbox.methods import Upload
from bot.sandbox.world import Refusal

BODY_LIMIT = 55 * 1024 * 1024
"""Bytes; more than Telegram's 50 MB for files, so that the world itself refuses larger files."""

Parsed = tuple[dict[str, Any], dict[str, Upload]]


class BotApi:
    """The ASGI application for the bot's calls. Other paths get a 404."""

    def __init__(self, handler: CallHandler) -> None:
        self.handler = handler

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        # The client percent-encodes the token in file addresses. Servers pass the path on decoded once.
        path = unquote(scope["path"])
        if path.startswith("/file/bot"):
            await self._file(path, send)
        elif path.startswith("/bot") and path.count("/") == 2:
            await self._call(path, scope, receive, send)
        else:
            await _send(send, 404, Refusal(404, "Not Found").as_answer())

    async def _file(self, path: str, send: Send) -> None:
        token, _, name = path.removeprefix("/file/bot").partition("/")
        found = self.handler.file(token, name)
        if found is None:
            await _send(send, 404, Refusal(404, "Not Found").as_answer())
        else:
            await _send_bytes(send, 200, found.data, "application/octet-stream")

    async def _call(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        token, _, method = path.removeprefix("/bot").rpartition("/")
        try:
            params, uploads = await _parsed(Request(scope, receive))
        except (ValueError, KeyError):
            await _send(send, 400, Refusal(400, "Bad Request: can't parse the body of the request").as_answer())
            return
        try:
            answer = await self.handler.answer(token, method, params, uploads, gone=_disconnect_of(receive))
        except ConnectionCutError:
            # The server drops the connection, because fewer bytes follow than announced.
            headers = [(b"content-type", b"application/json"), (b"content-length", b"100")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            return
        await _send(send, answer.get("error_code", 200), answer)


def _disconnect_of(receive: Receive) -> Gone:
    async def gone() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    return gone


async def _parsed(request: Request) -> Parsed:
    """Returns the parameters from the query and from a form, multipart or JSON body."""
    params: dict[str, Any] = dict(parse_qsl(request.url.query, keep_blank_values=True))
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind == "multipart/form-data":
        return await _multipart(request, params)
    body = await request.body()
    if kind == "application/json" and body:
        given = json.loads(body)
        if not isinstance(given, dict):
            raise ValueError("a JSON object is expected")
        params |= given
    elif body:
        params |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    return params, {}


async def _multipart(request: Request, params: dict[str, Any]) -> Parsed:
    uploads: dict[str, Upload] = {}
    async with request.form(max_part_size=BODY_LIMIT) as form:
        for field, value in form.multi_items():
            if isinstance(value, UploadFile):
                mime = value.content_type or "application/octet-stream"
                uploads[field] = Upload(name=value.filename or field, data=await value.read(), mime=mime)
            else:
                params[field] = value
    return params, uploads


async def _send(send: Send, status: int, answer: dict[str, Any]) -> None:
    await _send_bytes(send, status, json.dumps(answer, ensure_ascii=False).encode(), "application/json")


async def _send_bytes(send: Send, status: int, body: bytes, kind: str) -> None:
    headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})

"""A mail server and one mailbox for everybody who is not on Telegram, so that mails can be read in the sandbox."""

import asyncio
import contextlib
import html
import re
from collections.abc import AsyncIterator
from email import message_from_bytes
from email.policy import default
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from bot.sandbox.world import World
from bot.sandbox.world.chats import Json

_KEY: Final = "mails"
_KEPT: Final = 200  # mails
_LARGEST: Final = 1024 * 1024  # bytes of a mail
_GONE: Final = "gone"
"""Addresses that begin so do not exist, to see a mail come back."""
_LINK: Final = re.compile(r"https?://[^\s<>]+")
_WORDS: Final = {
    "en": ("Mailbox", "No mail yet. At night mails wait for the morning in the company's country.", "To"),
    "zh": ("邮箱", "还没有邮件。夜间的邮件会等到该公司所在国的早晨再发。", "收件人"),
    "sr": ("Sanduče", "Još nema mejlova. Noću mejlovi čekaju jutro u zemlji firme.", "Za"),
}
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'self'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


@contextlib.asynccontextmanager
async def mail_server(world: World) -> AsyncIterator[int]:
    """Takes mails on the loopback interface during the block. Yields the port."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, ValueError):
            await _talk(world, reader, writer)
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0, limit=_LARGEST)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def _talk(world: World, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Speaks as much of RFC 5321 as it takes to deliver a mail."""
    writer.write(b"220 sandbox\r\n")
    while line := await reader.readline():
        verb, _, rest = line.decode(errors="replace").strip().partition(" ")
        match verb.upper():
            case "RCPT" if rest.lower().startswith(f"to:<{_GONE}"):
                answer = "550 5.1.1 no such user"
            case "EHLO" | "HELO" | "MAIL" | "RCPT" | "RSET" | "NOOP":
                answer = "250 OK"
            case "DATA":
                writer.write(b"354 go ahead\r\n")
                content = await reader.readuntil(b"\r\n.\r\n")
                _put(world, content.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n."))
                answer = "250 OK"
            case "QUIT":
                writer.write(b"221 bye\r\n")
                return
            case _:
                answer = "500 what?"
        writer.write(f"{answer}\r\n".encode())


def _put(world: World, content: bytes) -> None:
    mail = message_from_bytes(content, policy=default)
    body = mail.get_body(("plain",))
    kept: list[Json] = world.settings.setdefault(_KEY, [])
    kept.append(
        {
            "to": str(mail["To"]),
            "subject": str(mail["Subject"]),
            "date": str(mail["Date"]),
            "text": "" if body is None else body.get_content(),
        }
    )
    del kept[:-_KEPT]
    world.emit({"kind": "mail"})


def mailbox_routes(world: World) -> list[BaseRoute]:
    """Returns the route of the inbox, which looks for new mails by itself."""

    async def inbox(request: Request) -> Response:
        language = request.query_params.get("l", "en")
        return HTMLResponse(_page(world, language if language in _WORDS else "en"), headers=_HEADERS)

    return [Route("/mail", inbox)]


def _page(world: World, language: str) -> str:
    title, empty, to = _WORDS[language]
    mails = "".join(_mail(mail, to) for mail in reversed(world.settings.get(_KEY, [])))
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><meta http-equiv="refresh" content="4">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
        '<link rel="stylesheet" href="/page/css/base.css"><link rel="stylesheet" href="/page/css/mail.css"></head>'
        f"<body><main><h1>📬 {title}</h1>{mails or f'<p>{empty}</p>'}</main></body></html>"
    )


def _mail(mail: Json, to: str) -> str:
    text = _LINK.sub(
        lambda link: f'<a href="{link[0]}" target="_blank" rel="noopener">{link[0]}</a>', html.escape(mail["text"])
    )
    return (
        f"<article><h2>{html.escape(mail['subject'])}</h2>"
        f'<p class="faint">{to}: {html.escape(mail["to"])} · {html.escape(mail["date"])}</p><p>{text}</p></article>'
    )

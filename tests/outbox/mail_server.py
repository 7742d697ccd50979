"""A real mail server on this machine, which keeps what it is given and refuses what it is told to."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from bot.settings.settings import Settings

CERTIFICATE = Path(__file__).parent / "localhost.pem"
"""Of nobody: made for these tests, for localhost, with its key."""
USER, PASSWORD = "bot", "a-long-password"


@dataclass(kw_only=True)
class MailServer:
    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    """What it says to the next recipients instead of taking them."""
    silent: asyncio.Event | None = None
    """While set to an event that has not happened, mails are taken and not answered."""

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        message = message_from_bytes(content, policy=default)
        assert isinstance(message, EmailMessage)
        self.mails.append(message)
        if self.silent is not None:
            await self.silent.wait()
        return "250 OK"

    def settings(self, **more: Any) -> Settings:
        values = {
            "smtp_host": "localhost",
            "smtp_port": self.port,
            "smtp_from": "PartnerBridge <bot@fair.example.org>",
            "smtp_ca_file": CERTIFICATE,
            **more,
        }
        return Settings(_env_file=None, **values)


def authenticate(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)


@asynccontextmanager
async def mail_server(*, security: str = "starttls", log_in: bool = False) -> AsyncIterator[MailServer]:
    """Speaks STARTTLS, TLS from the first byte, or neither (`none`)."""
    kept = MailServer()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    loop = asyncio.get_running_loop()

    def protocol() -> SMTP:
        return SMTP(
            kept,
            loop=loop,
            hostname="localhost",
            tls_context=context if security == "starttls" else None,
            require_starttls=security == "starttls",
            authenticator=authenticate if log_in else None,
            auth_required=log_in,
            auth_require_tls=security == "starttls",
        )

    tls = context if security == "tls" else None
    server = await loop.create_server(protocol, "127.0.0.1", 0, ssl=tls)
    kept.port = server.sockets[0].getsockname()[1]
    try:
        yield kept
    finally:
        server.close()
        await server.wait_closed()

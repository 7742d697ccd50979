"""Sends mail to one person over SMTP, and verifies the server's certificate."""

import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr
from typing import Final, Protocol

import aiosmtplib

from bot.settings.mail import MailSettings
from bot.settings.parsing import variable

_TIMEOUT_S: Final = 20.0  # for each step of the exchange; a server that greylists answers slowly
_LATER: Final = range(400, 500)
"""Replies after which the mail may be sent again: RFC 5321, 4.2.1."""
_ABOUT_SENDER: Final = re.compile(r"[45]\.7\.")
"""Refusals because of us, such as "relaying denied", and not because of the address: RFC 3463, 3.8."""


class MailNotSentError(Exception):
    """The mail was not sent. `for_good` is True if a retry cannot help, because the server refuses the address.

    `about_address` is False if the server itself was not reached or takes no mail from us. The text contains no
    addresses.
    """

    def __init__(self, message: str, *, for_good: bool, about_address: bool = False) -> None:
        super().__init__(message)
        self.for_good = for_good
        self.about_address = about_address or for_good


class MailMaybeSentError(Exception):
    """The mail was handed over, but the server's answer was lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail in plain text, and as HTML if there is any. Its Message-ID is derived from `number`."""

    to: str
    subject: str
    text: str
    number: str
    at: datetime
    html: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    """Further headers, such as Reply-To."""


class Mailer(Protocol):
    async def send(self, mail: Mail) -> None:
        """Sends a mail. Raises MailNotSentError or MailMaybeSentError."""
        ...


class SmtpMailer:
    def __init__(self, settings: MailSettings) -> None:
        if settings.smtp_host is None or settings.smtp_from is None:
            raise ValueError("there is no mail server in the settings")
        self._settings = settings
        self._host = settings.smtp_host
        self._sender = settings.smtp_from

    async def send(self, mail: Mail) -> None:
        message = message_of(mail, sender=self._sender)
        try:
            async with self._client() as client:
                await self._log_in(client)
                await client.mail(parseaddr(self._sender)[1])
                await client.rcpt(mail.to)
                await _hand_over(client, message)
        except aiosmtplib.SMTPRecipientRefused as error:
            raise _refused("the server does not take this address", error) from None
        except aiosmtplib.SMTPDataError as error:
            raise _refused(f"the server answered {error.code} to the mail", error) from None
        except aiosmtplib.SMTPResponseException as error:
            # The server's text may contain the address, so only the code is reported.
            raise MailNotSentError(f"the server answered {error.code}", for_good=False) from None
        except (aiosmtplib.SMTPException, OSError) as error:
            raise MailNotSentError(f"the server was not reached ({type(error).__name__})", for_good=False) from None

    async def try_out(self) -> None:
        """Connects and logs in without sending. Raises MailNotSentError with the reason, without secrets."""
        ca_file = self._settings.smtp_ca_file
        if ca_file is not None and not ca_file.is_file():
            raise MailNotSentError(f"is not tried: {variable('smtp_ca_file')} names no file", for_good=True)
        try:
            async with self._client() as client:
                await self._log_in(client)
                await client.noop()
        except aiosmtplib.SMTPAuthenticationError as error:
            raise MailNotSentError(f"does not take the user and password ({error.code})", for_good=True) from None
        except ssl.SSLCertVerificationError as error:
            raise MailNotSentError(f"its certificate is not trusted ({error.verify_message})", for_good=True) from None
        except (aiosmtplib.SMTPException, OSError) as error:
            raise MailNotSentError(_explain(error), for_good=False) from None

    def _client(self) -> aiosmtplib.SMTP:
        security = self._settings.smtp_security
        context = None
        if security != "none":
            ca_file = self._settings.smtp_ca_file
            context = ssl.create_default_context(cafile=None if ca_file is None else str(ca_file))
        return aiosmtplib.SMTP(
            hostname=self._host,
            port=self._settings.smtp_port_used,
            use_tls=security == "tls",
            start_tls=security == "starttls",
            tls_context=context,
            timeout=_TIMEOUT_S,
        )

    async def _log_in(self, client: aiosmtplib.SMTP) -> None:
        user, password = self._settings.smtp_user, self._settings.smtp_password
        if user is not None and password is not None:
            await client.login(user, password.get_secret_value())


def message_of(mail: Mail, *, sender: str) -> EmailMessage:
    """Returns the mail as it is sent. Raises ValueError for a line break in a header."""
    name, address = parseaddr(sender)
    message = EmailMessage(policy=SMTP)
    message["From"] = formataddr((name, address))
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.at)
    message["Message-ID"] = f"<{mail.number}@{address.rpartition('@')[2]}>"
    # RFC 3834: asks auto-responders not to answer.
    message["Auto-Submitted"] = "auto-generated"
    for header, value in mail.headers.items():
        message[header] = value
    message.set_content(mail.text)
    if mail.html is not None:
        message.add_alternative(mail.html, subtype="html")
    return message


async def _hand_over(client: aiosmtplib.SMTP, message: EmailMessage) -> None:
    """Sends the content. Raises MailMaybeSentError if no answer comes."""
    content = message.as_bytes(policy=message.policy.clone(cte_type="7bit"))  # which every server takes
    try:
        await client.data(content)
    except (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPTimeoutError, OSError) as error:
        raise MailMaybeSentError(f"the server did not answer ({type(error).__name__})") from None


def _refused(text: str, answer: aiosmtplib.SMTPResponseException) -> MailNotSentError:
    is_ours = _ABOUT_SENDER.match(answer.message) is not None
    for_good = answer.code not in _LATER and not is_ours
    return MailNotSentError(text, for_good=for_good, about_address=not is_ours)


def _explain(error: Exception) -> str:
    cause = error.__cause__ or error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted ({cause.verify_message})"
    return f"does not answer ({type(error).__name__})"

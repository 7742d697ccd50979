"""Settings of the mail server that sends verification codes. Without them, companies cannot be verified by mail."""

import ipaddress
import re
from email.utils import parseaddr
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings

from bot.settings.parsing import variable, web_address

_HOST: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?", re.ASCII)
_PORTS: Final = {"starttls": 587, "tls": 465, "none": 25}


class MailSettings(BaseSettings):
    """Part of `Settings`."""

    smtp_host: str | None = Field(
        default=None,
        description="the host name of a mail server; without it companies are neither verified nor asked by mail",
        examples=["smtp.example.org"],
    )
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="starttls, tls (from the first byte), or none (only for a server on this machine)",
        examples=["starttls"],
    )
    smtp_port: int | None = Field(
        default=None,
        ge=1,
        le=65535,
        description="a port, 1 to 65535; by default 587 for starttls, 465 for tls, 25 for none",
        examples=["587"],
    )
    smtp_user: str | None = Field(
        default=None, description="the user name, if the server asks for one", examples=["bot@example.org"]
    )
    smtp_password: SecretStr | None = Field(
        default=None,
        validate_default=True,
        description="the password of that user",
        examples=["a-long-password"],
    )
    smtp_from: str | None = Field(
        default=None,
        validate_default=True,
        description="the sender: an address, with or without a name",
        examples=["Fair of Novi Sad <bot@example.org>"],
    )
    smtp_ca_file: Path | None = Field(
        default=None,
        description="a file of trusted certificates, for a server with a private one",
        examples=["/etc/ssl/own-ca.pem"],
    )

    public_url: str | None = Field(
        default=None,
        description="the public https URL of this bot's own pages, on which companies without Telegram answer mails",
        examples=["https://bot.example.org"],
    )
    link_secret: SecretStr | None = Field(
        default=None,
        min_length=16,
        description="a secret of 16 characters or more that signs the links in mails; by default the bot's token does",
        examples=["another-long-random-word"],
    )

    @property
    def smtp_port_used(self) -> int:
        return self.smtp_port or _PORTS[self.smtp_security]

    @property
    def can_mail(self) -> bool:
        return self.smtp_host is not None

    @property
    def reaches_by_mail(self) -> bool:
        """True if companies without Telegram can get mails and answer them."""
        return self.can_mail and self.public_url is not None

    @field_validator("public_url")
    @classmethod
    def _public_url(cls, address: str | None) -> str | None:
        if address is None:
            return None
        url = web_address(address)
        if url.startswith("http:") and not _is_loopback(urlsplit(url).hostname or ""):
            raise ValueError("is not https: others on the way could read the links")
        return url

    @field_validator("smtp_host")
    @classmethod
    def _smtp_host(cls, host: str | None) -> str | None:
        if host is not None and not _HOST.fullmatch(host) and not _is_address(host):
            raise ValueError("is not a host name; leave out smtp:// and the port")
        return host

    @field_validator("smtp_security", mode="before")
    @classmethod
    def _smtp_security(cls, value: object) -> object:
        return value.strip().lower() if isinstance(value, str) else value

    @field_validator("smtp_security")
    @classmethod
    def _smtp_security_is_safe(cls, value: str, info: ValidationInfo) -> str:
        host = info.data.get("smtp_host")
        if value == "none" and host is not None and not _is_loopback(host):
            raise ValueError(
                "is none, but the server is not on this machine: others could read the password and the codes"
            )
        return value

    @field_validator("smtp_password")
    @classmethod
    def _smtp_password(cls, password: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if password is None and info.data.get("smtp_user"):
            raise ValueError(f"is missing, though {variable('smtp_user')} is set")
        if password is not None and not info.data.get("smtp_user"):
            raise ValueError(f"is set without {variable('smtp_user')}")
        return password

    @field_validator("smtp_from")
    @classmethod
    def _smtp_from(cls, sender: str | None, info: ValidationInfo) -> str | None:
        if sender is None:
            if info.data.get("smtp_host"):
                raise ValueError(f"is missing, though {variable('smtp_host')} is set")
            return None
        from email_validator import EmailNotValidError, validate_email

        name, address = parseaddr(sender)
        try:
            validate_email(address, check_deliverability=False, allow_smtputf8=False)
        except EmailNotValidError:
            raise ValueError("is not a mail address") from None
        if not name.isprintable():
            raise ValueError("has control characters in the name")
        return sender


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    return host == "localhost" or (_is_address(host) and ipaddress.ip_address(host).is_loopback)

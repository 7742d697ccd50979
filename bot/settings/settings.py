"""All settings of the bot: environment variables, or lines of an `.env` file, that start with PARTNERBRIDGE_."""

import re
from pathlib import Path
from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url

from bot.settings.health import HealthSettings
from bot.settings.limits import LimitSettings
from bot.settings.mail import MailSettings
from bot.settings.operator import OperatorSettings
from bot.settings.parsing import PREFIX, admin_ids, database_url, variable, web_address
from bot.settings.retention import RetentionSettings
from bot.settings.translation import TranslationSettings

TELEGRAM_API: Final = "https://api.telegram.org"
_TOKEN: Final = re.compile(r"\d+:[A-Za-z0-9_-]+", re.ASCII)
# Telegram accepts these for secret_token of setWebhook.
_WEBHOOK_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{1,256}", re.ASCII)

_IN_QUERY: Final = re.compile("pass|secret", re.IGNORECASE)  # drivers take a password as a parameter of the URL too


class Settings(LimitSettings, MailSettings, TranslationSettings, RetentionSettings, HealthSettings, OperatorSettings):
    """All settings. The operator sees a description and the first example if a value is wrong."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        str_strip_whitespace=True,
    )

    token: SecretStr = Field(
        default=SecretStr(""),
        description="the bot's token from @BotFather: digits, a colon, letters",
        examples=["123456789:AbCdEfGhIjKlMnOpQrStUvWxYz_12345678"],
    )
    api_url: str = Field(
        default=TELEGRAM_API,
        description="the URL of a Bot API server, without /bot<token>",
        examples=["http://127.0.0.1:8081"],
    )
    place_names: Path | None = Field(
        default=None,
        description="a file that says what disputed places are called and which flags are not shown",
        examples=["place_names.toml"],
    )
    database_url: str = Field(
        default="sqlite+aiosqlite:///partnerbridge.sqlite3",
        repr=False,
        description="the URL of an SQLite file or a PostgreSQL database",
        examples=["postgresql://partnerbridge:password@localhost/partnerbridge"],
    )
    admins: Annotated[frozenset[int], NoDecode] = Field(
        default=frozenset(),
        description="the Telegram ids (numbers) of the admins, separated by commas",
        examples=["123456789,987654321"],
    )
    encoder: str = Field(
        default="builtin",
        description="builtin, none, or the http(s) URL of an OpenAI-compatible embeddings server",
        examples=["builtin"],
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="DEBUG, INFO, WARNING or ERROR", examples=["INFO"]
    )
    log_format: Literal["console", "json"] = Field(default="console", description="console or json", examples=["json"])
    webhook_url: str | None = Field(
        default=None,
        description="the public https URL to which Telegram posts updates; without it the bot polls",
        examples=["https://bot.example.org/telegram"],
    )
    webhook_secret: SecretStr | None = Field(
        default=None,
        validate_default=True,
        description="1 to 256 of the characters A-Z a-z 0-9 _ -; Telegram sends them with every update",
        examples=["a-long-random-word"],
    )
    webhook_listen: str = Field(default="127.0.0.1", description="the address to listen on", examples=["0.0.0.0"])  # noqa: S104
    webhook_port: int = Field(default=8080, ge=1, le=65535, description="a port, 1 to 65535", examples=["8080"])
    review: str = Field(
        default="off",
        description="listings that moderators review before they are published: off, all, or event codes with commas",
        examples=["all"],
    )

    @property
    def links_key(self) -> str:
        """The secret that signs links in mails."""
        return (self.link_secret or self.token).get_secret_value()

    @property
    def serves_beside_health(self) -> bool:
        """True if the webhook's port takes updates or shows pages, so that it can answer for the health too."""
        return self.webhook_url is not None or self.reaches_by_mail

    @property
    def own_health_port(self) -> int | None:
        """The separate port for health checks; None if the webhook's port answers them, or none does."""
        shared = self.serves_beside_health and self.health_port == self.webhook_port
        return None if shared else self.health_port

    @property
    def base_url(self) -> str:
        """The Bot API's URL, to which python-telegram-bot appends the token."""
        return f"{self.api_url}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.api_url}/file/bot"

    @property
    def shown_database_url(self) -> str:
        """The URL with stars instead of passwords."""
        address = make_url(self.database_url)
        hidden = {name: "***" for name in address.query if _IN_QUERY.search(name)}
        return address.update_query_dict(hidden).render_as_string(hide_password=True)

    @property
    def secrets(self) -> list[str]:
        """All secret values, which nothing may show."""
        address = make_url(self.database_url)
        values = [getattr(self, name) for name in type(self).model_fields]
        found = [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
        found += [str(value) for name, value in address.query.items() if _IN_QUERY.search(name)]
        found += [address.password or "", self.translator_key_used or "", urlsplit(self.encoder).password or ""]
        return [secret for secret in found if secret]

    @field_validator("token")
    @classmethod
    def _token(cls, token: SecretStr) -> SecretStr:
        stripped = token.get_secret_value().strip()
        if stripped and not _TOKEN.fullmatch(stripped):
            raise ValueError("does not look like a token")
        return SecretStr(stripped)

    @field_validator("api_url")
    @classmethod
    def _api_url(cls, address: str) -> str:
        return web_address(address)

    @field_validator("place_names")
    @classmethod
    def _place_names(cls, path: Path | None) -> Path | None:
        if path is not None:
            from bot.matching.country_names import read_place_names_file  # it loads the names of all countries

            read_place_names_file(path)
        return path

    @field_validator("database_url")
    @classmethod
    def _database_url(cls, address: str) -> str:
        return database_url(address)

    @field_validator("admins", mode="before")
    @classmethod
    def _admins(cls, value: object) -> object:
        return admin_ids(value) if isinstance(value, str) else value

    @field_validator("encoder")
    @classmethod
    def _encoder(cls, value: str) -> str:
        return value.casefold() if value.casefold() in {"builtin", "none"} else web_address(value, may_log_in=True)

    @field_validator("review")
    @classmethod
    def _review(cls, value: str) -> str:
        return value.casefold() if value.casefold() in {"off", "all"} else value.upper()

    @field_validator("log_level", mode="before")
    @classmethod
    def _log_level(cls, value: object) -> object:
        return value.strip().upper() if isinstance(value, str) else value

    @field_validator("webhook_url")
    @classmethod
    def _webhook_url(cls, address: str | None, info: ValidationInfo) -> str | None:
        # A self-hosted Bot API server may post to plain http.
        schemes = ("https",) if info.data.get("api_url") == TELEGRAM_API else ("https", "http")
        return None if address is None else web_address(address, schemes=schemes)

    @field_validator("webhook_secret")
    @classmethod
    def _webhook_secret(cls, secret: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if secret is None and info.data.get("webhook_url"):
            raise ValueError(f"is missing, though {variable('webhook_url')} is set: anybody could post updates")
        if secret is not None and not _WEBHOOK_SECRET.fullmatch(secret.get_secret_value()):
            raise ValueError("has characters or a length that Telegram does not accept")
        return secret

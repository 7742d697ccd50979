"""Logging: structlog over the standard library's, to standard error, with secrets taken out of every finished line."""

import logging
import re
import sys
from collections.abc import Iterable
from typing import Any, Final, TextIO
from urllib.parse import quote

import structlog
from structlog.typing import Processor
from telegram import Message, Update
from telegram.constants import MessageEntityType

HIDDEN: Final = "[hidden]"
# The shape of a bot's token, as it stands in addresses too, where the colon may be percent-encoded.
_TOKEN: Final = re.compile(r"\d+(?::|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE)

# What these say below the level named holds tokens (addresses of requests) or what people wrote (updates, SQL values).
_AT_LEAST: Final = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "telegram": logging.INFO,
    "sqlalchemy": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "asyncpg": logging.WARNING,
    "alembic": logging.WARNING,
    "asyncio": logging.INFO,
}
# An answer of Telegram in a message of python-telegram-bot is longer than this; a name or a number is not.
_LONGEST_ARGUMENT: Final = 200
_CONTENTS: Final = ("photo", "document", "contact", "location", "voice", "video", "sticker")


class Redactor:
    """Takes out everything shaped like a token, and the secrets it is told, plain and percent-encoded."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = {form for secret in secrets if secret for form in (secret, quote(secret, safe=""))}
        # The longest first, lest a secret within another leaves the rest of it standing.
        words = [re.escape(form) for form in sorted(known, key=len, reverse=True)]
        self._known = re.compile("|".join(words), re.IGNORECASE) if words else None

    def __call__(self, text: str) -> str:
        if self._known is not None:
            text = self._known.sub(HIDDEN, text)
        return _TOKEN.sub(HIDDEN, text)


class RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """Redacts the finished line: message, values, exception and stack alike."""

    def __init__(self, redact: Redactor, processors: list[Processor], foreign: list[Processor]) -> None:
        super().__init__(processors=processors, foreign_pre_chain=foreign)
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        return self._redact(super().format(record))


class NoPersonalTexts(logging.Filter):
    """Keeps updates and raw answers, which python-telegram-bot puts into some messages, out of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("telegram") and isinstance(record.args, tuple):
            record.args = tuple(map(_without_texts, record.args))
        return True


def set_up_logging(
    *, level: str = "INFO", json: bool = False, secrets: Iterable[str] = (), stream: TextIO | None = None
) -> None:
    """Send all logging to `stream` (standard error), a line an event. May be called again: the last call counts."""
    common: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *common,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    stream = stream or sys.stderr
    handler = logging.StreamHandler(stream)
    handler.addFilter(NoPersonalTexts())
    handler.setFormatter(RedactingFormatter(Redactor(secrets), _rendering(json=json, colors=stream.isatty()), common))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name, least in _AT_LEAST.items():
        logging.getLogger(name).setLevel(max(least, root.level))


def describe_update(update: object) -> dict[str, Any]:
    """What the log may know of an update: ids, kinds, the name of a command; nothing that anybody wrote or pressed."""
    if not isinstance(update, Update):
        return {"update": type(update).__name__}
    kind = next((kind for kind in Update.ALL_TYPES if getattr(update, kind) is not None), "unknown")
    facts: dict[str, Any] = {"update": kind, "update_id": update.update_id}
    if update.effective_user is not None:
        facts["person"] = update.effective_user.id
    message = getattr(update, kind, None)
    if isinstance(message, Message):
        facts["content"] = _content(message)
    return facts


def _rendering(*, json: bool, colors: bool) -> list[Processor]:
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if json:
        return [
            remove,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=repr),
        ]
    # The plain formatter: others show local variables, and break lines in the middle of what is to be redacted.
    plain = structlog.dev.plain_traceback
    return [remove, structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=plain)]


def _without_texts(value: object) -> object:
    if isinstance(value, Update):
        return describe_update(value)
    if isinstance(value, str) and len(value) > _LONGEST_ARGUMENT:
        return f"[{len(value)} characters]"
    return value


def _content(message: Message) -> str:
    commands = [e for e in message.entities if e.type == MessageEntityType.BOT_COMMAND and e.offset == 0]
    if commands:
        return message.parse_entity(commands[0])
    if message.text is not None:
        return "text"
    return next((part for part in _CONTENTS if getattr(message, part)), "other")

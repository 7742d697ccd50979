"""Logging: structlog on top of the standard library, to standard error, without secrets and personal texts."""

import logging
import re
import sys
import threading
from collections.abc import Iterable
from types import TracebackType
from typing import Any, Final, TextIO
from urllib.parse import quote

import structlog
from structlog.typing import Processor
from telegram import Message, Update
from telegram.constants import MessageEntityType

from bot.safe_errors import describe, format_exception

HIDDEN: Final = "[hidden]"
# A bot's token. In URLs its colon may be percent-encoded.
_TOKEN: Final = re.compile(r"\d+(?::|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE)

# Below these levels the libraries log tokens (in URLs) or people's texts (in updates, SQL values and printed fonts).
_AT_LEAST: Final = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "telegram": logging.INFO,
    "sqlalchemy": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "asyncpg": logging.WARNING,
    "alembic": logging.WARNING,
    "asyncio": logging.INFO,
    "fontTools": logging.WARNING,
}
_WORD: Final = re.compile(r"\w{1,40}", re.ASCII)
"""Texts of python-telegram-bot that may be logged: single words, such as names of methods and tasks."""
_EXTRA: Final = ("update", "update_id", "person", "content", "stage", "outcome", "reason", "seconds")
_CONTENTS: Final = ("photo", "document", "contact", "location", "voice", "video", "sticker")


class Redactor:
    """Hides everything with the shape of a token, and the given secrets, plain and percent-encoded."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = {form for secret in secrets if secret for form in (secret, quote(secret, safe=""))}
        # Longest first, because a secret may be part of another one.
        words = [re.escape(form) for form in sorted(known, key=len, reverse=True)]
        self._known = re.compile("|".join(words), re.IGNORECASE) if words else None

    def __call__(self, text: str) -> str:
        if self._known is not None:
            text = self._known.sub(HIDDEN, text)
        return _TOKEN.sub(HIDDEN, text)


class RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """Redacts the finished line, which covers message, values and traceback."""

    def __init__(self, redact: Redactor, processors: list[Processor], foreign: list[Processor]) -> None:
        super().__init__(processors=processors, foreign_pre_chain=foreign)
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        return self._redact(super().format(record))


class NoPersonalTexts(logging.Filter):
    """Replaces arguments of a log record that may contain personal texts: exceptions and updates.

    Libraries word their own messages. From python-telegram-bot, only single words are kept; from asyncio, only the
    first line.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == "asyncio":
            record.msg, record.args = str(record.getMessage()).partition("\n")[0], ()
            if record.exc_info:
                record.msg = "an error that nobody handled"
        elif record.args:
            hide = _hidden_in_library if record.name.startswith("telegram") else _hidden
            # If the only argument is a mapping, logging stores just the mapping.
            args = record.args if isinstance(record.args, tuple) else (record.args,)
            record.args = tuple(map(hide, args))
        return True


def set_up_logging(
    *, level: str = "INFO", json: bool = False, secrets: Iterable[str] = (), stream: TextIO | None = None
) -> None:
    """Sends all logging to `stream` (by default standard error), one line per event. The last call wins.

    Also logs uncaught exceptions of the program and its threads. Python's own traceback would show their messages.
    """
    common: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(
            allow=("update", "update_id", "person", "content", "stage", "outcome", "reason", "seconds")
        ),
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
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda args: _log_uncaught(args.exc_type, args.exc_value, args.exc_traceback)
    sys.unraisablehook = lambda args: _log_uncaught(args.exc_type, args.exc_value, args.exc_traceback)


def _log_uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if error is None or issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger(__name__).critical("an error that nobody handled", exc_info=(kind, error, trace))


def describe_update(update: object) -> dict[str, Any]:
    """Returns the fields of an update that may be logged: ids, kinds and command names, but no texts or buttons."""
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
            structlog.processors.ExceptionRenderer(_as_text),
            structlog.processors.JSONRenderer(ensure_ascii=False, default=repr),
        ]
    return [remove, structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=_write)]


def _as_text(exc_info: Any) -> str:
    return format_exception(exc_info)


def _write(stream: TextIO, exc_info: Any) -> None:
    stream.write("\n" + format_exception(exc_info))


def _hidden(value: object) -> object:
    if isinstance(value, BaseException):
        return describe(value)
    return describe_update(value) if isinstance(value, Update) else value


def _hidden_in_library(value: object) -> object:
    shown = _hidden(value)
    if shown is not value or isinstance(value, int | float) or value is None:
        return shown
    return value if isinstance(value, str) and _WORD.fullmatch(value) else f"[{type(value).__name__}]"


def _content(message: Message) -> str:
    commands = [e for e in message.entities if e.type == MessageEntityType.BOT_COMMAND and e.offset == 0]
    if commands:
        return message.parse_entity(commands[0])
    if message.text is not None:
        return "text"
    return next((part for part in _CONTENTS if getattr(message, part)), "other")

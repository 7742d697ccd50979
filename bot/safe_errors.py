"""Describes exceptions for the log: their kind and where they were raised, without people's texts.

The message of an exception may contain anything: a KeyError the key, a parser's error the text, a database error a row.
So a message is shown only if it is known to contain no personal data.
"""

import re
import sqlite3
import traceback
from types import TracebackType
from typing import Final

from sqlalchemy.exc import DBAPIError
from telegram.error import RetryAfter, TelegramError

from bot.errors import DomainError
from storage.outages import is_away

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]

_CODE: Final = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
# The beginnings of Telegram's own sentences. The rest may quote the request.
_TELEGRAM_SAYS: Final = re.compile(
    r"(?:Bad Request: |Forbidden: |Conflict: )?"
    r"(?:message is too long|message text is empty|message caption is too long|message is not modified"
    r"|message to (?:be replied|edit|delete|copy|forward) not found|chat not found|user not found"
    r"|can't parse entities|unsupported start tag|query is too old|not enough rights"
    r"|group chat was upgraded to a supergroup chat"
    r"|bot was (?:blocked by the user|kicked from the \w+ chat)|user is deactivated|bot is not a member"
    r"|terminated by other getUpdates request|wrong file identifier|file is too big|timed out|pool timeout"
    r"|internal server error|bad gateway|too many requests|unauthorized|not found)",
    re.IGNORECASE,
)


def describe(error: BaseException) -> str:
    """Returns the kind of an exception, with the part of its message that contains no personal data."""
    detail = _detail(error)
    kind = type(error).__name__
    return f"{kind}: {detail}" if detail else kind


def format_exception(exc_info: ExcInfo) -> str:
    """Returns a traceback with the causes of the exception, each described by `describe`.

    While a server is away, it is one line: every step and every job fails then, and none of them is at fault.
    """
    if is_away(exc_info[1]):
        return describe(exc_info[1])
    chain: list[str] = []
    error: BaseException | None = exc_info[1]
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = "".join(traceback.format_tb(error.__traceback__))
        chain.append(f"Traceback (most recent call last):\n{frames}{describe(error)}{_inside(error)}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n\nwhich led to\n\n".join(reversed(chain))


def _inside(error: BaseException) -> str:
    """Returns the exceptions of a group, each indented below it."""
    if not isinstance(error, BaseExceptionGroup):
        return ""
    parts = [format_exception((type(one), one, one.__traceback__)) for one in error.exceptions]
    return "".join(f"\n{_indented(part)}" for part in parts)


def _indented(text: str) -> str:
    return "\n".join(f"  | {line}" for line in text.splitlines())


def _detail(error: BaseException) -> str:
    if isinstance(error, DomainError):
        return error.message  # our own English sentence, without values
    if isinstance(error, DBAPIError):
        return describe(error.orig) if error.orig is not None else ""
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error)
    if isinstance(error, RetryAfter):
        return f"retry after {error.retry_after}"
    if isinstance(error, TelegramError):
        code = _CODE.search(error.message)
        said = _TELEGRAM_SAYS.match(error.message)
        return code.group() if code else said.group() if said else ""
    if isinstance(error, OSError):
        return error.strerror if isinstance(error.errno, int) and isinstance(error.strerror, str) else ""
    return _of_postgres(error)


def _of_sqlite(error: sqlite3.Error) -> str:
    """Returns a constraint's message, which names tables and columns. Other messages may quote a search text."""
    if isinstance(error, sqlite3.IntegrityError):
        return str(error)
    return str(getattr(error, "sqlite_errorname", ""))


def _of_postgres(error: BaseException) -> str:
    """Returns the fields of an asyncpg error without its text, which may quote a row."""
    facts = (getattr(error, name, None) for name in ("sqlstate", "table_name", "column_name", "constraint_name"))
    return " ".join(fact for fact in facts if isinstance(fact, str))

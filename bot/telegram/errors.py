"""Classifies Telegram's exceptions. No other module does.

The main question is if the request may have taken effect, because only a request that certainly did not may be
repeated. The texts are those of the official Bot API server. python-telegram-bot changes their case, so case is
ignored.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    PassportDecryptionError,
    RetryAfter,
    TelegramError,
)


class FailureKind(StrEnum):
    UNREACHABLE = "unreachable"
    """The person blocked the bot, left, was deactivated or never pressed Start. Stop sending until they return."""
    TOPIC_CLOSED = "topic_closed"
    """The General topic of a forum group is closed to its members. Tell the organizer."""
    RETRY_LATER = "retry_later"
    """Not sent. Telegram asks to repeat the request after `retry_after` seconds."""
    MAYBE_DELIVERED = "maybe_delivered"
    """The request may have taken effect. Never repeat a message."""
    NOT_SENT = "not_sent"
    """The request never reached Telegram. Repeating it is safe."""
    MIGRATED = "migrated"
    """The group became a supergroup. Repeat the request with `new_chat_id`."""
    HARMLESS = "harmless"
    """The change was made already, or it is too late to matter."""
    REJECTED = "rejected"
    """Telegram will always refuse this request. This is a bug in the bot."""
    TOKEN = "token"  # noqa: S105 - a kind of failure, not a secret
    """The token is wrong, or another process polls with it. The bot cannot work."""
    UNEXPECTED = "unexpected"
    """The error is not from Telegram. This is a bug."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """The kind of an error. `retry_after` (seconds) is only set for RETRY_LATER, `new_chat_id` only for MIGRATED."""

    kind: FailureKind
    retry_after: float | None = None
    new_chat_id: int | None = None


UNREACHABLE_TEXTS = (
    "chat not found",
    "user not found",
    "user is deactivated",
    "user_is_blocked",
    "user_is_deactivated",
    "input_user_deactivated",
    "peer_id_invalid",
)
TOPIC_CLOSED_TEXT = "topic_closed"
TOPIC_GONE_TEXTS = ("message thread not found", "topic_deleted", "topic_id_invalid", TOPIC_CLOSED_TEXT)
HARMLESS_TEXTS = (
    "message is not modified",
    "query is too old",
    "query id is invalid",
    "message to delete not found",
)


class NotSentError(NetworkError):
    """The request never reached Telegram, because the connection failed. Contains the kind of error and no address."""


def classify(error: BaseException) -> Failure:
    """Returns how to react to an exception of a call to Telegram. Never raises."""
    if isinstance(error, RetryAfter):
        return Failure(kind=FailureKind.RETRY_LATER, retry_after=retry_seconds(error))
    if isinstance(error, ChatMigrated):
        return Failure(kind=FailureKind.MIGRATED, new_chat_id=error.new_chat_id)
    return Failure(kind=_kind(error))


def is_topic_gone(error: BadRequest) -> bool:
    """Returns True if Telegram refused a message only because of the topic that it was for."""
    return any(known in error.message.casefold() for known in TOPIC_GONE_TEXTS)


def retry_seconds(error: RetryAfter) -> float:
    """Returns the wait in seconds. Its type depends on python-telegram-bot's version (see `bot/__init__.py`)."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _kind(error: BaseException) -> FailureKind:
    if isinstance(error, Forbidden):
        return FailureKind.UNREACHABLE
    if isinstance(error, InvalidToken | Conflict):
        return FailureKind.TOKEN
    # python-telegram-bot's BadRequest is a NetworkError, so it is checked first.
    if isinstance(error, BadRequest):
        return _refusal(error.message.casefold())
    if isinstance(error, NetworkError):
        return _network(error)
    if isinstance(error, EndPointNotFound | PassportDecryptionError):
        return FailureKind.REJECTED
    # A plain TelegramError is an unreadable answer ("Invalid server response"). The request may have worked.
    return FailureKind.MAYBE_DELIVERED if isinstance(error, TelegramError) else FailureKind.UNEXPECTED


def _refusal(text: str) -> FailureKind:
    if any(known in text for known in UNREACHABLE_TEXTS):
        return FailureKind.UNREACHABLE
    if TOPIC_CLOSED_TEXT in text:
        return FailureKind.TOPIC_CLOSED
    if any(known in text for known in HARMLESS_TEXTS):
        return FailureKind.HARMLESS
    return FailureKind.REJECTED


def _network(error: NetworkError) -> FailureKind:
    if isinstance(error, NotSentError):
        return FailureKind.NOT_SENT
    # A 413 is a plain NetworkError. The upload is too large, also for the next attempt.
    if "request entity too large" in error.message.casefold():
        return FailureKind.REJECTED
    return FailureKind.MAYBE_DELIVERED

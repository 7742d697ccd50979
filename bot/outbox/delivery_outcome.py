"""The outcome of a row after an error: Telegram refused the request or did not answer."""

from dataclasses import dataclass
from typing import Final

from telegram.error import RetryAfter

from bot import safe_errors
from bot.telegram.errors import Failure, FailureKind, classify, retry_seconds
from storage.vocabulary import DeliveryStatus

MAX_ATTEMPTS: Final = 24
"""With the waits below this takes about 19 hours, longer than a night without a network."""
_FIRST_WAIT_S: Final = 5.0
_LONGEST_WAIT_S: Final = 3_600.0
_TOKEN_WAIT_S: Final = 60.0  # every attempt fails until the operator corrects the token
_CLOCK_MARGIN_S: Final = 1.0  # added to Telegram's retry_after, which is in whole seconds
_ERROR_LENGTH: Final = 200

_ENDS: Final = {
    FailureKind.UNREACHABLE: DeliveryStatus.UNREACHABLE,
    FailureKind.TOPIC_CLOSED: DeliveryStatus.UNREACHABLE,
    FailureKind.MAYBE_DELIVERED: DeliveryStatus.UNKNOWN,
    FailureKind.HARMLESS: DeliveryStatus.OBSOLETE,
    FailureKind.REJECTED: DeliveryStatus.FAILED,
    FailureKind.UNEXPECTED: DeliveryStatus.FAILED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SendOutcome:
    """The status of a row after an error. `wait_s` is set if the status is PENDING; `error` is for the operator."""

    status: DeliveryStatus
    wait_s: float | None = None
    error: str | None = None
    counts: bool = True
    """False if Telegram only asked to wait, which does not count as a failed attempt."""
    new_chat_id: int | None = None
    """The new id of a group that became a supergroup."""


def outcome_of(error: Exception, attempts: int) -> SendOutcome:
    """Returns the outcome of an error. `attempts` counts the failed attempts, including this one."""
    if isinstance(error, RetryAfter):
        return SendOutcome(status=DeliveryStatus.PENDING, wait_s=retry_seconds(error) + _CLOCK_MARGIN_S, counts=False)
    failure = classify(error)
    end = _ENDS.get(failure.kind)
    if end is not None:
        return SendOutcome(status=end, error=describe(error, failure))
    if failure.kind is FailureKind.MIGRATED and attempts < MAX_ATTEMPTS:
        return SendOutcome(status=DeliveryStatus.PENDING, wait_s=0.0, new_chat_id=failure.new_chat_id)
    return try_again(error, attempts)


def is_topic_closed(error: str | None) -> bool:
    """Returns True if the error of a row says that the group takes no messages in its General topic."""
    return (error or "").startswith(FailureKind.TOPIC_CLOSED)


def try_again(error: Exception, attempts: int) -> SendOutcome:
    """Returns the outcome of an error that may pass: PENDING after a wait, or FAILED after too many attempts."""
    failure = classify(error)
    text = describe(error, failure)
    if attempts >= MAX_ATTEMPTS:
        return SendOutcome(status=DeliveryStatus.FAILED, error=text)
    return SendOutcome(status=DeliveryStatus.PENDING, wait_s=wait_after(failure, attempts), error=text)


def wait_after(failure: Failure, attempts: int) -> float:
    """Returns the seconds until the next attempt: doubled after each failure, up to an hour."""
    backoff = min(_FIRST_WAIT_S * 2.0 ** (attempts - 1), _LONGEST_WAIT_S)
    return max(backoff, _TOKEN_WAIT_S) if failure.kind is FailureKind.TOKEN else backoff


def describe(error: Exception, failure: Failure) -> str:
    """Returns the error for the operator, without people's texts."""
    return f"{failure.kind}: {safe_errors.describe(error)}"[:_ERROR_LENGTH]

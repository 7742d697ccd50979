"""What becomes of a delivery when sending it failed."""

import re
from dataclasses import dataclass
from typing import Final

from bot.telegram.errors import Failure, FailureKind, classify
from storage.vocabulary import DeliveryStatus

MAX_ATTEMPTS: Final = 24
"""With the waits below these are about 19 hours: longer than a night without a network."""
_FIRST_WAIT_S: Final = 5.0
_LONGEST_WAIT_S: Final = 3_600.0
_TOKEN_WAIT_S: Final = 60.0  # somebody has to put the token right; until then every try is in vain
_ERROR_LENGTH: Final = 200
_QUOTED: Final = re.compile(r"""["'`“«].*["'`”»]""", re.DOTALL)
_NUMBER: Final = re.compile(r"\d{5,}")

_ENDS: Final = {
    FailureKind.UNREACHABLE: DeliveryStatus.UNREACHABLE,
    FailureKind.MAYBE_DELIVERED: DeliveryStatus.UNKNOWN,
    FailureKind.HARMLESS: DeliveryStatus.OBSOLETE,
    FailureKind.REJECTED: DeliveryStatus.FAILED,
    FailureKind.UNEXPECTED: DeliveryStatus.FAILED,
    # Only groups migrate, and deliveries go to people.
    FailureKind.MIGRATED: DeliveryStatus.FAILED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`wait_s` is set for a delivery that goes back to be sent again, `error` where there is something to look into."""

    status: DeliveryStatus
    message_id: int | None = None
    wait_s: float | None = None
    error: str | None = None

    @property
    def is_fault(self) -> bool:
        return self.status is DeliveryStatus.FAILED


def outcome_of(error: Exception, attempts: int) -> Outcome:
    """What to record after `attempts` tries, this one included, of which the last ended in `error`."""
    failure = classify(error)
    end = _ENDS.get(failure.kind)
    if end is not None:
        return Outcome(status=end, error=describe(error, failure))
    if attempts >= MAX_ATTEMPTS:
        return Outcome(status=DeliveryStatus.FAILED, error=describe(error, failure))
    return Outcome(status=DeliveryStatus.PENDING, wait_s=wait_after(failure, attempts), error=describe(error, failure))


def wait_after(failure: Failure, attempts: int) -> float:
    """Seconds: what Telegram asks for, or twice as long after each failure up to an hour."""
    if failure.retry_after is not None:
        return failure.retry_after + 1.0
    backoff = min(_FIRST_WAIT_S * 2.0 ** (attempts - 1), _LONGEST_WAIT_S)
    return max(backoff, _TOKEN_WAIT_S) if failure.kind is FailureKind.TOKEN else backoff


def describe(error: Exception, failure: Failure) -> str:
    """The error for an operator. What is quoted and what is a number may be somebody's text or id: left out."""
    text = f"{failure.kind}: {type(error).__name__}"
    if failure.kind not in {FailureKind.UNEXPECTED, FailureKind.MIGRATED}:
        text += f": {_NUMBER.sub('…', _QUOTED.sub('…', str(error)))}"
    return text[:_ERROR_LENGTH]

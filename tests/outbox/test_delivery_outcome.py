"""What each of Telegram's refusals makes of a delivery."""

import pytest
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.outbox.delivery_outcome import MAX_ATTEMPTS, outcome_of
from bot.telegram.errors import NotSentError
from storage.vocabulary import DeliveryStatus


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), DeliveryStatus.UNREACHABLE),
        (BadRequest("Chat not found"), DeliveryStatus.UNREACHABLE),
        (BadRequest("Can't parse entities: unclosed tag"), DeliveryStatus.FAILED),
        (BadRequest("Message is not modified"), DeliveryStatus.OBSOLETE),
        (TimedOut(), DeliveryStatus.UNKNOWN),
        (NetworkError("ServerDisconnectedError"), DeliveryStatus.UNKNOWN),
        (NotSentError("ClientConnectorError"), DeliveryStatus.PENDING),
        (RetryAfter(17), DeliveryStatus.PENDING),
        (InvalidToken(), DeliveryStatus.PENDING),
        (Conflict("terminated by other getUpdates request"), DeliveryStatus.PENDING),
        (KeyError("Ana Anić"), DeliveryStatus.FAILED),
    ],
)
def test_every_failure_has_its_end(error: Exception, status: DeliveryStatus) -> None:
    outcome = outcome_of(error, attempts=1)
    assert outcome.status is status
    assert (outcome.wait_s is not None) == (status is DeliveryStatus.PENDING)


def test_telegram_is_waited_for_as_long_as_it_asks() -> None:
    assert outcome_of(RetryAfter(17), attempts=3).wait_s == 18.0


def test_waits_double_up_to_an_hour_and_end() -> None:
    waits = [outcome_of(NotSentError("ClientConnectorError"), attempts).wait_s for attempts in range(1, MAX_ATTEMPTS)]
    assert waits[:4] == [5.0, 10.0, 20.0, 40.0]
    assert max(waits) == 3_600.0
    assert outcome_of(NotSentError("ClientConnectorError"), MAX_ATTEMPTS).status is DeliveryStatus.FAILED


def test_a_wrong_token_is_not_hammered_with() -> None:
    assert outcome_of(InvalidToken(), attempts=1).wait_s == 60.0


def test_an_error_keeps_nothing_of_what_people_wrote() -> None:
    rejected = outcome_of(BadRequest('Unsupported start tag "ana@example.org" at offset 5012345678'), attempts=1)
    assert rejected.error == "rejected: BadRequest: Unsupported start tag"
    assert outcome_of(KeyError("Ana Anić"), attempts=1).error == "unexpected: KeyError"

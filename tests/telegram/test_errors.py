"""Each failure as it really comes: through our request class, from a server that answers so."""

import json
from typing import Any

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    PassportDecryptionError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.telegram.errors import Failure, FailureKind, NotSentError, classify
from bot.telegram.request import AiohttpRequest
from tests.telegram.raw_server import answering


async def failure_of(status: int, description: str, **parameters: Any) -> Failure:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    answer = json.dumps(body | ({"parameters": parameters} if parameters else {})).encode()
    async with answering(answer, status=status) as server, AiohttpRequest(connections=1) as request:
        with pytest.raises(TelegramError) as raised:
            await request.post(f"{server.url}/bot1:a/sendMessage")
    return classify(raised.value)


@pytest.mark.parametrize(
    ("status", "description", "kind"),
    [
        (403, "Forbidden: bot was blocked by the user", FailureKind.UNREACHABLE),
        (403, "Forbidden: user is deactivated", FailureKind.UNREACHABLE),
        (403, "Forbidden: bot can't initiate conversation with a user", FailureKind.UNREACHABLE),
        (400, "Bad Request: chat not found", FailureKind.UNREACHABLE),
        (400, "Bad Request: PEER_ID_INVALID", FailureKind.UNREACHABLE),
        (
            400,
            "Bad Request: message is not modified: specified new message content and reply markup are exactly the same",
            FailureKind.HARMLESS,
        ),
        (
            400,
            "Bad Request: query is too old and response timeout expired or query ID is invalid",
            FailureKind.HARMLESS,
        ),
        (400, "Bad Request: message to delete not found", FailureKind.HARMLESS),
        (400, "Bad Request: can't parse entities: Unsupported start tag", FailureKind.REJECTED),
        (400, "Bad Request: message to edit not found", FailureKind.REJECTED),
        (413, "Request Entity Too Large", FailureKind.REJECTED),
        (401, "Unauthorized", FailureKind.TOKEN),
        (404, "Not Found", FailureKind.TOKEN),
        (409, "Conflict: terminated by other getUpdates request", FailureKind.TOKEN),
        (500, "Internal Server Error", FailureKind.MAYBE_DELIVERED),
        (502, "Bad Gateway", FailureKind.MAYBE_DELIVERED),
    ],
)
async def test_what_telegram_answers(status: int, description: str, kind: FailureKind) -> None:
    assert await failure_of(status, description) == Failure(kind=kind)


async def test_a_wait_and_a_new_address_are_told_with_their_numbers() -> None:
    wait = await failure_of(429, "Too Many Requests: retry after 7", retry_after=7)
    assert wait == Failure(kind=FailureKind.RETRY_LATER, retry_after=7)
    moved = await failure_of(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1005)
    assert moved == Failure(kind=FailureKind.MIGRATED, new_chat_id=-1005)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (TimedOut(), FailureKind.MAYBE_DELIVERED),
        (NotSentError("ClientConnectorError"), FailureKind.NOT_SENT),
        (BadRequest("Message_too_long"), FailureKind.REJECTED),
        (TelegramError("Invalid server response"), FailureKind.MAYBE_DELIVERED),
        (EndPointNotFound("sendPigeon"), FailureKind.REJECTED),
        (PassportDecryptionError("no key"), FailureKind.REJECTED),
        (RuntimeError("a bug"), FailureKind.UNEXPECTED),
    ],
)
def test_what_comes_without_an_answer(error: Exception, kind: FailureKind) -> None:
    assert classify(error) == Failure(kind=kind)


@pytest.mark.filterwarnings("ignore:.*timedelta.*")
def test_a_wait_told_in_plain_seconds_is_read_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "false")
    assert classify(RetryAfter(3)).retry_after == 3.0
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    assert classify(RetryAfter(3)).retry_after == 3.0
    assert classify(ChatMigrated(-5)).retry_after is None

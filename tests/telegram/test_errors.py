"""Each failure as python-telegram-bot really raises it: through its own request class where there is one."""

import json
from typing import Any

import httpx
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
from telegram.request import HTTPXRequest

from bot.telegram.errors import Failure, FailureKind, classify


async def failure_of(answer: httpx.Response | Exception) -> Failure:
    """Ask for something through PTB over a transport that answers so."""

    def telegram(request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    transport = httpx.MockTransport(telegram)
    async with HTTPXRequest(httpx_kwargs={"transport": transport, "mounts": {}}) as request:
        with pytest.raises(TelegramError) as raised:
            await request.post("https://api.telegram.org/bot1:a/sendMessage")
    return classify(raised.value)


def refused(status: int, description: str, **parameters: Any) -> httpx.Response:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    return httpx.Response(status, content=json.dumps(body | ({"parameters": parameters} if parameters else {})))


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
    assert await failure_of(refused(status, description)) == Failure(kind=kind)


async def test_a_wait_and_a_new_address_are_told_with_their_numbers() -> None:
    wait = await failure_of(refused(429, "Too Many Requests: retry after 7", retry_after=7))
    assert wait == Failure(kind=FailureKind.RETRY_LATER, retry_after=7)
    moved = await failure_of(refused(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1005))
    assert moved == Failure(kind=FailureKind.MIGRATED, new_chat_id=-1005)
    assert wait.may_repeat
    assert moved.may_repeat


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx.ConnectError("refused"), FailureKind.NOT_SENT),
        (httpx.ConnectTimeout("slow"), FailureKind.NOT_SENT),
        (httpx.PoolTimeout("busy"), FailureKind.NOT_SENT),
        (httpx.ProxyError("no proxy"), FailureKind.NOT_SENT),
        (httpx.InvalidURL("?"), FailureKind.NOT_SENT),
        (httpx.ReadTimeout("slow"), FailureKind.MAYBE_DELIVERED),
        (httpx.WriteTimeout("slow"), FailureKind.MAYBE_DELIVERED),
        (httpx.ReadError("cut"), FailureKind.MAYBE_DELIVERED),
        (httpx.RemoteProtocolError("cut"), FailureKind.MAYBE_DELIVERED),
        (ValueError("anything"), FailureKind.MAYBE_DELIVERED),
    ],
)
async def test_what_the_network_does(error: Exception, kind: FailureKind) -> None:
    failure = await failure_of(error)
    assert failure.kind is kind
    assert failure.may_repeat is (kind is FailureKind.NOT_SENT)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (TimedOut(), FailureKind.MAYBE_DELIVERED),
        (TimedOut("Pool timeout: All connections are occupied."), FailureKind.NOT_SENT),
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

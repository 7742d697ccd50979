"""Our HTTP to the Bot API against real sockets: what leaves, and what each failure of the network becomes."""

import asyncio
import io
import socket
from urllib.parse import parse_qs

import pytest
from telegram import InputFile
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.telegram.errors import FailureKind, NotSentError, classify
from bot.telegram.request import AiohttpRequest
from tests.telegram.raw_server import answering

TOKEN = "123:secret"
OK = b'{"ok": true, "result": true}'


def data(**values: object) -> RequestData:
    return RequestData([RequestParameter.from_input(name, value) for name, value in values.items()])


def closed_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def test_parameters_leave_as_a_form() -> None:
    async with answering(OK) as server, AiohttpRequest(connections=1) as request:
        sent = data(chat_id=7, text="Zdravo & 你好 + 100 %", silent=True, markup={"a": [1]})
        assert await request.post(f"{server.url}/bot{TOKEN}/sendMessage", sent) is True
    [(head, body)] = server.requests
    assert head.startswith(f"POST /bot{TOKEN}/sendMessage HTTP/1.1")
    assert parse_qs(body.decode()) == {
        "chat_id": ["7"],
        "text": ["Zdravo & 你好 + 100 %"],
        "silent": ["true"],
        "markup": ['{"a": [1]}'],
    }


@pytest.mark.parametrize("content", [b"%PDF-", io.BytesIO(b"%PDF-")], ids=["bytes", "file"])
async def test_files_leave_with_their_names_as_they_are(content: bytes | io.BytesIO) -> None:
    file = InputFile(content, filename='предлог "1".pdf', read_file_handle=False)
    async with answering(OK) as server, AiohttpRequest(connections=1) as request:
        await request.post(f"{server.url}/bot{TOKEN}/sendDocument", data(chat_id=7, document=file))
    [(head, body)] = server.requests
    assert "multipart/form-data" in head
    assert 'filename="предлог \\"1\\".pdf"'.encode() in body
    assert b"%PDF-" in body
    assert b'name="chat_id"' in body


async def test_connections_are_used_again() -> None:
    async with answering(OK) as server, AiohttpRequest(connections=2) as request:
        for _ in range(5):
            await request.post(f"{server.url}/x")
    assert (server.connections, len(server.requests)) == (1, 5)


async def test_a_redirect_is_not_followed_since_the_address_holds_the_token() -> None:
    async with answering(OK) as elsewhere:
        moved = f"HTTP/1.1 307 -\r\nLocation: {elsewhere.url}/\r\nContent-Length: 0\r\n\r\n".encode()
        async with answering(moved, raw=True) as server, AiohttpRequest(connections=1) as request:
            with pytest.raises(NetworkError):
                await request.post(f"{server.url}/x")
    assert elsewhere.requests == []


async def test_what_cannot_connect_was_not_sent() -> None:
    async with AiohttpRequest(connections=1) as request:
        for url in (f"http://127.0.0.1:{closed_port()}", "ftp://127.0.0.1", "http://"):
            with pytest.raises(NotSentError) as raised:
                await request.post(f"{url}/bot{TOKEN}/sendMessage")
            assert classify(raised.value).kind is FailureKind.NOT_SENT
            assert "secret" not in str(raised.value)


async def test_a_server_without_tls_got_nothing() -> None:
    async with answering(OK) as server, AiohttpRequest(connections=1) as request:
        with pytest.raises(NotSentError):
            await request.post(f"https://127.0.0.1:{server.port}/x")
    assert server.requests == []


async def test_what_finds_no_free_connection_was_not_sent() -> None:
    async with answering(None) as server, AiohttpRequest(connections=1) as request:
        first = asyncio.create_task(request.post(f"{server.url}/first", read_timeout=60))
        await server.asked.wait()
        with pytest.raises(NotSentError):
            await request.post(f"{server.url}/second", pool_timeout=0.01, connect_timeout=0.01)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "answer",
    [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", b"HTTP/1.1 200 OK\r\n"],
    ids=["hung up", "no HTTP", "cut in the body", "cut in the head"],
)
async def test_what_was_cut_after_it_left_may_have_arrived(answer: bytes) -> None:
    async with answering(answer, raw=True) as server, AiohttpRequest(connections=1) as request:
        with pytest.raises(NetworkError) as raised:
            await request.post(f"{server.url}/bot{TOKEN}/sendMessage", data(text="Hello"))
    assert len(server.requests) == 1
    assert classify(raised.value).kind is FailureKind.MAYBE_DELIVERED
    assert "secret" not in str(raised.value)


async def test_an_answer_that_does_not_come_may_have_arrived() -> None:
    async with answering(None) as server, AiohttpRequest(connections=1) as request:
        with pytest.raises(TimedOut) as raised:
            await request.post(f"{server.url}/x", data(text="Hello"), read_timeout=0.05)
    assert len(server.requests) == 1
    assert classify(raised.value).kind is FailureKind.MAYBE_DELIVERED


async def test_it_opens_again_after_a_shutdown() -> None:
    request = AiohttpRequest(connections=1)
    async with answering(OK) as server:
        for _ in range(2):
            async with request:
                assert await request.post(f"{server.url}/x") is True
        with pytest.raises(NetworkError):
            await request.post(f"{server.url}/x")

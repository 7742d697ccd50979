"""What only the handler over HTTP has: kinds of bodies, addresses of files, starting and stopping."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from types import ModuleType

import httpx
import pytest
from starlette.types import Receive, Scope, Send
from telegram import Bot

from bot.http_server import Running, serving
from bot.sandbox.people import Person
from bot.sandbox.server import serve
from bot.sandbox.world import TOKEN, World
from tests.bench.wire import fresh_worlds
from tests.wire.pictures import PDF


@pytest.fixture
async def server(world: World) -> AsyncIterator[Running]:
    async with serve(world) as running:
        yield running


@pytest.fixture
async def client(server: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=server.url, trust_env=False) as client:
        yield client


async def test_a_file_goes_up_and_comes_down(bot: Bot, mei: Person) -> None:
    sent = await bot.send_document(mei.id, PDF, filename="предлог.pdf")
    assert bytes(await (await bot.get_file(sent.document.file_id)).download_as_bytearray()) == PDF
    assert (mei.file(mei.last()), mei.last()["document"]["file_name"]) == (PDF, "предлог.pdf")
    hers = mei.sends_document(b"hers", name="hers.txt", mime="text/plain")
    file = await bot.get_file(hers["document"]["file_id"])
    assert bytes(await file.download_as_bytearray()) == b"hers"


async def test_the_token_in_a_file_address_may_be_encoded(client: httpx.AsyncClient, mei: Person) -> None:
    path = mei.world.files.by_id[mei.sends_document(PDF)["document"]["file_id"]].path
    assert (await client.get(f"/file/bot{TOKEN.replace(':', '%3A')}/{path}")).content == PDF
    assert (await client.get(f"/file/bot1:wrong/{path}")).status_code == 404


@pytest.mark.parametrize(
    "send",
    [
        lambda c, url, p: c.get(url, params=p),
        lambda c, url, p: c.post(url, params=p),
        lambda c, url, p: c.post(url, data=p),
        lambda c, url, p: c.post(url, json=p),
        lambda c, url, p: c.post(url, data=p, files={"unused": b"x"}),
    ],
    ids=["query", "post with query", "form", "json", "multipart"],
)
async def test_parameters_come_in_every_documented_way(client: httpx.AsyncClient, mei: Person, send: object) -> None:
    response = await send(client, f"/bot{TOKEN}/sendmessage", {"chat_id": mei.id, "text": "Здраво & 你好"})
    assert response.json()["result"]["text"] == "Здраво & 你好"
    assert mei.sees() == "Здраво & 你好"


@pytest.mark.parametrize("body", ["{", "[1]"])
async def test_a_body_that_is_no_object_is_a_bad_request(client: httpx.AsyncClient, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    response = await client.post(f"/bot{TOKEN}/getMe", content=body, headers=headers)
    assert (response.status_code, response.json()["ok"]) == (400, False)


async def test_other_addresses_are_not_found(client: httpx.AsyncClient) -> None:
    assert (await client.get("/")).status_code == 404
    assert (await client.get(f"/bot{TOKEN}")).json()["description"] == "Not Found"


async def test_an_unknown_method_is_not_a_404_which_would_stop_the_library(client: httpx.AsyncClient) -> None:
    response = await client.post(f"/bot{TOKEN}/sendStory")
    assert (response.status_code, response.json()["error_code"]) == (501, 501)


async def test_another_library_finds_it_just_as_real(server: Running, mei: Person, aiogram: ModuleType) -> None:
    api = aiogram.client.telegram.TelegramAPIServer.from_base(server.url)
    session = aiogram.client.session.aiohttp.AiohttpSession(api=api)
    async with aiogram.Bot(TOKEN, session=session) as bot:
        button = aiogram.types.InlineKeyboardButton(text="Accept", callback_data="1")
        keyboard = aiogram.types.InlineKeyboardMarkup(inline_keyboard=[[button]])
        await bot.send_message(mei.id, "<b>Offer</b>", parse_mode="HTML", reply_markup=keyboard)
        sent = await bot.send_document(mei.id, aiogram.types.BufferedInputFile(PDF, "offer.pdf"))
        downloaded = await bot.download(sent.document)
        query = mei.presses("Accept")
        updates = await bot.get_updates()
        assert await bot.answer_callback_query(query)
        with pytest.raises(aiogram.exceptions.TelegramBadRequest, match="message text is empty"):
            await bot.send_message(mei.id, "")
    assert downloaded is not None
    assert downloaded.read() == PDF
    assert updates[-1].callback_query.id == query


async def test_a_hung_up_poll_takes_nothing_with_it(client: httpx.AsyncClient, mei: Person) -> None:
    with pytest.raises(httpx.ReadTimeout):
        await client.post(f"/bot{TOKEN}/getUpdates", data={"timeout": 20}, timeout=0.1)
    mei.types("still there")
    answer = (await client.post(f"/bot{TOKEN}/getUpdates")).json()
    assert [u["message"]["text"] for u in answer["result"]] == ["still there"]


@pytest.mark.timeout(45)  # the poll would take fifty seconds
async def test_stopping_does_not_wait_for_polls(world: World) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        async with serve(world) as server:
            asked = client.post(f"{server.url}/bot{TOKEN}/getUpdates", data={"timeout": 50}, timeout=60)
            poll = asyncio.create_task(asked)
            await asyncio.sleep(0.05)
        assert (await poll).json() == {"ok": True, "result": []}


async def test_a_taken_port_is_told_and_a_free_one_is_found(world: World) -> None:
    async with serve(world) as first:
        with pytest.raises(OSError, match="in use"):
            async with serve(World(), port=first.port):
                pass
        async with serve(World()) as second:
            assert second.port != first.port


async def test_a_request_that_hangs_is_given_up_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.http_server.GRACE_S", 0.05)
    cancelled = asyncio.Event()

    async def hangs(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    async with serving(hangs) as running:
        reader, writer = await asyncio.open_connection(running.host, running.port)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        await asyncio.sleep(0.05)
    assert cancelled.is_set()
    writer.close()
    assert (await reader.read()).startswith(b"HTTP/1.1 500")


def test_calls_do_not_wait_for_delayed_acknowledgements() -> None:
    """Without IPPROTO_TCP on the listening socket every call would cost 40 ms."""
    from bot.http_server import listening_socket

    with listening_socket("127.0.0.1", 0) as sock:
        assert sock.proto == socket.IPPROTO_TCP


async def test_a_test_can_afford_its_own_world_server_and_polling_bot() -> None:
    began = time.process_time()
    seconds = await fresh_worlds(3)
    assert min(seconds) < 5, "nothing waits for a poll to end"
    assert (time.process_time() - began) / len(seconds) < 0.5

"""How updates reach the bot: long polling, webhooks, and what excludes what."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from telegram import Bot
from telegram.error import Conflict

from bot.http_server import serving
from bot.sandbox.people import Person, person
from bot.sandbox.server import serve
from bot.sandbox.waiting import until
from bot.sandbox.world import TOKEN, World


async def test_an_offset_confirms_what_came_before(bot: Bot, mei: Person) -> None:
    for text in ("one", "two", "three"):
        mei.types(text)
    first = await bot.get_updates(limit=2)
    assert [u.message.text for u in first] == ["one", "two"]
    assert first[1].update_id == first[0].update_id + 1
    assert [u.message.text for u in await bot.get_updates(offset=first[1].update_id + 1)] == ["three"]
    assert [u.message.text for u in await bot.get_updates()] == ["three"]


async def test_a_negative_offset_keeps_the_last(bot: Bot, mei: Person) -> None:
    for text in ("one", "two", "three"):
        mei.types(text)
    assert [u.message.text for u in await bot.get_updates(offset=-1)] == ["three"]


@pytest.mark.timeout(45)  # the poll would take fifty seconds
async def test_a_poll_waits_for_an_update_and_no_longer(bot: Bot, mei: Person) -> None:
    async with asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(bot.get_updates(timeout=50))
        await asyncio.sleep(0.05)
        mei.types("now")
    assert [u.message.text for u in poll.result()] == ["now"]


async def test_a_poll_without_news_ends_with_its_timeout(bot: Bot) -> None:
    assert await bot.get_updates(timeout=1) == ()


async def test_a_second_poll_ends_the_first(bot: Bot, mei: Person) -> None:
    first = asyncio.get_running_loop().create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.05)
    # Not by get_updates, whose pool has one connection.
    assert await bot.request.post(f"{bot.base_url}/getUpdates") == []
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first


async def test_kinds_that_were_not_asked_for_are_left_out(bot: Bot, mei: Person) -> None:
    mei.asks_inline("not asked for yet, so it is sent")
    assert [u.inline_query.query for u in await bot.get_updates(allowed_updates=["message"], offset=0)]
    mei.asks_inline("left out")
    mei.types("heard")
    heard = [u.effective_message and u.effective_message.text for u in await bot.get_updates()]
    assert heard == [None, "heard"]


async def test_a_webhook_excludes_polling(bot: Bot) -> None:
    await bot.set_webhook("https://example.com/hook", secret_token="secret")
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    assert (await bot.get_webhook_info()).url == "https://example.com/hook"
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


class Hook:
    """A webhook that fails as often as it is told to, then takes what comes."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.taken: list[tuple[str, str]] = []
        self.took_two = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        update = await request.json()
        status = 500 if self.failures else 200
        if self.failures:
            self.failures -= 1
        else:
            self.taken.append((update["message"]["text"], request.headers["X-Telegram-Bot-Api-Secret-Token"]))
            if len(self.taken) == 2:
                self.took_two.set()
        await Response(status_code=status)(scope, receive, send)


@pytest.fixture
async def hook() -> AsyncIterator[tuple[Hook, str]]:
    app = Hook(failures=1)
    async with serving(app) as running:
        yield app, running.url


async def test_a_webhook_gets_updates_in_order_with_its_secret(world: World, hook: tuple[Hook, str]) -> None:
    app, url = hook
    async with serve(world) as server, Bot(TOKEN, base_url=server.base_url) as bot:
        await bot.set_webhook(url, secret_token="s3cret_-")
        mei = person(world, "Mei")
        mei.types("one")
        mei.types("two")
        await asyncio.wait_for(app.took_two.wait(), 30)
        info = await bot.get_webhook_info()
    assert app.taken == [("one", "s3cret_-"), ("two", "s3cret_-")]
    assert info.pending_update_count == 0
    assert info.last_error_message == "Wrong response from the webhook: 500"


async def test_waiting_gives_up(world: World) -> None:
    with pytest.raises(TimeoutError):
        await until(world, lambda: False, timeout=0.01)

"""One browser for all tests here, a window and a world of its own for each, and no error in the console."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from bot.sandbox.page import page_routes, put_on_stage
from bot.sandbox.people_api import people_routes
from bot.sandbox.server import serve
from bot.sandbox.world import World
from tests.browser.driver import Visitor, opened_browser
from tests.browser.found import MISSING, REQUIRED, browser_path
from tests.browser.scene import Scene

STAGE = {"groups": [{"id": "cast", "title": "Play these"}], "folded": [], "tour": []}
Visit = Callable[..., Awaitable[Visitor]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    path = await asyncio.to_thread(browser_path)
    if path is None:
        (pytest.fail if REQUIRED else pytest.skip)(MISSING)
    async with opened_browser(path) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def visit(browser: Browser) -> AsyncIterator[Visit]:
    """Opens an address in a window; at the end nothing may have been complained of in any window's console."""
    visitors: list[Visitor] = []

    async def visit(url: str, *, width: int = 1280, height: int = 800, **more: object) -> Visitor:
        page = await browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce", **more)
        visitor = Visitor(page)
        visitors.append(visitor)
        await visitor.opens(url)
        return visitor

    yield visit
    for visitor in visitors:
        await visitor.page.close()
    assert [complaint for visitor in visitors for complaint in visitor.complaints] == []


@pytest_asyncio.fixture(loop_scope="session")
async def scene() -> AsyncIterator[Scene]:
    """The page on a world with two people and no bot: the test itself makes the calls of one."""
    world = World()
    for name, language in (("Mei", "zh-hans"), ("Ana", "sr")):
        user = world.new_person(name, language_code=language, username=f"{name.lower()}_here")
        world.chats[user["id"]].started = True
        put_on_stage(world, user["id"], group="cast", place="here", note="waits")
    async with AsyncExitStack() as stack:
        routes = [*page_routes(world, STAGE), *people_routes(world)]
        server = await stack.enter_async_context(serve(world, routes=routes))
        yield Scene(world=world, url=f"{server.url}/")

"""The page of a company that is not on Telegram: in a real browser, at phone width, with the keyboard only."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot import http_server
from bot.sandbox.world import World
from handlers.mail.page import mail_pages
from tests.browser.test_access import told
from tests.clock import Clock
from tests.mail.post import Post, open_post

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

WIDTH, HEIGHT = 360, 740
_PRESSED = 40  # presses of Tab after which something must have been found


class Keyboard:
    """Somebody without a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def reaches(self, words: str) -> None:
        """Presses Tab until the focus is on what carries these words, and sees where it is."""
        for _ in range(_PRESSED):
            await self.page.keyboard.press("Tab")
            focused = await self.page.evaluate(
                "() => { const it = document.activeElement; const label = it.labels?.[0]?.textContent ?? '';"
                " return (it.textContent || label || it.labels?.[0]?.textContent || '') + label; }"
            )
            if words in focused:
                ring = await self.page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
                assert ring != "none"
                return
        raise AssertionError(f"{words} cannot be reached by Tab")

    async def presses(self, words: str, key: str = "Enter") -> None:
        await self.reaches(words)
        await self.page.keyboard.press(key)

    async def goes_on(self, words: str) -> None:
        """Presses a button that leads to a new page."""
        await self.reaches(words)
        async with self.page.expect_navigation():
            await self.page.keyboard.press("Enter")


@pytest.fixture
def database_url(empty_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "mail.sqlite3"
    path.write_bytes(empty_template.read_bytes())
    return f"sqlite+aiosqlite:///{path}"


@pytest_asyncio.fixture(loop_scope="session")
async def post(database_url: str) -> AsyncIterator[Post]:
    async with open_post(World(), database_url, Clock(), encoder="none", at_once=False) as post:
        yield post


async def fits(page: Page) -> None:
    """Everything has a name and enough contrast, nothing is wider than the phone, and targets are large enough."""
    await told(page)
    assert await page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    small = await page.evaluate(
        "() => [...document.querySelectorAll('button, summary, nav a')].filter(node => node.checkVisibility()"
        " && node.getBoundingClientRect().height < 40).map(node => node.textContent)"
    )
    assert small == []
    assert await page.locator("script").count() == 0
    assert await page.evaluate("document.documentElement.lang") in {"en", "sr-Latn", "zh-Hans", "sr-Cyrl"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_from_the_question_to_the_contacts_by_keyboard(browser: Browser, post: Post, scheme: str) -> None:
    await post.proposed("我们需要四千个")
    context = await browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, color_scheme=scheme, java_script_enabled=True
    )
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    keys = Keyboard(page)
    async with http_server.serving(mail_pages(post.chat.program.services)) as server:
        await page.goto(f"{server.url}{post.link()}")
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Senzor d.o.o.")
        await fits(page)
        await keys.goes_on("English")
        await fits(page)
        await keys.goes_on("Yes, show me the request")
        await expect(page.get_by_role("status")).to_have_text("Thank you. Here is the request.")
        await expect(page.locator(".card")).to_contain_text("我们需要四千个")
        await fits(page)
        await keys.presses("Ask a question first")
        await keys.reaches("Your question")
        await page.keyboard.type("How many? senzor.rs")
        await fits(page)
        await keys.goes_on("Send")
        await expect(page.locator(".thread")).to_contain_text("How many?")
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Their turn")
        await keys.goes_on("Accept and share contacts")
        await expect(page.locator(".card")).to_contain_text("浦东农业")
        await fits(page)
        await keys.reaches("Your message")
        await page.keyboard.type("Good morning!")
        await keys.goes_on("Send")
        await expect(page.locator(".thread")).to_contain_text("Good morning!")
        await page.reload()
        await expect(page.locator(".thread li")).to_have_count(2)
        await page.go_back()
    await post.chat.settle()
    assert "Good morning!" in post.mei.sees()
    assert "senzor.rs" not in "".join(re.findall("How many.*", str(post.mei.phone.messages())))
    assert complaints == []
    await context.close()


async def test_later_and_no_by_keyboard_without_any_script(browser: Browser, post: Post) -> None:
    await post.proposed()
    context = await browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, java_script_enabled=False)
    page = await context.new_page()
    async with http_server.serving(mail_pages(post.chat.program.services)) as server:
        await page.goto(f"{server.url}{post.link()}?l=en")
        await page.get_by_role("button", name="Yes, show me the request").press("Enter")
        await page.get_by_text("Not now").press("Enter")
        await page.get_by_label("In a week").press("Space")
        await page.locator("details[open]").get_by_role("button", name="Send").press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Snoozed until")
        await page.get_by_text("✖️ No").press("Enter")
        await page.get_by_label("Too early a stage").press("Space")
        await page.locator("details[open]").get_by_role("button", name="Send").press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_contain_text("You said no.")
    await post.chat.settle()
    assert post.mei.t("The stage is too early for them.") in post.mei.sees()
    await context.close()

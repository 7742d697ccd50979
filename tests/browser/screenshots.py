"""Makes the pictures of README: `make screenshots`. Plays the guided tour in a real browser and looks at it."""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from playwright.async_api import Browser, Page, ViewportSize

from tests.browser.driver import Phone, Visitor, opened_browser
from tests.browser.found import MISSING, browser_path
from tests.browser.process import sandbox

FOLDER = Path(__file__).parents[2] / "bot" / "sandbox" / "docs"
LAPTOP = ViewportSize(width=1360, height=850)
PHONE = ViewportSize(width=390, height=844)
_SETTLED_MS = 900


async def plays_the_tour(visitor: Visitor, page: Page, shot: Callable[[str], Awaitable[None]]) -> tuple[Phone, Phone]:
    """The guided tour from its offer to its end, by what it says."""
    await page.get_by_role("button", name="Show me").click()
    mei, ana = visitor.phone("Mei"), visitor.phone("Ana")
    await mei.starts()
    await page.get_by_role("button", name="Type it for me").wait_for()
    await mei.log.get_by_role("button", name="⚡").last.click()
    await mei.sees("⚡")
    await page.get_by_role("button", name="Type it for me").click()
    await mei.pane.get_by_role("button", name="Send", exact=True).click()
    await mei.log.get_by_role("button", name="✅").last.click()
    await mei.sees("Bežični senzori")
    await page.get_by_role("heading", name="A match, and no names").wait_for()
    await shot("match")
    await mei.log.get_by_role("button", name="🤝").last.click()
    await mei.log.get_by_role("button", name="✅").last.click()
    await page.get_by_role("heading", name="The other side decides").wait_for()
    await ana.log.get_by_role("button", name="✅").wait_for()
    await ana.log.get_by_role("button", name="✅").last.click()
    await ana.sees("绿源")
    await mei.sees("Senzor Agro d.o.o.")
    await page.get_by_role("heading", name="Introduced").wait_for()
    await shot("introduced")
    return mei, ana


class Shots:
    """Takes pictures of a page under a prefix, once what moves has settled."""

    def __init__(self, page: Page, folder: Path, prefix: str = "") -> None:
        self._page, self._folder, self._prefix = page, folder, prefix

    async def __call__(self, name: str) -> None:
        await self._page.wait_for_timeout(_SETTLED_MS)
        await self._page.screenshot(path=self._folder / f"{self._prefix}{name}.png")


async def make(folder: Path) -> None:
    path = browser_path()
    if path is None:
        raise SystemExit(MISSING)
    with tempfile.TemporaryDirectory() as data:
        async with sandbox(Path(data)) as url, opened_browser(path) as browser:
            await _laptop(browser, url, folder)
            await _night(browser, url, folder)
            await _phone(browser, url, folder)


async def _laptop(browser: Browser, url: str, folder: Path) -> None:
    page = await browser.new_page(viewport=LAPTOP)
    visitor, shot = Visitor(page), Shots(page, folder)
    await visitor.opens(url)
    await page.wait_for_selector('[data-state="awake"]')
    await shot("start")
    await plays_the_tour(visitor, page, shot)
    await page.get_by_role("button", name="Done").click()
    await page.close()


async def _night(browser: Browser, url: str, folder: Path) -> None:
    page = await browser.new_page(viewport=LAPTOP, color_scheme="dark")
    visitor, shot = Visitor(page), Shots(page, folder)
    await visitor.opens(url)
    await visitor.plays("Mei")
    await visitor.plays("Ana", beside=True)
    await page.get_by_role("button", name="Menu").click()
    await page.get_by_role("menuitem", name="What the bot calls").click()
    await shot("dark")
    await page.close()


async def _phone(browser: Browser, url: str, folder: Path) -> None:
    page = await browser.new_page(viewport=PHONE, device_scale_factor=2, has_touch=True)
    visitor, shot = Visitor(page), Shots(page, folder)
    await visitor.opens(url)
    await visitor.plays("Ana")
    await shot("phone-chat")
    await page.close()


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    chosen.mkdir(parents=True, exist_ok=True)
    asyncio.run(make(chosen))

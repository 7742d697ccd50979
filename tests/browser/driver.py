"""The page as a visitor uses it: by clicking and typing in a real browser."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, Locator, Page, async_playwright, expect

ANSWER_MS = 20_000
"""The bot answers within a fraction of a second; the machine may be busy with other tests."""
_ARGUMENTS = ["--disable-gpu", "--disable-dev-shm-usage", "--no-sandbox"]


# Resolves once the bot has said or changed something since `before`, and is done with it.
_ANSWERED = """(log, before) => new Promise(done => {
  let [last, since] = [null, 0];
  const look = () => {
    const now = [...log.querySelectorAll('.message:not(.own)')].map(node => node.innerText).join();
    const busy = log.querySelector('[aria-busy]');
    if (now !== last) [last, since] = [now, performance.now()];
    if (now !== before && !busy && performance.now() - since > 350) done(); else setTimeout(look, 30);
  };
  look();
})"""
_SAID = "log => [...log.querySelectorAll('.message:not(.own)')].map(node => node.innerText).join()"


@asynccontextmanager
async def opened_browser(path: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


@dataclass
class Visitor:
    """One window with the page in it. `complaints` are the errors in the browser's console.

    It has no slots, since playwright puts marks on what it is to call.
    """

    page: Page
    complaints: list[str] = field(default_factory=list)

    async def opens(self, url: str) -> None:
        self.page.on("console", self._noted)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.set_default_timeout(ANSWER_MS)
        await self.page.goto(url)
        await self.page.wait_for_selector("html[data-ready]")

    def _noted(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.text} {message.location}")

    async def dismisses_the_tour(self) -> None:
        await self.page.get_by_role("button", name="No, thanks").click()

    async def plays(self, name: str, *, beside: bool = False) -> "Phone":
        """Opens somebody's chat from the column."""
        row = self.page.locator(f'button.person[data-name="{name}"]')
        await row.click(modifiers=["Control"] if beside else [])
        return self.phone(name)

    async def makes(self, name: str, language: str, *, username: str = "") -> "Phone":
        """A new person, by the dialog."""
        await self.page.get_by_role("button", name="New person").click()
        dialog = self.page.get_by_role("dialog")
        await dialog.get_by_label("Name", exact=True).fill(name)
        await dialog.get_by_label("Telegram's language").select_option(language)
        await dialog.get_by_label("Username, or none").fill(username)
        await dialog.get_by_role("button", name="Create").click()
        await expect(dialog).to_have_count(0)
        return self.phone(name)

    def phone(self, name: str) -> "Phone":
        return Phone(self, self.page.get_by_role("region", name=f"Chat of {name}"))


@dataclass(slots=True)
class Phone:
    """One open chat."""

    visitor: Visitor
    pane: Locator

    @property
    def log(self) -> Locator:
        return self.pane.get_by_role("log")

    async def starts(self) -> None:
        await self.pane.get_by_role("button", name="Start", exact=True).click()

    async def types(self, text: str) -> None:
        field = self.pane.get_by_role("textbox")
        await field.click()
        await self.visitor.page.keyboard.insert_text(text)
        await field.press("Enter")
        await expect(field).to_have_value("")

    async def presses(self, label: str) -> None:
        """The newest button with these words on it, once it is there."""
        await self.log.get_by_role("button", name=label).last.click()

    @asynccontextmanager
    async def answered(self) -> AsyncIterator[None]:
        """Waits, after what is done inside, until the bot has answered."""
        before = await self.log.evaluate(_SAID)
        yield
        async with asyncio.timeout(ANSWER_MS / 1000):
            await self.log.evaluate(_ANSWERED, before)

    async def sees(self, *texts: str) -> None:
        for text in texts:
            await expect(self.log).to_contain_text(text, timeout=ANSWER_MS)

    async def text(self) -> str:
        return await self.log.inner_text()

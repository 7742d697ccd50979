"""Makes the pictures of README and of the guide for organizers: `make screenshots`. Plays in a real browser."""

import asyncio
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.async_api import Browser, Page, ViewportSize

from bot.i18n.translator import Translator, translator_for
from storage.vocabulary import Language
from tests.browser.busy import introduces_many
from tests.browser.driver import Phone, Visitor, opened_browser
from tests.browser.found import MISSING, browser_path
from tests.browser.guide import prepares_a_fair
from tests.browser.process import sandbox

FOLDER = Path(__file__).parents[2] / "bot" / "sandbox" / "docs"
LAPTOP = ViewportSize(width=1360, height=850)
PHONE = ViewportSize(width=390, height=844)
ORGANIZER = ViewportSize(width=440, height=900)
FIRST_MESSAGES = {
    "en": ("Nia", "en", "We look for wireless soil moisture sensors for our greenhouses."),
    "zh": ("王芳", "zh-hans", "我们寻找温室土壤湿度传感器的供应商，需要无线的。"),
    "sr": ("Jovana", "sr", "Tražimo kupca za smrznute maline, 40 tona godišnje."),
}
_SETTLED_MS = 900
_COLOURS = 256

_TIME: Final = re.compile(r"\d\d:\d\d")


async def plays_the_tour(visitor: Visitor, page: Page, shot: Callable[[str], Awaitable[None]]) -> tuple[Phone, Phone]:
    """The guided tour from its offer to its end, by what it says."""
    await page.get_by_role("button", name="Show me").click()
    mei, ana = visitor.phone("Mei"), visitor.phone("Ana")
    await mei.starts()
    await page.get_by_role("button", name="Type it for me").wait_for()
    await page.get_by_role("button", name="Type it for me").click()
    await mei.pane.get_by_role("button", name="Send", exact=True).click()
    await mei.log.get_by_role("button", name="📝").last.click()
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


async def meets_at_the_fair(mei: Phone, ana: Phone) -> None:
    """Mei suggests three mornings at the fair, and Ana picks one of them."""
    zh, sr = translator_for(Language.ZH), translator_for(Language.SR_LATN)
    await presses(mei, zh("📅 Meet at the fair"))
    await types(mei, "上午")
    await presses(mei, zh("Send ({count})", count="3"))
    await ana.sees(sr("📅 They would like to meet you"))
    offered = await ana.log.get_by_role("button", name=_TIME).last.inner_text()  # they depend on the time of day
    time = _TIME.findall(offered)[0]
    await presses(ana, time)
    await ana.sees(f"{time} – ")
    await mei.sees(zh("✅ They chose a time. Your meeting is booked."))


async def announces(organizer: Phone, t: Translator) -> None:
    """From /events to an announcement in two languages that is on its way, with a button to the programme."""
    await types(organizer, "/events")
    await presses(organizer, "🛠", t("📣 New announcement"))
    await types(organizer, "The greenhouse hall opens at ten.")
    await presses(organizer, t("Done ({count})", count="1"), t("🌐 Languages"), "简体中文")
    await types(organizer, "温室展区十点开放。")
    await presses(organizer, t("Done ({count})", count="1"), t("🔗 Buttons"), t("🗓 Programme"))
    await presses(organizer, t("Done ({count})", count="1"), t("🚀 Send now"), t("Yes"))


async def presses(phone: Phone, *labels: str) -> None:
    for label in labels:
        async with phone.answered():
            await phone.presses(label)


async def types(phone: Phone, text: str) -> None:
    async with phone.answered():
        await phone.types(text)


class Shots:
    """Takes pictures of a page under a prefix, once what moves has settled, with few enough colours to be small."""

    def __init__(self, page: Page, folder: Path, prefix: str = "") -> None:
        self._page, self._folder, self._prefix = page, folder, prefix

    async def __call__(self, name: str) -> None:
        await self._page.wait_for_timeout(_SETTLED_MS)
        path = self._folder / f"{self._prefix}{name}.png"
        await self._page.screenshot(path=path)
        await asyncio.to_thread(_make_small, path)


def _make_small(path: Path) -> None:
    with Image.open(path) as picture:
        fewer = picture.convert("RGB").quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    fewer.save(path, optimize=True)


async def make(folder: Path) -> None:
    path = browser_path()
    if path is None:
        raise SystemExit(MISSING)
    with tempfile.TemporaryDirectory() as data:
        async with sandbox(Path(data)) as url, opened_browser(path) as browser:
            await _laptop(browser, url, folder)
            await _night(browser, url, folder)
            await _phone(browser, url, folder)
            await _first_minute(browser, url, folder)
            await _organizer(browser, url, folder)


async def _laptop(browser: Browser, url: str, folder: Path) -> None:
    page = await browser.new_page(viewport=LAPTOP)
    visitor, shot = Visitor(page), Shots(page, folder)
    await visitor.opens(url)
    await page.wait_for_selector('[data-state="awake"]')
    await shot("start")
    mei, ana = await plays_the_tour(visitor, page, shot)
    await page.get_by_role("button", name="Done").click()
    await meets_at_the_fair(mei, ana)
    await presses(ana, translator_for(Language.SR_LATN)("📅 My meetings"))
    await shot("meeting")
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


async def _first_minute(browser: Browser, url: str, folder: Path) -> None:
    """One message and the answer to it, in three languages."""
    for code, (name, language, words) in FIRST_MESSAGES.items():
        page = await browser.new_page(viewport=PHONE, device_scale_factor=2, has_touch=True)
        visitor, shot = Visitor(page), Shots(page, folder, "first-minute-")
        await visitor.opens(url)
        newcomer = await visitor.makes(name, language)
        async with newcomer.answered():
            await newcomer.starts()
        await types(newcomer, words)
        await shot(code)
        await page.close()


async def _organizer(browser: Browser, url: str, folder: Path) -> None:
    """What an organizer watches and what comes of it, read in English for README."""
    page = await browser.new_page(viewport=ORGANIZER)
    visitor, shot, t = Visitor(page), Shots(page, folder, "organizer-"), translator_for(Language.EN)
    await visitor.opens(url)
    katarina = await visitor.plays("Katarina")
    await types(katarina, "/language")
    await presses(katarina, "English")
    await prepares_a_fair(page, katarina, t, shot, folder)
    await announces(katarina, t)
    await katarina.sees("left")
    await shot("progress")
    await katarina.sees("100%")
    await introduces_many(page, url)
    await presses(katarina, t("📊 Report"))
    await shot("report")
    await types(katarina, "/dashboard")
    await katarina.sees("results.xlsx")
    await page.wait_for_timeout(_SETTLED_MS)
    await katarina.log.locator("img").last.scroll_into_view_if_needed()
    await shot("dashboard")
    await page.close()


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    chosen.mkdir(parents=True, exist_ok=True)
    asyncio.run(make(chosen))

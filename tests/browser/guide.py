"""The pictures of the guide for organizers: an event, a list, its doubles and drafts, and a sign as it is printed."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urljoin

import pypdfium2
from playwright.async_api import Page

from bot.i18n.translator import Translator
from tests.browser.driver import Phone

LIST = (
    "Company,Country,Hall,Booth,Phone,Offers,Description\n"
    "Zelena Polja,Serbia,Hall 1,A-11,+381641234567,Cold-pressed sunflower oil,\n"
    "Zeleno Polje Agro,Serbia,Hall 1,A-11,+381641234567,,\n"
    "上海星云包装机械有限公司,China,Hall 2,B-7,,Packaging machines for flour,\n"
    "Hrast & Brest d.o.o.,Serbia,Hall 1,A-12,,,"
    '"Hrast & Brest makes solid oak and elm floors for hotels, with a kiln of its own and an FSC certificate."\n'
)
_DPI = 40  # of the printed sign in the guide


async def prepares_a_fair(
    page: Page, organizer: Phone, t: Translator, shot: Callable[[str], Awaitable[None]], folder: Path
) -> None:
    """From /events to the signs of the booths, with a picture of each step."""
    await _types(organizer, "/events")
    await _presses(organizer, "🛠")
    await shot("event")
    await _presses(organizer, t("📋 Import a list"))
    await _sends(page, organizer, "exhibitors.csv", LIST)
    await organizer.sees("exhibitors.csv")
    await shot("list")
    await _presses(organizer, t("Probable duplicates"))
    await shot("doubles")
    await _presses(organizer, t("✅ The same"), f"✅ {t('Import')}")
    await _types(organizer, "/events")
    await _presses(organizer, "🛠", t("🎫 Code and QR"), t("🖨 Print"), t("Booth signs: A5"))
    link = await organizer.log.locator("a.attachment").last.get_attribute("href")
    printed = await page.request.get(urljoin(page.url, link or ""))
    pdf = pypdfium2.PdfDocument(await printed.body())
    pages = [pdf[number].render(scale=_DPI / 72).to_pil() for number in range(len(pdf))]
    pages[-1].save(folder / "organizer-sign.png", optimize=True)


async def _sends(page: Page, phone: Phone, name: str, text: str) -> None:
    async with page.expect_file_chooser() as chooser:
        await phone.pane.get_by_role("button", name="Attach").click()
        await page.get_by_role("menuitem", name="Document").click()
    await (await chooser.value).set_files({"name": name, "mimeType": "text/csv", "buffer": text.encode()})
    async with phone.answered():
        await page.get_by_role("dialog").get_by_role("button", name="Send").click()


async def _presses(phone: Phone, *labels: str) -> None:
    for label in labels:
        async with phone.answered():
            await phone.presses(label)


async def _types(phone: Phone, text: str) -> None:
    async with phone.answered():
        await phone.types(text)

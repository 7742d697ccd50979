"""Katarina, who organizes the sample fair, tells its guests something and watches it go out, in a browser."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from bot.i18n.translator import translator_for
from storage.vocabulary import Language
from tests.browser.conftest import Visit
from tests.browser.process import sandbox
from tests.browser.screenshots import announces, presses

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def address(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    async with sandbox(tmp_path_factory.mktemp("sandbox"), encoder="none") as url:
        yield url


async def test_an_organizer_announces_and_sees_it_arrive(visit: Visit, address: str) -> None:
    sr, zh = translator_for(Language.SR_LATN), translator_for(Language.ZH)
    visitor = await visit(address, width=1360, height=900)
    await visitor.dismisses_the_tour()
    katarina = await visitor.plays("Katarina")
    await announces(katarina, sr)
    mei = await visitor.plays("Mei")
    await mei.sees("温室展区十点开放。", "多瑙河—浦东技术交易会 · Katarina")
    await presses(mei, zh("🗓 Programme"))
    await mei.sees("开幕式")

    await katarina.sees("100%", sr("✅ Sent"))
    await expect(katarina.log).not_to_contain_text(sr("📤 On its way"))
    numbers = re.findall(r"Poslato (\d+) od (\d+)", await katarina.text())
    assert {(sent == everybody, int(everybody) > 70) for sent, everybody in numbers} == {(True, True)}
    await presses(katarina, sr("📊 Report"))
    await katarina.sees(sr("New companies: {count}", count="0"), f"{sr('🗓 Programme')}: 1")
    await expect(katarina.log.locator("img").last).to_be_visible()

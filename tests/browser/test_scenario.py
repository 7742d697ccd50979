"""What the product is for, from the first press to the exchanged contact data, in a browser against the real bot."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.i18n.translator import Translator, translator_for
from storage.vocabulary import Language
from tests.browser.conftest import Visit
from tests.browser.driver import Phone
from tests.browser.process import sandbox
from tests.browser.screenshots import meets_at_the_fair, plays_the_tour

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

OFFER = "Mašine za etiketiranje staklenih boca"
OFFER_MORE = "Pravimo automatske mašine koje lepe etikete na staklene boce vina i ulja, 4.000 boca na sat, sa obukom."
NEED = "玻璃瓶自动贴标机"
NEED_MORE = "我们为橄榄油和葡萄酒灌装线寻找玻璃瓶自动贴标机，每小时3000瓶以上，需要培训和备件。"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def address(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    async with sandbox(tmp_path_factory.mktemp("sandbox")) as url:
        yield url


async def registers(phone: Phone, t: Translator, *, company: str, country: str, email: str) -> None:
    async with phone.answered():
        await phone.starts()
    await presses(phone, t("✅ I agree, register first"), t("🏢 Company"))
    await types(phone, company, country)
    async with phone.answered():
        await phone.log.locator(".keyboard").last.get_by_role("button").first.click()
    await presses(phone, t("I work there"))
    await types(phone, email)
    await presses(phone, t("Done"), t("Skip the rest »"), t("Register"))
    await phone.sees(company)


async def lists(phone: Phone, t: Translator, command: str, title: str, summary: str) -> None:
    await types(phone, command)
    async with phone.answered():
        await phone.log.get_by_role("button", name="📦").last.click()
    await types(phone, title, summary)
    async with phone.answered():
        await phone.log.get_by_role("button", name=t("Done ({count})", count="1")[:2]).last.click()
    await presses(phone, t("Skip the rest »"), t("Publish"))


async def presses(phone: Phone, *labels: str) -> None:
    for label in labels:
        async with phone.answered():
            await phone.presses(label)


async def types(phone: Phone, *texts: str) -> None:
    for text in texts:
        async with phone.answered():
            await phone.types(text)


async def test_a_chinese_need_and_a_serbian_offer_come_together(visit: Visit, address: str) -> None:
    zh, sr = translator_for(Language.ZH), translator_for(Language.SR_LATN)
    visitor = await visit(address, width=1360, height=900)
    await visitor.dismisses_the_tour()
    marko = await visitor.makes("Marko", "sr", username="marko_etikete")
    await registers(marko, sr, company="Etiketa Mašine d.o.o.", country="Srbija", email="marko@etiketamasine.example")
    await lists(marko, sr, "/offer", OFFER, OFFER_MORE)

    hong = await visitor.makes("李红", "zh-hans")
    await registers(hong, zh, company="大连橄榄油进口公司", country="中国", email="hong@dalianoil.example")
    await lists(hong, zh, "/need", NEED, NEED_MORE)
    await hong.sees("塞尔维亚", OFFER)
    assert "Etiketa Mašine" not in await hong.text()

    await hong.presses(zh("🤝 Introduce us"))
    await hong.presses(zh("Send"))
    await marko.sees(NEED)
    assert "大连橄榄油" not in await marko.text()
    await marko.presses(sr("✅ Accept and share contacts"))
    await marko.sees("大连橄榄油进口公司", "hong@dalianoil.example")
    await hong.sees("Etiketa Mašine d.o.o.", "marko@etiketamasine.example")


async def test_the_tour_leads_to_an_introduction_and_a_meeting(visit: Visit, address: str) -> None:
    async def no_picture(_: str) -> None:
        pass

    visitor = await visit(address, width=1360, height=900)
    mei, ana = await plays_the_tour(visitor, visitor.page, no_picture)
    await mei.sees("ana@senzoragro.example")
    await visitor.page.get_by_role("button", name="Done").click()
    await meets_at_the_fair(mei, ana)

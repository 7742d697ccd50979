"""*Translate* in the chat: on cards and messages, masked, limited, and clear about failures."""

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from bot.sandbox.world import World
from bot.settings.translation import TranslationProtocol
from bot.usecases.people import daily_caps
from storage.vocabulary import Use
from tests.chat import Chat, Human, open_chat
from tests.clock import Clock
from tests.translation.services import KEY, Service, serving

TRANSLATE = "🌐 Translate"


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    async with serving() as service:
        yield service


@pytest.fixture
async def chat(world: World, clock: Clock, database_url: str, service: Service) -> AsyncIterator[Chat]:
    chosen = {"translator": TranslationProtocol.LIBRETRANSLATE, "translator_url": service.url}
    async with open_chat(world, database_url, clock, translator_key=SecretStr(KEY), at_once=False, **chosen) as chat:
        yield chat


async def matched(chat: Chat) -> tuple[Human, Human]:
    """Ana sees Mei's Chinese need, which says a phone number that is masked."""
    ana = await chat.join("Ana", company="Senzor d.o.o.", country="Srbija", language="sr", email="ana@senzor.rs")
    mei = await chat.join(
        "Mei", company="浦东农业科技有限公司", country="中国", language="zh-hans", email="mei@pudong.cn"
    )
    await ana.offers("Bežični senzori vlažnosti zemljišta za plastenike")
    await mei.needs(
        "温室土壤湿度传感器", "寻找温室无线土壤湿度传感器，每年300套。电话13800138000，浦东农业科技有限公司。"
    )
    await ana.types("/matches")
    return ana, mei


async def test_a_serbian_reader_translates_a_chinese_card(chat: Chat, service: Service) -> None:
    ana, mei = await matched(chat)
    assert "plastenici" in ana.sees()
    assert "300 komada godišnje" in ana.sees()
    assert "13800138000" not in ana.sees()
    await ana.says(TRANSLATE)
    assert ana.t("A machine translated this. Ask the other side before you rely on a detail.") in ana.sees()
    assert "plastenici土壤湿度senzori" in ana.sees()
    assert "kineski" in ana.sees()
    await ana.says(TRANSLATE, older=True)
    assert len(service.asked) == 1
    assert "13800138000" not in service.asked[0]
    assert "浦东" not in service.asked[0]
    await mei.types("/matches")
    await mei.says(TRANSLATE)
    assert service.targets == ["sr", "zh-Hans"]


async def test_messages_after_acceptance_are_masked_before_they_leave(chat: Chat, service: Service) -> None:
    ana, mei = await matched(chat)
    await ana.says("🤝 Introduce us")
    await ana.says("Send")
    await mei.says("❓ Ask a question first")
    await mei.types("请问单价是多少？")
    assert "请问单价" in ana.sees()
    assert "💡" in ana.sees()
    assert "cena" in ana.sees()
    await ana.says(TRANSLATE)
    assert "Koja je cena po komadu" in ana.sees()
    await ana.says("✍️ Answer", older=True)
    await ana.types("Dvadeset evra po komadu.")
    await mei.says("✅ Accept and share contacts")
    await mei.says("✍️ Write to them", older=True)
    await mei.types("您好 Ana，传感器样品请寄到浦东农业科技有限公司，电话13912345678，mei@pudong.cn")
    assert "13912345678" in ana.sees()
    await ana.says(TRANSLATE)
    assert "senzori" in ana.sees()
    assert all(secret not in service.asked[-1] for secret in ("13912345678", "mei@pudong.cn", "浦东", "Ana"))


@pytest.mark.parametrize("fault", [500, "broken"])
async def test_a_failing_service_is_told_once(chat: Chat, service: Service, fault: int | str) -> None:
    ana, _ = await matched(chat)
    service.fault = fault
    before = len(service.asked)
    await ana.says(TRANSLATE)
    assert "Prevodilac trenutno ne odgovara" in ana.sees()
    assert len(service.asked) == before + 1


async def test_translations_are_limited_by_person(
    chat: Chat, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily_caps, "PER_DAY", {**daily_caps.PER_DAY, Use.TRANSLATION: 1})
    ana, mei = await matched(chat)
    await ana.says(TRANSLATE)
    await ana.says(TRANSLATE, older=True)
    assert "plastenici" in ana.sees(), "the same text is in memory and costs nothing"
    await mei.needs("温室用传感器", "寻找温室用无线传感器和灌溉控制器。")
    await ana.types("/matches")
    await ana.presses("▶")
    await ana.says(TRANSLATE)
    assert "Današnje ograničenje" in ana.sees()
    assert len(service.asked) == 1


async def test_without_a_service_there_is_no_button(world: World, clock: Clock, database_url: str) -> None:
    async with open_chat(world, database_url, clock) as chat:
        ana, _ = await matched(chat)
        assert "plastenici" in ana.sees()
        assert ana.t(TRANSLATE) not in ana.buttons()

"""Language, how often the bot writes, and quiet hours."""

import pytest

from storage.vocabulary import ProfileType
from tests.chat import Chat
from tests.clock import Clock
from tests.events.fair import Fair, at_the_fair, listed, registered


@pytest.fixture
async def fair(chat: Chat, clock: Clock) -> Fair:
    return await at_the_fair(chat, clock)


async def test_people_who_mute_matches_still_find_them(fair: Fair) -> None:
    ana, t = fair.ana, fair.ana.t
    await ana.types("/settings")
    await ana.says("Never")
    assert f"✅ {t('Never')}" in ana.buttons()
    await ana.types("/mine")
    wei = fair.chat.person("Wei", "zh-hans")
    await registered(fair.chat, wei, "Beijing Farm", "CN", "wei@farm.cn")
    await fair.time_passes(days=1)
    await listed(fair.chat, wei, ProfileType.BUSINESS_REQUEST, "大棚土壤传感器", "寻找温室土壤湿度传感器.", "zh")
    await fair.time_passes(days=8)
    assert "大棚土壤传感器" not in ana.sees()
    await ana.types("/matches")
    await ana.presses("▶")
    assert "大棚土壤传感器" in ana.phone.reads()


async def test_quiet_hours_are_shown_in_the_zone_of_the_company(fair: Fair) -> None:
    mei, t = fair.mei, fair.mei.t
    await mei.types("/settings")
    assert "Asia/Shanghai" in mei.sees()
    await mei.says("🌙 Quiet hours")
    await mei.presses("22:00 – 07:00")
    assert "22:00 – 07:00" in mei.sees()
    await mei.says("🌙 Quiet hours")
    await mei.says("No quiet hours")
    assert t("Quiet hours: <b>none</b>").replace("<b>", "").replace("</b>", "") in mei.sees()
    await mei.says("🌙 Quiet hours")
    await mei.says("As usual ({hours})", hours="21:00 – 08:00")
    assert "21:00 – 08:00" in mei.sees()


async def test_the_language_is_chosen_from_the_settings(fair: Fair) -> None:
    ana = fair.ana
    await ana.types("/settings")
    await ana.says("🌐 Language")
    await ana.presses("English")
    await ana.types("/settings")
    assert "Quiet hours" in ana.sees()

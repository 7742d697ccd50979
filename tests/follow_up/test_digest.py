"""The daily or weekly message: at the chosen hour, one tidy message, nothing if nothing is new, one tap to change."""

import pytest

from bot.usecases.follow_up.digest import due_job
from storage.vocabulary import ProfileType
from tests.chat import Chat, Human
from tests.clock import Clock
from tests.events.fair import ANAS, ANAS_WORDS, MEIS, MEIS_WORDS, Fair, at_the_fair, listed, plain, registered

DAY = "🗓 <b>Your day</b>"
WEEK = "🗓 <b>Your week</b>"


@pytest.fixture
async def fair(chat: Chat, clock: Clock) -> Fair:
    """A Monday morning, 10:00 in Belgrade. Ana has seen her only match and chose one message a day."""
    fair = await at_the_fair(chat, clock)
    await fair.ana.types("/matches")
    await fair.ana.types("/settings")
    await fair.ana.says("Once a day")
    await hours(fair, 0)
    return fair


async def hours(fair: Fair, count: int) -> None:
    """Lets the hours pass one by one, as a running bot would."""
    services = fair.chat.program.services
    digests = due_job(services.database, services.clock, wake=lambda: None)
    for _ in range(max(count, 1)):
        fair.clock.forward(hours=1 if count else 0)
        await digests.run()
        await fair.chat.settle()


def digests(human: Human, heading: str = DAY) -> list[str]:
    texts = [message.get("text", "") for message in human.phone.messages()]
    return [text for text in texts if text.startswith(plain(human.t(heading)))]


async def somebody_new(fair: Fair, name: str = "Wei") -> Human:
    wei = fair.chat.person(name, "zh-hans")
    await registered(fair.chat, wei, f"{name} Farm", "CN", f"{name.lower()}@farm.cn")
    await listed(fair.chat, wei, ProfileType.BUSINESS_REQUEST, MEIS, MEIS_WORDS, "zh")
    await fair.chat.settle()
    return wei


async def test_new_matches_come_once_a_day_at_the_hour_and_each_is_one_tap(fair: Fair) -> None:
    ana = fair.ana
    await somebody_new(fair)
    await somebody_new(fair, "Bao")
    assert not digests(ana)
    await hours(fair, 22)
    assert not digests(ana), "it is 8 in the morning"
    await hours(fair, 1)
    (told,) = digests(ana)
    assert plain(ana.t.n("🤝 <b>{count} new match</b>", "🤝 <b>{count} new matches</b>", 2)) in told
    assert "Wei Farm" not in told
    assert "Bao Farm" not in told
    await ana.presses("🤝 🇨🇳")
    assert ana.t("🤝 Introduce us") in ana.buttons()
    await hours(fair, 48)
    assert len(digests(ana)) == 1, "nothing new, nothing said"


async def test_the_digest_says_whose_turn_it_is_and_what_ends_soon(fair: Fair) -> None:
    ana, mei = fair.ana, fair.mei
    await fair.proposed()
    await hours(fair, 23)
    (told,) = digests(ana)
    assert plain(ana.t("👉 <b>Your turn</b> ({count})", count="1")) in told
    await ana.presses("📨 🇨🇳")
    assert ana.t("✅ Accept and share contacts") in ana.buttons()
    await mei.types("/settings")
    await mei.says("Once a week")
    await hours(fair, 0)
    await hours(fair, 24 * 6)
    assert plain(mei.t("⌛ <b>Ends soon</b>")) in digests(mei, WEEK)[-1], "the request to Ana ends this week"
    assert len(digests(ana)) == 1, "that it still waits is no news"
    await hours(fair, 24 * 2)
    assert len(digests(ana)) == 2, "it ends tomorrow"


async def test_an_own_listing_that_ends_is_opened_from_the_message(fair: Fair, clock: Clock) -> None:
    ana = fair.ana
    await hours(fair, 0)
    clock.forward(days=178)
    await listed(fair.chat, ana, ProfileType.BUSINESS_OFFER, f"{ANAS} 2", ANAS_WORDS, "sr")
    await hours(fair, 24)
    assert ANAS in digests(ana)[-1]
    told = len(digests(ana))
    await ana.presses("⌛")
    await ana.says("🔄 Renew")
    await hours(fair, 24)
    assert len(digests(ana)) == told, "it is shown for another half a year"


async def test_one_tap_in_the_message_changes_the_rhythm(fair: Fair) -> None:
    ana = fair.ana
    await somebody_new(fair)
    await hours(fair, 23)
    await ana.says("Weekly")
    assert f"{ana.t('Once a week')}, 09:00" in ana.sees()
    await somebody_new(fair, "Bao")
    await hours(fair, 24 * 5)
    assert len(digests(ana)) == 1
    await hours(fair, 24)
    assert len(digests(ana, WEEK)) == 1, "on Monday"
    await ana.says("Never")
    await somebody_new(fair, "Cai")
    await hours(fair, 24 * 8)
    assert len(digests(ana, WEEK)) == 1


async def test_the_hour_is_chosen_in_the_settings_and_keeps_out_of_quiet_hours(fair: Fair) -> None:
    ana = fair.ana
    await ana.types("/settings")
    await ana.says("🕘 Hour")
    await ana.presses("18:00")
    assert f"{ana.t('Once a day')}, 18:00" in ana.sees()
    await hours(fair, 0)
    await somebody_new(fair)
    await hours(fair, 7)
    assert not digests(ana), "17:00"
    await hours(fair, 1)
    assert len(digests(ana)) == 1
    await ana.types("/settings")
    await ana.says("🕘 Hour")
    await ana.presses("07:00")
    await hours(fair, 0)
    await somebody_new(fair, "Bao")
    await hours(fair, 13)
    assert len(digests(ana)) == 1, "7:00 is in the quiet hours"
    await hours(fair, 1)
    assert len(digests(ana)) == 2


async def test_after_a_standstill_one_message_comes_and_not_at_night(fair: Fair, clock: Clock) -> None:
    ana = fair.ana
    await somebody_new(fair)
    clock.forward(days=3, hours=16)
    await hours(fair, 0)
    assert not digests(ana), "two in the morning"
    await hours(fair, 6)
    assert len(digests(ana)) == 1
    await hours(fair, 24)
    assert len(digests(ana)) == 1

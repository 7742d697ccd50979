"""Two people agree on a meeting: suggested, picked, moved, declined, taken back, cancelled."""

from dataclasses import replace

from storage.vocabulary import TimesChosenBy
from tests.chat import Chat
from tests.clock import Clock
from tests.events.fair import SECRETS_OF_ANA, SECRETS_OF_MEI, plain
from tests.meetings.fair import SETUP, Fair, asked, at_a_fair_with_meetings, booked


async def test_two_who_were_introduced_agree_on_a_time(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await fair.pair.accepted()
    await mei.says("📅 Meet at the fair", older=True)
    await mei.presses("09:30")
    await mei.presses("10:00")
    await mei.says("Send ({count})", count="2")
    assert "09:30 – 09:50" in mei.sees(), "she sees what she suggested"
    assert ana.t("📅 They would like to meet you") in plain(ana.sees())

    await ana.presses("10:00")

    assert "10:00 – 10:20" in ana.sees()
    assert "Table 1" in ana.sees()
    assert "10:00 – 10:20" in mei.sees()
    assert mei.t("✅ They chose a time. Your meeting is booked.") in mei.sees()
    assert "17:00" in mei.sees(), "the same in Shanghai"


async def test_where_people_choose_nothing_is_left_to_the_plan(chat: Chat, clock: Clock) -> None:
    fair = await at_a_fair_with_meetings(chat, clock, setup=replace(SETUP, chosen_by=TimesChosenBy.PEOPLE))
    await fair.pair.accepted()
    await fair.mei.says("📅 Meet at the fair", older=True)
    assert "09:00" in fair.mei.buttons()
    assert fair.mei.t("🗓 Any time: let the plan choose") not in fair.mei.buttons()


async def test_a_request_before_the_introduction_names_nobody(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await fair.pair.proposed()
    await mei.says("📅 Suggest times to meet")
    await mei.presses("09:00")
    await mei.says("Send ({count})", count="1")

    asked = ana.sees()
    assert ana.t("📅 They would like to meet you") in plain(asked)
    assert not any(secret in asked for secret in SECRETS_OF_MEI)
    assert not any(secret in mei.sees() for secret in SECRETS_OF_ANA)

    await ana.presses("09:00")

    assert "浦东农业科技有限公司" in ana.sees(), "picking a time accepts the introduction"
    assert "Senzor d.o.o." in mei.sees()
    assert "09:00 – 09:20" in mei.sees()


async def test_the_other_side_suggests_other_times(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await asked(fair, "09:00")
    await ana.says("🕓 Other times")
    await ana.presses("10:30")
    await ana.says("Send ({count})", count="1")
    assert mei.t("📅 They would like to meet you") in plain(mei.sees())
    await mei.presses("10:30")
    assert "10:30 – 10:50" in ana.sees()
    assert "09:00 – 09:20" not in ana.sees().split("10:30 – 10:50")[-1]


async def test_no_meeting_and_taking_a_request_back(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await asked(fair, "09:00")
    await ana.says("✖️ No meeting")
    assert mei.t("They said no to your times.") in mei.sees()

    await mei.says("🤝 The introduction")
    await mei.says("📅 Meet at the fair")
    await mei.presses("09:30")
    await mei.says("Send ({count})", count="1")
    await mei.says("↩️ Take it back")
    assert ana.t("They took their request back.") in ana.sees()


async def test_a_booked_meeting_stays_until_the_other_side_agrees_to_move_it(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await booked(fair, "09:00")
    await mei.says("🕓 Move it")
    assert mei.t("🗓 Any time: let the plan choose") not in mei.buttons(), "it has a time"
    await mei.presses("10:30")
    await mei.says("Send ({count})", count="1")
    assert ana.t("📅 Booked. They ask for another time.") in plain(ana.sees())
    assert "09:00 – 09:20" in ana.sees()
    await ana.presses("10:30")
    assert "10:30 – 10:50" in mei.sees()

    await ana.says("🕓 Move it")
    await ana.presses("09:30")
    await ana.says("Send ({count})", count="1")
    await mei.says("Leave it as it is")
    assert "10:30 – 10:50" in mei.sees()


async def test_cancelling_asks_first_and_tells_the_other(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await booked(fair, "09:00")
    await mei.says("✖️ Cannot come")
    await mei.says("No, keep it")
    assert "09:00 – 09:20" in mei.sees()
    await mei.says("✖️ Cannot come")
    await mei.says("Yes, cancel it")
    assert ana.t("✖️ This meeting is cancelled.") in plain(ana.sees())
    # Both are free again.
    await mei.says("🤝 The introduction")
    await mei.says("📅 Meet at the fair")
    assert "09:00" in mei.buttons()


async def test_a_second_press_books_nothing_again(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await asked(fair, "09:00", "09:30")
    ana.phone.presses("09:00")
    ana.phone.presses("09:30")  # before the answer to the first arrived
    await fair.chat.settle()
    assert "09:00 – 09:20" in ana.sees()
    assert "09:30 – 09:50" not in mei.sees().split("09:00 – 09:20")[-1]
    assert mei.sees().count(mei.t("✅ They chose a time. Your meeting is booked.")) == 1

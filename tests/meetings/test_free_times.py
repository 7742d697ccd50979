"""When people have time: half-days, single times, in words; there or by video."""

import pytest

from tests.events.fair import plain
from tests.meetings.fair import Fair, booked


async def opens_free_times(fair: Fair, human: object) -> None:
    await human.types("/meetings")
    await human.says("🕓 When I have time")


async def test_a_half_day_and_a_single_time(fair: Fair) -> None:
    ana, mei = fair.ana, fair.mei
    await fair.pair.accepted()
    await opens_free_times(fair, ana)
    assert ana.t.n("✅ {count} time is free.", "✅ {count} times are free.", 8) in ana.sees()
    first_morning = next(label for label in ana.buttons() if label == f"✅ {ana.t('morning')}")
    await ana.presses(first_morning)
    assert ana.t.n("✅ {count} time is free.", "✅ {count} times are free.", 4) in ana.sees()
    await ana.presses("sre 11. mar »")
    await ana.presses("✅ 09:00")
    await ana.says("« All days")
    assert f"◐ {ana.t('morning')}" in ana.buttons()
    await ana.says("Done")
    await ana.says("Yes, I am there")

    await mei.says("📅 Meet at the fair", older=True)

    assert mei.buttons()[:5] == ["• 3月11日周三 •", "09:30", "10:00", "10:30", mei.t("🗓 Any time: let the plan choose")]


@pytest.mark.parametrize(
    ("words", "free"),
    [
        ("samo 10.3.", 4),
        ("posle 10:00", 4),
        ("ne 11.3.", 4),
        ("uvek", 8),
        ("只有3月10日", 4),
        ("never", 0),
        ("only mornings", 8),
    ],
)
async def test_free_times_are_typed_in_words(fair: Fair, words: str, free: int) -> None:
    ana = fair.ana
    await opens_free_times(fair, ana)
    await ana.types(words)
    assert ana.t.n("✅ {count} time is free.", "✅ {count} times are free.", free) in ana.sees()


async def test_words_that_mean_nothing_are_asked_again(fair: Fair) -> None:
    ana = fair.ana
    await opens_free_times(fair, ana)
    await ana.types("zavisi od vremena")
    assert ana.t("I did not understand that. Press the buttons, or write for example “only afternoons”.") in ana.sees()
    assert ana.t.n("✅ {count} time is free.", "✅ {count} times are free.", 8) in ana.sees()


async def test_somebody_who_does_not_travel_meets_by_video(fair: Fair) -> None:
    ana, mei = fair.ana, fair.mei
    await opens_free_times(fair, ana)
    await ana.says("Done")
    await ana.says("No, I meet by video")
    await ana.types("http://meet.example.org/ana")
    assert ana.t("Send the link to your video room, beginning with https://.") in ana.sees()
    await ana.types("https://meet.example.org/ana")
    await booked(fair, "09:00")
    for human in (ana, mei):
        assert human.t("by video") in human.sees()
        assert "https://meet.example.org/ana" in human.sees()


async def test_the_link_is_hidden_until_the_meeting_is_booked(fair: Fair) -> None:
    ana, mei = fair.ana, fair.mei
    await opens_free_times(fair, mei)
    await mei.says("Done")
    await mei.says("No, I meet by video")
    await mei.types("https://meet.example.org/mei")
    await fair.pair.proposed()
    await mei.says("📅 Suggest times to meet")
    await mei.presses("09:00")
    await mei.says("Send ({count})", count="1")
    assert "https" not in plain(ana.sees())


async def test_times_are_ticked_in_words(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await fair.pair.accepted()
    await mei.says("📅 Meet at the fair", older=True)
    await mei.types("3月11日上午")
    assert [label for label in mei.buttons() if label.startswith("✅")] == ["✅ 09:00", "✅ 09:30", "✅ 10:00"]
    for words in ("3月11日 10:30", "3月11日十点四十分"):
        await mei.types(words)
        assert [label for label in mei.buttons() if label.startswith("✅")] == ["✅ 10:30"], "the nearest"
    await mei.types("3月11日上午")
    await mei.says("Send ({count})", count="3")
    await ana.presses("sre 11. mar, 09:30")
    assert "sre 11. mar, 09:30 – 09:50" in ana.sees()

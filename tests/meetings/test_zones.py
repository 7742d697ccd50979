"""Meetings on the days when Europe changes its clocks, with somebody from Shanghai, where clocks never change."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.i18n.translator import translator_for
from bot.usecases.meetings.setup import slot_times
from handlers.meetings.when import slot_text, zone_note
from storage.models import Event, MeetingSlot
from storage.vocabulary import Language, Topic
from tests.meetings.crowd import FAIR, a_crowd, one_table

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
BELGRADE, SHANGHAI = ZoneInfo("Europe/Belgrade"), ZoneInfo("Asia/Shanghai")


def times(day: date, first: time, last: time) -> list[tuple[datetime, datetime]]:
    return slot_times([(day, first, last)], 20, 10, "Europe/Belgrade")


@pytest.mark.parametrize(("day", "slots"), [(date(2026, 3, 28), 8), (SPRING, 6), (AUTUMN, 10)])
def test_slots_keep_their_length_when_the_clock_changes(day: date, slots: int) -> None:
    """From one to five o'clock: three hours in spring, five in autumn."""
    found = times(day, time(1), time(5))
    assert len(found) == slots
    assert {ends_at - starts_at for starts_at, ends_at in found} == {timedelta(minutes=20)}
    assert all(one[1] <= other[0] for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("day", "at", "there"),
    [
        (date(2026, 3, 28), datetime(2026, 3, 28, 8, tzinfo=UTC), "16:00"),
        (SPRING, datetime(2026, 3, 29, 7, tzinfo=UTC), "15:00"),
        (date(2026, 10, 24), datetime(2026, 10, 24, 7, tzinfo=UTC), "15:00"),
        (AUTUMN, datetime(2026, 10, 25, 8, tzinfo=UTC), "16:00"),
    ],
)
def test_nine_in_belgrade_is_another_time_in_shanghai(day: date, at: datetime, there: str) -> None:
    starts_at, ends_at = times(day, time(9), time(10))[0]
    assert starts_at == at
    t = translator_for(Language.EN)
    event = Event(names={"en": "Fair"}, zone="Europe/Belgrade", starts_on=day, ends_on=day, place="Novi Sad")
    slot = MeetingSlot(starts_at=starts_at, ends_at=ends_at)
    assert "09:00 – 09:20" in slot_text(t, slot, event)
    assert there in zone_note(t, starts_at, event, SHANGHAI)


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
async def test_reminders_go_by_the_clock_on_the_wall(database_url: str, day: date) -> None:
    setup = one_table(hours=[(day, time(9), time(10))])
    fair = replace(FAIR, starts_on=day, ends_on=day)
    async with a_crowd(database_url, fair=fair, setup=setup) as crowd:
        await crowd.meets(0, 0, (await crowd.slots())[0])

        async def told_at(when: date, at: time) -> list[int]:
            crowd.clock.now = datetime.combine(when, at, BELGRADE).astimezone(UTC)
            await crowd.reminds()
            told = await crowd.told(crowd.buyers[0])
            return [told[topic] for topic in (Topic.MEETING_DAY, Topic.MEETING_SOON, Topic.MEETING_OVER)]

        assert await told_at(day - timedelta(days=1), time(17, 59)) == [0, 0, 0]
        assert await told_at(day - timedelta(days=1), time(18)) == [1, 0, 0]
        assert await told_at(day, time(8, 44)) == [1, 0, 0]
        assert await told_at(day, time(8, 45)) == [1, 1, 0]
        assert await told_at(day, time(9, 29)) == [1, 1, 0]
        assert await told_at(day, time(9, 30)) == [1, 1, 1]

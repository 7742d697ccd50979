"""Quiet hours and the frequency of suggestions, in a person's own time zone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InputError
from bot.usecases.people import settings
from storage.database import Database
from storage.ids import PersonId
from storage.models import Preference
from storage.vocabulary import Frequency
from tests.factories import add_company, add_person

BELGRADE = ZoneInfo("Europe/Belgrade")


@pytest.fixture
async def ana(database: Database) -> PersonId:
    async with database.writing() as session:
        person = await add_person(session)
        await add_company(session, person)
    return person.id


async def habits_of(database: Database, person_id: PersonId) -> settings.NotificationSettings:
    async with database.reading() as session:
        return await settings.notification_settings(session, person_id)


async def test_quiet_hours_can_be_turned_off_and_on_again(database: Database, ana: PersonId) -> None:
    usual = await habits_of(database, ana)
    assert (usual.quiet, usual.quiet_chosen, usual.zone) == ((21, 8), False, BELGRADE)
    async with database.writing() as session:
        await settings.choose_quiet_hours(session, ana, None)
        await settings.choose_frequency(session, ana, Frequency.WEEKLY)
    off = await habits_of(database, ana)
    assert (off.quiet, off.quiet_chosen, off.suggestions) == (None, True, Frequency.WEEKLY)
    async with database.writing() as session:
        await settings.usual_quiet_hours(session, ana)
    assert await habits_of(database, ana) == replace(usual, suggestions=Frequency.WEEKLY)


@pytest.mark.parametrize("hours", [(0, 23), (23, 0)])
async def test_hours_of_a_day_can_be_chosen(database: Database, ana: PersonId, hours: tuple[int, int]) -> None:
    async with database.writing() as session:
        await settings.choose_quiet_hours(session, ana, hours)
    assert (await habits_of(database, ana)).quiet == hours


@pytest.mark.parametrize("hours", [(8, 24), (24, 8), (-1, 8), (8, -1)])
async def test_no_other_hours_can_be_chosen(database: Database, ana: PersonId, hours: tuple[int, int]) -> None:
    async with database.writing() as session:
        with pytest.raises(InputError):
            await settings.choose_quiet_hours(session, ana, hours)
    assert (await habits_of(database, ana)).quiet == (21, 8)


@pytest.mark.parametrize(("start", "end"), [(None, 8), (21, None)])
def test_half_an_answer_is_no_quiet_hours(start: int | None, end: int | None) -> None:
    chosen = Preference(suggestions=Frequency.AT_ONCE, quiet_chosen=True, quiet_from=start, quiet_to=end)
    assert settings.settings_of(chosen, "RS").quiet is None


@pytest.mark.parametrize(
    ("hour", "start", "end", "quiet"),
    [
        (12, 13, 15, False),
        (13, 13, 15, True),
        (14, 13, 15, True),
        (15, 13, 15, False),
        (20, 21, 8, False),
        (21, 21, 8, True),
        (7, 21, 8, True),
        (8, 21, 8, False),
        (9, 9, 9, False),
    ],
)
def test_quiet_hours_begin_and_end_at_the_full_hour(hour: int, start: int, end: int, quiet: bool) -> None:
    now = datetime(2026, 3, 2, hour, tzinfo=UTC)
    hours = settings.NotificationSettings(
        suggestions=Frequency.AT_ONCE, quiet=(start, end), quiet_chosen=True, zone=ZoneInfo("UTC")
    )
    assert settings.is_quiet(now, hours) is quiet
    assert not settings.is_quiet(now, replace(hours, quiet=None))
    assert settings.suggestions_at(now, replace(hours, quiet=None)) == now


@pytest.mark.parametrize(
    ("now", "allowed"),
    [
        ("2026-03-02T20:59+01:00", "2026-03-02T20:59+01:00"),
        ("2026-03-02T21:00+01:00", "2026-03-03T08:00+01:00"),
        ("2026-03-03T07:59+01:00", "2026-03-03T08:00+01:00"),
        ("2026-03-03T08:00+01:00", "2026-03-03T08:00+01:00"),
        # The clocks go forward in this night, and back in that one.
        ("2026-03-28T23:00+01:00", "2026-03-29T08:00+02:00"),
        ("2026-10-24T23:00+02:00", "2026-10-25T08:00+01:00"),
    ],
)
def test_the_night_ends_at_eight_local_time(now: str, allowed: str) -> None:
    moment = datetime.fromisoformat(now)
    assert settings.next_allowed(moment.astimezone(UTC), BELGRADE, 21, 8) == datetime.fromisoformat(allowed)


def test_an_end_skipped_by_a_clock_change_is_right_after_it() -> None:
    night = datetime.fromisoformat("2026-03-29T01:30+01:00").astimezone(UTC)
    allowed = settings.next_allowed(night, BELGRADE, 21, 2)
    assert allowed.astimezone(BELGRADE).isoformat() == "2026-03-29T03:00:00+02:00"


@given(
    now=st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    zone=st.sampled_from(["Europe/Belgrade", "Asia/Shanghai", "America/Sao_Paulo", "Asia/Kathmandu", "UTC"]),
    start=st.integers(0, 23),
    end=st.integers(0, 23),
)
def test_delivery_is_never_in_quiet_hours_nor_a_day_late(now: datetime, zone: str, start: int, end: int) -> None:
    there = ZoneInfo(zone)
    allowed = settings.next_allowed(now, there, start, end)
    assert now <= allowed <= now + timedelta(hours=25)
    assert settings.next_allowed(allowed, there, start, end) == allowed


@pytest.mark.parametrize(
    ("frequency", "now", "expected"),
    [
        (Frequency.AT_ONCE, "2026-03-04T12:00+01:00", "2026-03-04T12:00+01:00"),
        (Frequency.AT_ONCE, "2026-03-04T22:00+01:00", "2026-03-04T22:00+01:00"),
        (Frequency.DAILY, "2026-03-04T08:59+01:00", "2026-03-04T09:00+01:00"),
        (Frequency.DAILY, "2026-03-04T09:00+01:00", "2026-03-05T09:00+01:00"),
        (Frequency.WEEKLY, "2026-03-04T12:00+01:00", "2026-03-09T09:00+01:00"),
        (Frequency.WEEKLY, "2026-03-09T08:00+01:00", "2026-03-09T09:00+01:00"),
        (Frequency.WEEKLY, "2026-03-09T09:00+01:00", "2026-03-16T09:00+01:00"),
        (Frequency.NEVER, "2026-03-04T12:00+01:00", None),
    ],
)
def test_suggestions_follow_the_chosen_frequency(frequency: Frequency, now: str, expected: str | None) -> None:
    habits = settings.NotificationSettings(suggestions=frequency, quiet=(21, 8), quiet_chosen=False, zone=BELGRADE)
    told = settings.suggestions_at(datetime.fromisoformat(now).astimezone(UTC), habits)
    assert told == (None if expected is None else datetime.fromisoformat(expected))


def test_chosen_quiet_hours_delay_suggestions_and_default_ones_make_them_silent() -> None:
    late = datetime.fromisoformat("2026-03-04T22:00+01:00").astimezone(UTC)
    usual = settings.NotificationSettings(
        suggestions=Frequency.AT_ONCE, quiet=(21, 8), quiet_chosen=False, zone=BELGRADE
    )
    chosen = replace(usual, quiet_chosen=True)
    assert settings.suggestions_at(late, usual) == late
    assert settings.is_quiet(late, usual)
    assert settings.suggestions_at(late, chosen) == datetime.fromisoformat("2026-03-05T08:00+01:00")


def test_the_time_zone_is_utc_without_a_country() -> None:
    assert str(settings.zone_of("XX")) == str(settings.zone_of(None)) == "UTC"
    assert str(settings.zone_of("CN")) == "Asia/Shanghai"

"""Notification settings: how often a person gets suggestions, and their quiet hours."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import InputError
from bot.i18n.translator import mark
from bot.matching.country_names import time_zones
from storage.ids import PersonId
from storage.models import Preference
from storage.people import memberships, people, preferences
from storage.vocabulary import Frequency

USUAL_QUIET: Final = (21, 8)
"""Default quiet hours (from, to) in local time."""
DIGEST_HOUR: Final = 9  # after the quiet hours and at the start of an office day
_MONDAY: Final = 0
_UTC: Final = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationSettings:
    """A person's settings, chosen or default. `quiet` is the hours (from, to), None for no quiet hours."""

    suggestions: Frequency
    quiet: tuple[int, int] | None
    quiet_chosen: bool
    zone: ZoneInfo
    digest_hour: int = DIGEST_HOUR
    """Local hour of the daily or weekly message."""

    @property
    def has_digest(self) -> bool:
        return self.suggestions in {Frequency.DAILY, Frequency.WEEKLY}


def zone_of(country: str | None) -> ZoneInfo:
    """Returns the main time zone of a country; UTC if unknown."""
    zones = time_zones(country) if country else ()
    return ZoneInfo(zones[0]) if zones else _UTC


def settings_of(preference: Preference | None, country: str | None) -> NotificationSettings:
    return NotificationSettings(
        suggestions=Frequency.AT_ONCE if preference is None else preference.suggestions,
        quiet=USUAL_QUIET if preference is None or not preference.quiet_chosen else _hours(preference),
        quiet_chosen=preference is not None and preference.quiet_chosen,
        zone=zone_of(country),
        digest_hour=DIGEST_HOUR if preference is None or preference.digest_hour is None else preference.digest_hour,
    )


def _hours(preference: Preference) -> tuple[int, int] | None:
    if preference.quiet_from is None or preference.quiet_to is None:
        return None
    return preference.quiet_from, preference.quiet_to


def next_allowed(now: datetime, zone: ZoneInfo, quiet_from: int, quiet_to: int) -> datetime:
    """Returns `now`, or the end of the quiet hours if `now` is in them. Equal hours mean no quiet hours.

    If a clock change skips the end, returns the time right after the change.
    """
    local = now.astimezone(zone)
    hour = local.hour
    begun, not_over = hour >= quiet_from, hour < quiet_to
    quiet = begun and not_over if quiet_from <= quiet_to else begun or not_over
    if not quiet:
        return now
    day = local.date() + timedelta(days=1 if hour >= quiet_to else 0)
    return datetime.combine(day, time(quiet_to), tzinfo=zone).astimezone(now.tzinfo)


def suggestions_at(now: datetime, settings: NotificationSettings) -> datetime | None:
    """Returns the time at which a person may be told about new suggestions; None for never."""
    if settings.suggestions is Frequency.NEVER:
        return None
    if settings.suggestions is Frequency.AT_ONCE:
        # In default quiet hours it is sent silently. Only chosen quiet hours delay it.
        return next_allowed(now, settings.zone, *settings.quiet) if settings.quiet and settings.quiet_chosen else now
    local = now.astimezone(settings.zone)
    day = local.date() + timedelta(days=0 if local.hour < settings.digest_hour else 1)
    if settings.suggestions is Frequency.WEEKLY:
        day += timedelta(days=(_MONDAY - day.weekday()) % 7)
    due = datetime.combine(day, time(settings.digest_hour), tzinfo=settings.zone).astimezone(now.tzinfo)
    return out_of_quiet_hours(due, settings)


def out_of_quiet_hours(at: datetime, settings: NotificationSettings) -> datetime:
    """Returns `at`, or the end of the quiet hours in which it is."""
    return at if settings.quiet is None else next_allowed(at, settings.zone, *settings.quiet)


def is_quiet(now: datetime, settings: NotificationSettings) -> bool:
    """Returns True if `now` is in the quiet hours."""
    return settings.quiet is not None and next_allowed(now, settings.zone, *settings.quiet) != now


async def notification_settings(session: AsyncSession, person_id: PersonId) -> NotificationSettings:
    """Loads a person's settings, in the time zone of the company they joined first."""
    represented = await memberships.represented_by(session, person_id)
    return settings_of(await preferences.find(session, person_id), represented[0].country if represented else None)


async def set_reads_english(session: AsyncSession, person_id: PersonId, *, yes: bool) -> None:
    await people.set_reads_english(session, person_id, yes=yes)


async def choose_frequency(session: AsyncSession, person_id: PersonId, frequency: Frequency) -> None:
    await _put(session, person_id, {"suggestions": frequency, "digest_at": None})


async def choose_digest_hour(session: AsyncSession, person_id: PersonId, hour: int) -> None:
    """Sets the local hour of the daily or weekly message. Raises InputError for another number than 0 to 23."""
    if not 0 <= hour <= 23:
        raise InputError(mark("Type an hour from 0 to 23."))
    await _put(session, person_id, {"digest_hour": hour, "digest_at": None})


async def choose_quiet_hours(session: AsyncSession, person_id: PersonId, hours: tuple[int, int] | None) -> None:
    """Sets hours (from, to) from 0 to 23, or None for no quiet hours. Raises InputError for other numbers."""
    if hours is not None and not all(0 <= hour <= 23 for hour in hours):
        raise InputError(mark("Type an hour from 0 to 23."))
    start, end = hours if hours is not None else (None, None)
    await _put(session, person_id, {"quiet_chosen": True, "quiet_from": start, "quiet_to": end, "digest_at": None})


async def usual_quiet_hours(session: AsyncSession, person_id: PersonId) -> None:
    await _put(session, person_id, {"quiet_chosen": False, "quiet_from": None, "quiet_to": None, "digest_at": None})


async def _put(session: AsyncSession, person_id: PersonId, changes: dict[str, Any]) -> None:
    await preferences.put(session, person_id, changes)

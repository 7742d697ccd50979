"""Meetings at an event."""

from enum import StrEnum


class MeetingStatus(StrEnum):
    """asked → confirmed → cancelled, or declined, withdrawn, expired.

    `wanted`: both sides leave the time to the organizer's plan.
    """

    ASKED = "asked"
    WANTED = "wanted"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


LIVE_MEETINGS = (MeetingStatus.ASKED, MeetingStatus.WANTED, MeetingStatus.CONFIRMED)
"""A pair has at most one live meeting at an event."""


class TimesChosenBy(StrEnum):
    """Who chooses the times of an event's meetings."""

    PEOPLE = "people"
    PLAN = "plan"
    BOTH = "both"


class Attendance(StrEnum):
    """What one side said at or after a meeting."""

    LATE = "late"
    ARRIVED = "arrived"
    MET = "met"
    """Said afterwards that the two met."""
    NOT_MET = "not_met"

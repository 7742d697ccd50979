"""When somebody can meet: a rule over the slots of an event, in its local time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

DAY_END = 24 * 60
"""The last minute of a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Minutes since midnight on some days."""

    days: frozenset[date]
    begins: int = 0
    ends: int = DAY_END


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailabilityRule:
    only: Sequence[Hours] | None = None
    """Slots must lie within these; None for no limit, empty for no slot at all."""
    never: Sequence[Hours] = ()
    """Slots must not touch these."""
    within: Sequence[Hours] = ()
    """On the days of these, slots must lie within them. Other days have no limit by them."""

    def allows(self, start: datetime, end: datetime) -> bool:
        """Returns True if the slot suits. Both times are in the zone of the rule's days."""
        day = start.date()
        begins, ends = _minutes(day, start), _minutes(day, end)
        if any(one.begins < ends and begins < one.ends for one in _on(day, self.never)):
            return False
        limits = list(_on(day, self.within))
        if not limits and self.only is None:
            return True
        return _contains(limits or _on(day, self.only or ()), begins, ends)


def _minutes(day: date, at: datetime) -> int:
    """Returns the minutes on the clock since the day's midnight; more than 24 hours on the next day."""
    return (at.date() - day) // timedelta(days=1) * DAY_END + at.hour * 60 + at.minute


def _on(day: date, hours: Iterable[Hours]) -> list[Hours]:
    return [one for one in hours if day in one.days]


def _contains(hours: Iterable[Hours], begins: int, ends: int) -> bool:
    """Returns True if the slot lies in these hours together: morning and afternoon contain 11:45 to 12:15."""
    for one in sorted(hours, key=lambda each: each.begins):
        if one.begins <= begins < one.ends:
            begins = one.ends
        if begins >= ends:
            return True
    return False

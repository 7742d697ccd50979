"""What a text says about a moment, and the moment that follows from it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.reading.clock_times import MIDNIGHT, in_part_of_day
from bot.reading.dates import DateParts, next_fitting


@dataclass(slots=True)
class Facts:
    """The statements of a text about a moment, each at most once."""

    dated: DateParts | None = None
    offset: int | None = None
    weekday: int | None = None
    week: int | None = None
    next_: bool = False
    clock: tuple[int, int] | None = None
    part: str | None = None
    minutes: int | None = None
    whole_days: bool = False
    bare_hours: bool = False

    def say(self, name: str, value: object) -> bool:
        """Stores a fact. Returns False if the text already stated it."""
        if getattr(self, name) not in {None, False}:
            return False
        setattr(self, name, value)
        return True

    @property
    def has_day(self) -> bool:
        return any(fact is not None for fact in (self.dated, self.offset, self.weekday))

    def take_day(self, other: "Facts") -> None:
        self.dated, self.offset, self.weekday = other.dated, other.offset, other.weekday
        self.week, self.next_ = other.week, other.next_

    def moment(self, now: datetime) -> datetime | None:
        if self.minutes is not None:
            return self._after_duration(now)
        if self.clock is None:
            return None
        if self.clock == MIDNIGHT:
            return self._midnight(now)
        day, hour = self._day(now.date()), self._time()
        if day is None or hour is None:
            return None
        if self.weekday is not None and self.dated is None and datetime.combine(day, hour, now.tzinfo) <= now:
            day += timedelta(days=7)
        return _existing(datetime.combine(day, hour, now.tzinfo))

    def _midnight(self, now: datetime) -> datetime | None:
        """Returns the end of today. "Midnight" of another day is its beginning to some and its end to others."""
        if (
            self.dated is not None
            or self.weekday is not None
            or self.offset not in {None, 0}
            or self.week
            or self.next_
        ):
            return None
        return _existing(datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo))

    def _after_duration(self, now: datetime) -> datetime | None:
        if any(fact is not None for fact in (self.dated, self.weekday, self.week)):
            return None
        if self.offset is not None and not self.whole_days:
            return None
        assert self.minutes is not None  # noqa: S101 - the caller asked
        if self.clock is None:
            if self.whole_days:
                return None  # "in two days" names no hour
            later = now.astimezone(UTC) + timedelta(minutes=self.minutes)
            return None if self.part else later.astimezone(now.tzinfo).replace(second=0, microsecond=0)
        hour = self._time()
        if hour is None or not self.whole_days:
            return None
        # "Heute in einer Woche" counts from today.
        day = now.date() + timedelta(days=self.offset or 0, minutes=self.minutes)
        return _existing(datetime.combine(day, hour, now.tzinfo))

    def _time(self) -> time | None:
        assert self.clock is not None  # noqa: S101 - the caller asked
        return in_part_of_day(*self.clock, self.part) if self.part else time(*self.clock)

    def _day(self, today: date) -> date | None:
        days = {day for day in (self._from_date(today), self._relative(today)) if day is not None}
        if self.dated is not None and self._from_date(today) is None:
            return None
        if self.weekday is not None:
            days |= {self._of_week(today, days)}
        elif self.week is not None or self.next_:
            return None
        return days.pop() if len(days) == 1 else None if days else today

    def _from_date(self, today: date) -> date | None:
        return None if self.dated is None else next_fitting(self.dated, today)

    def _relative(self, today: date) -> date | None:
        return None if self.offset is None else today + timedelta(days=self.offset)

    def _of_week(self, today: date, days: set[date]) -> date:
        """Returns the day of a weekday: in a given week, or a given date if it agrees, otherwise the next one."""
        assert self.weekday is not None  # noqa: S101 - the caller asked
        monday = today - timedelta(days=today.weekday())
        if self.week is not None:
            return monday + timedelta(weeks=self.week, days=self.weekday)
        if days and next(iter(days)).weekday() == self.weekday:
            return next(iter(days))
        coming = today + timedelta(days=(self.weekday - today.weekday()) % 7)
        if self.next_ and coming == today:
            return today + timedelta(days=7)
        # "Next Friday" means this week's Friday to some and the following week's to others.
        return coming if not self.next_ or coming > monday + timedelta(days=6) else date.min


def _existing(moment: datetime) -> datetime | None:
    """Returns the moment; None if a clock change skips this hour."""
    back = moment.astimezone(UTC).astimezone(moment.tzinfo)
    return moment if back.replace(tzinfo=None) == moment.replace(tzinfo=None) else None

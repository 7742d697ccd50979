"""A clock that tests set."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the same time until it is moved."""

    def __init__(self, now: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> datetime:
        """Moves by what `timedelta` takes, and tells the new time."""
        self.now += timedelta(**by)
        return self.now

"""Limits and periods of introductions."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Self

from bot.settings.settings import Settings

PITCH_LIMIT: Final = 500
"""Characters; readable at a glance beside two listings."""
TEXT_LIMIT: Final = 1_000
"""Characters of a question or answer."""
MESSAGE_LIMIT: Final = 3_000
"""Characters of a message after acceptance: Telegram's 4,096 minus the lines around the message."""
LATEST_RETURN: Final = timedelta(days=93)
"""The longest postponement: three months."""
LISTING_GRACE: Final = timedelta(minutes=10)
"""How long a deletion can be undone. After that the listing's introductions end."""
REPEATS: Final = 2
REPEAT_WINDOW: Final = timedelta(days=30)
"""A side may propose `REPEATS` times within this time without an answer."""
OUTCOME_DAYS: Final = (7, 30, 90)
BATCH: Final = 100
"""Rows per transaction of the deadline job. On SQLite it blocks other writers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The operator's settings."""

    reminder: timedelta
    expiry: timedelta
    cap: int
    """Open proposals that one person may have for one company."""

    @classmethod
    def of(cls, settings: Settings) -> Self:
        return cls(
            reminder=timedelta(days=settings.reminder_days),
            expiry=timedelta(days=settings.expiry_days),
            cap=settings.open_proposals_cap,
        )

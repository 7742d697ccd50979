"""The numbers by which introductions go."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Self

from bot.settings.settings import Settings

PITCH_LIMIT: Final = 500
"""Characters: what a reader takes in at a glance, beside two listings."""
TEXT_LIMIT: Final = 1_000
"""Characters of a question or an answer."""
MESSAGE_LIMIT: Final = 3_000
"""Characters of a message between the introduced: Telegram's 4096 less the lines around it."""
LATEST_RETURN: Final = timedelta(days=93)
"""How far something may be put off: a season."""
LISTING_GRACE: Final = timedelta(minutes=10)
"""A deletion may be undone; only after that do the introductions of a listing end with it."""
REPEATS: Final = 2
REPEAT_WINDOW: Final = timedelta(days=30)
"""One side may ask the same other side this often within this time, if it gets no answer."""
OUTCOME_DAYS: Final = (7, 30, 90)
BATCH: Final = 100
"""Rows that one transaction of the ticker changes at most, so that people do not wait for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What an operator may set."""

    reminder: timedelta
    expiry: timedelta
    cap: int
    """Open proposals that one person may have."""

    @classmethod
    def of(cls, settings: Settings) -> Self:
        return cls(
            reminder=timedelta(days=settings.reminder_days),
            expiry=timedelta(days=settings.expiry_days),
            cap=settings.open_proposals_cap,
        )

"""How long what is kept, in one place: /privacy names it and the daily job enforces it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Self

from bot.settings.settings import Settings

DRAFTS: Final = timedelta(days=30)
"""How long a draft waits for its person to come back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Periods:
    """What an operator may set."""

    messages: timedelta
    """Relayed messages, after an introduction has ended or was last moved."""
    deliveries: timedelta
    """Who was told what: reminders and limits look back less."""
    deleted: timedelta
    strangers: timedelta
    """Who pressed Start, registered nothing and did not come back."""
    silence: timedelta
    notice: timedelta
    """Between telling somebody silent that all of theirs will go, and doing it."""
    moderation: timedelta
    """The words of decided reports and appeals, of sanctions that are over, and of the log."""
    imports: timedelta
    drafts: timedelta = DRAFTS

    @classmethod
    def of(cls, settings: Settings) -> Self:
        return cls(
            messages=timedelta(days=settings.keep_messages_days),
            deliveries=timedelta(days=settings.keep_deliveries_days),
            deleted=timedelta(days=settings.keep_deleted_days),
            strangers=timedelta(days=settings.keep_strangers_days),
            silence=timedelta(days=settings.keep_silent_days),
            notice=timedelta(days=settings.silence_notice_days),
            moderation=timedelta(days=settings.keep_moderation_days),
            imports=timedelta(days=settings.keep_imports_days),
        )

"""Retention periods: /privacy shows them and the daily job enforces them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Self

from bot.settings.settings import Settings

DRAFTS: Final = timedelta(days=30)
"""How long an abandoned draft is kept."""

INVITED: Final = timedelta(days=90)
"""How long an unpublished draft of an organizer's list is kept after its event or its import, whichever is later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Periods:
    """The retention periods of the operator's settings."""

    messages: timedelta
    """Relayed messages, after the introduction ended or last changed."""
    deliveries: timedelta
    """Sent notices. Reminders and limits need a shorter time."""
    deleted: timedelta
    strangers: timedelta
    """People who pressed Start, registered nothing and did not return."""
    silence: timedelta
    notice: timedelta
    """Between the warning to an inactive person and the deletion of their data."""
    moderation: timedelta
    """Texts of decided reports and appeals, of ended sanctions, and of the audit log."""
    imports: timedelta
    drafts: timedelta = DRAFTS
    invited: timedelta = INVITED

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

"""How long people have to answer, how much one person may do, and how fast the bot may send."""

from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings

from bot.settings.parsing import variable


class LimitSettings(BaseSettings):
    """Part of `Settings`."""

    reminder_days: int = Field(
        default=3, ge=1, le=365, description="days until the reminder of an unanswered introduction", examples=["3"]
    )
    expiry_days: int = Field(
        default=10,
        ge=2,
        le=365,
        validate_default=True,
        description="days until an unanswered introduction expires; more than reminder_days",
        examples=["10"],
    )
    open_proposals_cap: int = Field(
        default=10,
        ge=1,
        le=1000,
        description="the number of open requests that one person may have for one company, 1 to 1000",
        examples=["10"],
    )
    announcements_per_day: int = Field(
        default=3,
        ge=1,
        le=100,
        description="the number of announcements that one person may get in 24 hours, 1 to 100",
        examples=["3"],
    )
    messages_per_second: int = Field(
        default=30,
        ge=1,
        le=1000,
        description="messages a second that Telegram accepts from this bot, 1 to 1000; more than 30 costs money",
        examples=["30"],
    )
    flood_burst: int = Field(
        default=200,
        ge=10,
        le=1_000_000,
        description="the number of messages that one person may send at once, 10 or more",
        examples=["200"],
    )
    flood_per_second: float = Field(
        default=10,
        ge=0.1,
        le=1_000_000,
        description="the number of messages a second that one person may send in the long run",
        examples=["10"],
    )

    @field_validator("expiry_days")
    @classmethod
    def _expiry_days(cls, days: int, info: ValidationInfo) -> int:
        if days <= info.data.get("reminder_days", 0):
            raise ValueError(f"is not more than {variable('reminder_days')}")
        return days

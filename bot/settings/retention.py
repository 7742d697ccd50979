"""How long what is kept: the settings that /privacy names and the daily job follows."""

from pydantic import Field
from pydantic_settings import BaseSettings


class KeepingSettings(BaseSettings):
    """In days. What is set here is what people read in /privacy."""

    keep_messages_days: int = Field(
        default=365,
        ge=1,
        le=3650,
        description="days until the words of an ended or silent introduction are taken out",
        examples=["365"],
    )
    keep_deliveries_days: int = Field(
        default=90, ge=31, le=3650, description="days for which it is kept who was told what", examples=["90"]
    )
    keep_deleted_days: int = Field(
        default=30, ge=1, le=365, description="days until a deleted listing is gone for good", examples=["30"]
    )
    keep_strangers_days: int = Field(
        default=365,
        ge=1,
        le=3650,
        description="days until somebody goes who pressed Start and registered nothing",
        examples=["365"],
    )
    keep_silent_days: int = Field(
        default=730,
        ge=30,
        le=3650,
        description="days of silence after which somebody is told that all of theirs will go",
        examples=["730"],
    )
    silence_notice_days: int = Field(
        default=30, ge=7, le=365, description="days between telling them so and doing it", examples=["30"]
    )
    keep_moderation_days: int = Field(
        default=1095,
        ge=30,
        le=3650,
        description="days until the words of decided reports, appeals and sanctions are taken out",
        examples=["1095"],
    )
    keep_imports_days: int = Field(
        default=365, ge=1, le=3650, description="days until the rows of an imported spreadsheet go", examples=["365"]
    )

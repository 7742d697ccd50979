"""How long data is kept. /privacy shows these settings and a daily job follows them."""

from pydantic import Field
from pydantic_settings import BaseSettings


class RetentionSettings(BaseSettings):
    """Retention periods, all in days."""

    keep_messages_days: int = Field(
        default=365,
        ge=1,
        le=3650,
        description="days until the texts of an ended or silent introduction are deleted",
        examples=["365"],
    )
    keep_deliveries_days: int = Field(
        default=90, ge=31, le=3650, description="days for which the record of sent messages is kept", examples=["90"]
    )
    keep_deleted_days: int = Field(
        default=30, ge=1, le=365, description="days until a deleted listing is removed for good", examples=["30"]
    )
    keep_strangers_days: int = Field(
        default=365,
        ge=1,
        le=3650,
        description="days until a person is deleted who pressed Start but registered nothing",
        examples=["365"],
    )
    keep_silent_days: int = Field(
        default=730,
        ge=30,
        le=3650,
        description="days of silence after which a person is warned that their data will be deleted",
        examples=["730"],
    )
    silence_notice_days: int = Field(
        default=30, ge=7, le=365, description="days between that warning and the deletion", examples=["30"]
    )
    keep_moderation_days: int = Field(
        default=1095,
        ge=30,
        le=3650,
        description="days until the texts of closed reports, appeals and sanctions are deleted",
        examples=["1095"],
    )
    keep_imports_days: int = Field(
        default=365,
        ge=1,
        le=3650,
        description="days until the rows of an imported spreadsheet are deleted",
        examples=["365"],
    )

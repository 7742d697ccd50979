"""People: Telegram users who have pressed Start."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import PersonId
from storage.models.base import Base
from storage.vocabulary import Language


class Person(Base):
    __tablename__ = "person"

    id: Mapped[PersonId] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(130))
    """First and last name as Telegram gives them: at most 64 characters each."""
    username: Mapped[str | None] = mapped_column(String(32))
    language: Mapped[Language]
    language_chosen: Mapped[bool] = mapped_column(default=False)
    """Chosen by /language: from then on Telegram's own language no longer counts."""
    consented_at: Mapped[datetime | None]
    consent_version: Mapped[str | None] = mapped_column(String(16))
    shown_abroad: Mapped[bool | None]
    """The separate yes or no to what they publish being shown in other countries; empty for not asked yet."""
    shown_abroad_at: Mapped[datetime | None]
    shown_abroad_version: Mapped[str | None] = mapped_column(String(16))
    """Of the text that was answered to."""
    silence_told_at: Mapped[datetime | None]
    """When a long silent person got the warning that their data will be deleted. Void once they are seen again."""
    privacy_told_version: Mapped[str | None] = mapped_column(String(16))
    """The version of the privacy text that the person was last told of."""
    unreachable_since: Mapped[datetime | None]
    """Set when a message was refused as blocked or deactivated; cleared by the person's next word."""
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]

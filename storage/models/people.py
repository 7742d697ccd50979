"""People: Telegram users who have pressed Start."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import CompanyId, PersonId
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
    """True once chosen with /language. Telegram's language is ignored from then on."""
    reads_english: Mapped[bool] = mapped_column(default=False)
    """True if English texts need no gist and no translation for somebody whose language is another one."""
    consented_at: Mapped[datetime | None]
    consent_version: Mapped[str | None] = mapped_column(String(16))
    shown_abroad: Mapped[bool | None]
    """Consent to show the person's listings in other countries; NULL if not asked yet."""
    shown_abroad_at: Mapped[datetime | None]
    shown_abroad_version: Mapped[str | None] = mapped_column(String(16))
    """The version of the consent text that was answered."""
    silence_told_at: Mapped[datetime | None]
    """When an inactive person was warned that their data will be deleted. Ignored once they are seen again."""
    privacy_told_version: Mapped[str | None] = mapped_column(String(16))
    """The version of the privacy text that the person was last notified about."""
    unreachable_since: Mapped[datetime | None]
    """Set when Telegram reports that the person blocked the bot or is deactivated. Cleared by their next update."""
    acting_for_id: Mapped[CompanyId | None] = mapped_column(ForeignKey("company.id", ondelete="SET NULL"), index=True)
    """The company whose matches, introductions and listings are shown; NULL for those of all companies."""
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]

"""Notification preferences. A person without a row has the defaults."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import PersonId
from storage.models.base import Base
from storage.vocabulary import Frequency


class Preference(Base):
    __tablename__ = "preference"

    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    suggestions: Mapped[Frequency]
    quiet_chosen: Mapped[bool]
    """True if the person chose the quiet hours; otherwise the defaults apply."""
    quiet_from: Mapped[int | None]
    """Local hour at which the quiet hours start; NULL for no quiet hours."""
    quiet_to: Mapped[int | None]
    digest_hour: Mapped[int | None]
    """Local hour of the daily or weekly message; NULL for the default."""
    digest_at: Mapped[datetime | None] = mapped_column(index=True)
    """When the next daily or weekly message is due; NULL until it was planned."""

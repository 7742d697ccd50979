"""Daily counters per person and action, for limits that survive a restart."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import PersonId
from storage.models.base import Base
from storage.vocabulary import Use


class DailyUse(Base):
    __tablename__ = "daily_use"

    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    use: Mapped[Use] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True, index=True)
    """In UTC."""
    times: Mapped[int]

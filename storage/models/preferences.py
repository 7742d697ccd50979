"""How people want to hear from the bot. Who has no row here has chosen nothing."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import PersonId
from storage.models.base import Base
from storage.types import by_value
from storage.vocabulary import Frequency


class Preference(Base):
    __tablename__ = "preference"

    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    suggestions: Mapped[Frequency] = mapped_column(by_value(Frequency))
    quiet_chosen: Mapped[bool]
    """The two hours were chosen; otherwise the usual ones hold."""
    quiet_from: Mapped[int | None]
    """The hour of the day, local time, at which the bot falls silent; empty for never."""
    quiet_to: Mapped[int | None]

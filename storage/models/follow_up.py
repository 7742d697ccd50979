"""What a side of an introduction tells about a good result."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import CompanyId, IntroductionId, PersonId
from storage.models.base import Base
from storage.vocabulary import Kind, Worth


class ReportedResult(Base):
    """A rough figure and a sentence, both optional. It goes with the person who told it, and with their company."""

    __tablename__ = "reported_result"

    introduction_id: Mapped[IntroductionId] = mapped_column(
        ForeignKey("introduction.id", ondelete="CASCADE"), primary_key=True
    )
    side: Mapped[Kind] = mapped_column(primary_key=True)
    company_id: Mapped[CompanyId] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    """NULL if the company told it by mail."""
    worth: Mapped[Worth | None]
    quote: Mapped[str | None] = mapped_column(String(600))
    """Masked. Stored only with consent to be quoted."""
    named: Mapped[bool] = mapped_column(default=False)
    """True if the quote may carry the company's name."""
    told_at: Mapped[datetime]

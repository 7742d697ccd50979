"""A row of a list as it was understood."""

from dataclasses import dataclass
from typing import Final

from bot.i18n.translator import mark
from bot.usecases.imports.tables import Remark

NO_NAME: Final = mark("no company name")
NO_COUNTRY: Final = mark("no country")
_COMPANY_ABOUT: Final = 300  # characters that a company's profile holds


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitorRow:
    """One row as it was understood. `problem` is a message id: then the row is not imported."""

    number: int
    sheet: str = ""
    name: str = ""
    key: str = ""
    country: str = ""
    """ISO 3166-1 alpha-2."""
    guessed: str = ""
    """Message id of what the country was guessed from; empty where the row names it."""
    city: str | None = None
    website: str | None = None
    email: str | None = None
    phones: tuple[str, ...] = ()
    contact: str | None = None
    hall: str | None = None
    booth: str | None = None
    about: str | None = None
    offers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    """What each is to become a listing of, in the words of the table."""
    is_described: bool = True
    """The description may become a listing where the row lists no offers and needs."""
    remarks: tuple[Remark, ...] = ()
    problem: str | None = None

    @property
    def short_about(self) -> str | None:
        """As much of the description as a company's profile holds."""
        return shortened(self.about, _COMPANY_ABOUT) if self.about else None


def shortened(text: str, limit: int) -> str:
    """Cut at the end of a word, with an ellipsis, where it is too long."""
    if len(text) <= limit:
        return text
    return f"{text[: limit - 1].rsplit(' ', 1)[0].rstrip(' ,，、')}…"

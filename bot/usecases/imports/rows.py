"""A parsed row of a list."""

from dataclasses import dataclass
from typing import Final

from bot.i18n.translator import mark
from bot.usecases.imports.tables import Remark

NO_NAME: Final = mark("no company name")
NO_COUNTRY: Final = mark("no country")
_COMPANY_ABOUT: Final = 300  # characters; the limit of a company's profile


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitorRow:
    """A parsed row. If `problem` (a message id) is set, the row is not imported."""

    number: int
    sheet: str = ""
    name: str = ""
    key: str = ""
    country: str = ""
    """ISO 3166-1 alpha-2."""
    guessed: str = ""
    """Message id of the evidence for the country; "" if the row names it."""
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
    """Texts in the table that become one listing each."""
    is_described: bool = True
    """True if the description may become a listing when the row has no offers and needs."""
    remarks: tuple[Remark, ...] = ()
    is_other_spelling: bool = False
    """True if the company is known under another name than the row's. `key` is then the known name's key."""
    problem: str | None = None

    @property
    def short_about(self) -> str | None:
        """The description, cut to the length of a company's profile."""
        return shortened(self.about, _COMPANY_ABOUT) if self.about else None


def shortened(text: str, limit: int) -> str:
    """Returns the text, cut at a word with an ellipsis if it is too long."""
    if len(text) <= limit:
        return text
    return f"{text[: limit - 1].rsplit(' ', 1)[0].rstrip(' ,，、')}…"

"""Buttons of registration, first messages, companies and settings."""

from enum import StrEnum
from typing import Final

from handlers.ui.buttons import Press
from storage.ids import CompanyId, PersonId
from storage.vocabulary import Frequency, Kind


class JoinAnswerPress(Press, kind="j1"):
    company: CompanyId
    person: PersonId
    welcome: bool


class FirstMessageAct(StrEnum):
    PUBLISH = "p"
    """The person agrees to the privacy text and publishes the message as this kind of listing."""
    TURN = "t"
    """Searches again with the other kind."""


class FirstMessagePress(Press, kind="fst1"):
    act: FirstMessageAct
    kind: Kind


class CompanyAct(StrEnum):
    OPEN = "o"
    CHANGE = "e"
    LEAVE = "l"
    LEAVE_NOW = "L"
    ADD_WEBSITE = "w"
    ADD_ROLE = "r"
    ADD_SIZE = "s"
    ADD_CITY = "c"
    """Leaves a later question about the company unanswered."""
    MAIL = "m"
    """Gives the e-mail address of a company that the person acts for."""


ADDED: Final = {
    CompanyAct.ADD_WEBSITE: "website",
    CompanyAct.ADD_ROLE: "role",
    CompanyAct.ADD_SIZE: "size",
    CompanyAct.ADD_CITY: "city",
}
"""The field of a company that each answer to a later question adds."""


class CompanyPress(Press, kind="co1"):
    company: CompanyId
    act: CompanyAct


class VerifyPress(Press, kind="vf1"):
    company: CompanyId


class FrequencyPress(Press, kind="sf1"):
    frequency: Frequency


class ReadsEnglishPress(Press, kind="re1"):
    """Says if English texts need a gist."""

    yes: bool


class RhythmPress(Press, kind="ur1"):
    """Changes from within the daily or weekly message how often it comes."""

    rhythm: Frequency


class HourPress(Press, kind="sh1"):
    """Chooses the hour of the daily or weekly message; -1 shows the choices."""

    hour: int


class QuietChoice(StrEnum):
    """Quiet hours as `from-to`, or a keyword."""

    MENU = "menu"
    USUAL = "usual"
    NEVER = "never"
    EVENING = "20-9"
    NIGHT = "22-7"
    LATE = "23-8"
    OFFICE_ONLY = "18-9"

    @property
    def hours(self) -> tuple[int, int] | None:
        start, _, end = self.value.partition("-")
        return (int(start), int(end)) if end else None


class QuietPress(Press, kind="sq1"):
    choice: QuietChoice

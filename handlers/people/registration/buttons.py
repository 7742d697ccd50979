"""The buttons of a request to join a company."""

from dataclasses import dataclass
from typing import ClassVar

from handlers.ui.buttons import Press
from storage.ids import CompanyId, PersonId


@dataclass(frozen=True, slots=True)
class AnswerJoin(Press):
    KIND: ClassVar[str] = "j1"

    company: CompanyId
    person: PersonId
    welcome: int

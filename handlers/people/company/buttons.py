"""The buttons of a company."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from handlers.ui.buttons import Press
from storage.ids import CompanyId


class CompanyAct(StrEnum):
    OPEN = "o"
    CHANGE = "e"
    LEAVE = "l"
    LEAVE_NOW = "L"


@dataclass(frozen=True, slots=True)
class CompanyPress(Press):
    KIND: ClassVar[str] = "co1"

    company: CompanyId
    act: CompanyAct

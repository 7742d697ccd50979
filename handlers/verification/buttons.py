"""The button that opens the verification of a company."""

from dataclasses import dataclass
from typing import ClassVar

from handlers.ui.buttons import Press
from storage.ids import CompanyId


@dataclass(frozen=True, slots=True)
class VerifyPress(Press):
    KIND: ClassVar[str] = "vf1"

    company: CompanyId

"""The button by which somebody appeals."""

from dataclasses import dataclass
from typing import ClassVar, Final

from handlers.buttons import Press
from storage.ids import SanctionId

FORM_NAME: Final = "appeal"
"""Of the dialog that the button opens."""


@dataclass(frozen=True, slots=True)
class AppealPress(Press):
    KIND: ClassVar[str] = "ap1"

    sanction: SanctionId

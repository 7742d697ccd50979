"""The button by which somebody appeals."""

from dataclasses import dataclass
from typing import ClassVar

from handlers.buttons import Press
from storage.ids import SanctionId


@dataclass(frozen=True, slots=True)
class AppealPress(Press):
    KIND: ClassVar[str] = "ap1"

    sanction: SanctionId

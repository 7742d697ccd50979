"""The buttons of the settings."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from handlers.ui.buttons import Press
from storage.vocabulary import Frequency


@dataclass(frozen=True, slots=True)
class FrequencyPress(Press):
    KIND: ClassVar[str] = "sf1"

    frequency: Frequency


class QuietChoice(StrEnum):
    """Quiet hours as `from-to`, or one of two words."""

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


@dataclass(frozen=True, slots=True)
class QuietPress(Press):
    KIND: ClassVar[str] = "sq1"

    choice: QuietChoice

"""The button that deletes everything."""

from dataclasses import dataclass
from typing import ClassVar

from handlers.buttons import Press


@dataclass(frozen=True, slots=True)
class ForgetPress(Press):
    KIND: ClassVar[str] = "fm1"

    yes: int

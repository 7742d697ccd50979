"""The buttons of /privacy, and the one that deletes everything."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from handlers.ui.buttons import Press


@dataclass(frozen=True, slots=True)
class ForgetPress(Press):
    KIND: ClassVar[str] = "fm1"

    yes: int


class PrivacyAct(StrEnum):
    SHOW = "s"
    EXPORT = "e"
    FORGET = "f"
    ABROAD = "y"
    PRIVATE = "n"
    AGREE = "a"


@dataclass(frozen=True, slots=True)
class PrivacyPress(Press):
    KIND: ClassVar[str] = "pv1"

    act: PrivacyAct

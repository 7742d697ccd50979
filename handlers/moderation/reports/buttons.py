"""The buttons that report something."""

from dataclasses import dataclass
from typing import ClassVar

from handlers.ui.buttons import Press
from storage.vocabulary import ReportObject, ReportReason


@dataclass(frozen=True, slots=True)
class ReportPress(Press):
    """Asks for the reason of a report."""

    KIND: ClassVar[str] = "rp1"

    kind: ReportObject
    number: int


@dataclass(frozen=True, slots=True)
class ReportWhyPress(Press):
    KIND: ClassVar[str] = "rw1"

    kind: ReportObject
    number: int
    reason: ReportReason

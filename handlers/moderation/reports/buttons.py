"""The buttons by which something is reported."""

from dataclasses import dataclass
from typing import ClassVar

from handlers.ui.buttons import Press
from storage.vocabulary import ReportObject, ReportReason


@dataclass(frozen=True, slots=True)
class ReportPress(Press):
    """Something is wrong with a card or a message: asks what."""

    KIND: ClassVar[str] = "rp1"

    kind: ReportObject
    number: int


@dataclass(frozen=True, slots=True)
class ReportWhyPress(Press):
    KIND: ClassVar[str] = "rw1"

    kind: ReportObject
    number: int
    reason: ReportReason

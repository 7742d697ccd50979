"""The buttons under text typed outside of a dialog."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from handlers.ui.buttons import Press
from storage.ids import DraftId


class HeardAct(StrEnum):
    SEARCH = "s"
    LISTING = "l"


@dataclass(frozen=True, slots=True)
class HeardPress(Press):
    """What to do with the text in the draft."""

    KIND: ClassVar[str] = "hd1"

    draft: DraftId
    act: HeardAct

"""The buttons under the answer to a first message."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from handlers.ui.buttons import Press
from storage.vocabulary import Kind


class FirstAct(StrEnum):
    PUBLISH = "p"
    """The person agrees to the privacy text, and publishes the message as this kind of listing."""
    TURN = "t"
    """The message was taken for the other kind: look again."""


@dataclass(frozen=True, slots=True)
class FirstPress(Press):
    KIND: ClassVar[str] = "fst1"

    act: FirstAct
    kind: Kind

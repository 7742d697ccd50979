"""Presses of the greeting and of the language menu."""

from dataclasses import dataclass
from typing import ClassVar

from handlers.ui.buttons import Press
from storage.vocabulary import Language


@dataclass(frozen=True, slots=True)
class Agree(Press):
    KIND: ClassVar[str] = "ok1"


@dataclass(frozen=True, slots=True)
class ChooseLanguage(Press):
    KIND: ClassVar[str] = "l1"

    language: Language

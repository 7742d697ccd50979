"""The buttons of /countries."""

from dataclasses import dataclass
from typing import ClassVar

from handlers.ui.buttons import Press


@dataclass(frozen=True, slots=True)
class ApartPress(Press):
    """Opens the form that blocks a country pair."""

    KIND: ClassVar[str] = "ct1"


@dataclass(frozen=True, slots=True)
class TogetherPress(Press):
    KIND: ClassVar[str] = "cu1"

    one: str
    other: str


@dataclass(frozen=True, slots=True)
class CountriesPage(Press):
    KIND: ClassVar[str] = "cv1"

    page: int

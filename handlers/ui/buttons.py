"""Presses: the typed, versioned, length-checked format of callback data.

Anybody can send any callback data, so each use case checks again if the person may do the action.
"""

import dataclasses
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Self, dataclass_transform, get_type_hints

from storage.vocabulary import Language

LIMIT_BYTES = 64  # Telegram's limit for callback data; the library does not check it
_SEPARATOR = ":"
_TRUTH = {"0": False, "1": True}


@dataclass_transform(frozen_default=True)
@dataclass(frozen=True)
class Press:
    """Base class of typed callback data: `class OpenPress(Press, kind="o1")` with int, bool, str and StrEnum fields.

    A subclass becomes a frozen dataclass. `kind` is the prefix of the data. Change it when the fields change, so that
    buttons of an earlier version are recognised and not misread. Only the last field may hold a colon.
    """

    KIND: ClassVar[str]

    def __init_subclass__(cls, *, kind: str) -> None:
        dataclass(frozen=True)(cls)
        cls.KIND = kind

    def pack(self) -> str:
        """Returns the callback data. Raises ValueError if it is longer than Telegram accepts."""
        values = [_written(getattr(self, field.name)) for field in dataclasses.fields(self)]
        if any(_SEPARATOR in value for value in values[:-1]):
            raise ValueError(f"only the last value may hold a colon: {values}")
        packed = _SEPARATOR.join([self.KIND, *values])
        if len(packed.encode()) > LIMIT_BYTES:
            raise ValueError(f"too long for a button: {packed}")
        return packed

    @classmethod
    def unpack(cls, data: str | None) -> Self | None:
        """Parses callback data. Returns None if it is another kind, malformed or forged."""
        kind, *rest = (data or "").split(_SEPARATOR, 1)
        if kind != cls.KIND:
            return None
        fields = dataclasses.fields(cls)
        parts = rest[0].split(_SEPARATOR, len(fields) - 1) if rest and fields else rest
        if len(parts) != len(fields):
            return None
        hints = get_type_hints(cls)
        try:
            return cls(*(_read(part, hints[field.name]) for part, field in zip(parts, fields, strict=True)))
        except (ValueError, KeyError):
            return None


def _written(value: Any) -> str:
    return str(int(value) if isinstance(value, bool) else value)


def _read(part: str, wanted: Any) -> int | str | StrEnum:
    if wanted is str:
        return part
    if wanted is bool:
        return _TRUTH[part]
    if isinstance(wanted, type) and issubclass(wanted, StrEnum):
        return wanted(part)
    if not re.fullmatch(r"-?\d{1,18}", part, re.ASCII):
        raise ValueError(part)
    return int(part)


class Place(StrEnum):
    """A screen that a button opens without further data."""

    OFFER = "offer"
    NEED = "need"
    QUICK = "quick"
    MINE = "mine"
    MATCHES = "matches"
    REGISTER = "register"
    HELP = "help"
    LANGUAGE = "language"
    COMPANY = "company"
    INTRODUCTIONS = "introductions"
    SETTINGS = "settings"
    SEARCH = "search"
    PROGRAMME = "programme"
    EVENTS = "events"
    MEETINGS = "meetings"
    PRIVACY = "privacy"
    QUEUE = "queue"
    REPORTS = "reports"
    HEALTH = "health"
    CLIENTS = "clients"


class Go(Press, kind="g1"):
    place: Place


class Agree(Press, kind="ok1"):
    pass


class ChooseLanguage(Press, kind="l1"):
    language: Language

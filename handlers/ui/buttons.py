"""What the buttons carry: a typed, versioned, length-checked wire format.

It is never trusted. Anybody can send any of it, so each use case asks the database again whether this person may.
"""

import dataclasses
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Self, get_type_hints

LIMIT_BYTES = 64  # of callback data; the library does not check it
_SEPARATOR = ":"


@dataclass(frozen=True, slots=True)
class Press:
    """Base of everything a button can mean. A subclass is a frozen dataclass of int, str and StrEnum fields.

    `KIND` tells it from the others; it changes when the fields do, so that a button of an earlier version is seen to
    be old and not misread. The last field may hold a colon, the others not.
    """

    KIND: ClassVar[str]

    def pack(self) -> str:
        """The callback data; raises ValueError where it would be longer than Telegram takes."""
        values = [str(getattr(self, field.name)) for field in dataclasses.fields(self)]
        if any(_SEPARATOR in value for value in values[:-1]):
            raise ValueError(f"only the last value may hold a colon: {values}")
        packed = _SEPARATOR.join([self.KIND, *values])
        if len(packed.encode()) > LIMIT_BYTES:
            raise ValueError(f"too long for a button: {packed}")
        return packed

    @classmethod
    def unpack(cls, data: str | None) -> Self | None:
        """What the button meant, or None if it is not one of these, or was tampered with."""
        fields = dataclasses.fields(cls)
        kind, _, rest = (data or "").partition(_SEPARATOR)
        parts = rest.split(_SEPARATOR, len(fields) - 1) if fields else []
        if kind != cls.KIND or len(parts) != len(fields):
            return None
        hints = get_type_hints(cls)
        try:
            return cls(*(_read(part, hints[field.name]) for part, field in zip(parts, fields, strict=True)))
        except ValueError:
            return None

    @classmethod
    def pattern(cls) -> re.Pattern[str]:
        return re.compile(rf"{re.escape(cls.KIND)}(?:{_SEPARATOR}|$)")


def _read(part: str, wanted: Any) -> int | str | StrEnum:
    if wanted is str:
        return part
    if isinstance(wanted, type) and issubclass(wanted, StrEnum):
        return wanted(part)
    if not re.fullmatch(r"-?\d{1,18}", part, re.ASCII):
        raise ValueError(part)
    return int(part)


class Place(StrEnum):
    """Where a button leads that needs to know nothing else."""

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
    PRIVACY = "privacy"


@dataclass(frozen=True, slots=True)
class Go(Press):
    KIND: ClassVar[str] = "g1"

    place: Place

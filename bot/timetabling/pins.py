"""Contradictions between pinned meetings."""

from dataclasses import dataclass
from enum import StrEnum


class PinFault(StrEnum):
    BARRED = "barred"  # pinned and barred at once
    UNKNOWN = "unknown"  # there is no such slot, place or attendee
    NOT_AVAILABLE = "not_available"  # one of the two is not there then
    WRONG_PLACE = "wrong_place"  # closed then, a booth of others, or video at a table
    SAME_PERSON = "same_person"  # a person has several at once
    PLACE_FULL = "place_full"  # more at once than the place holds
    LIMIT = "limit"  # more than a person wants in all
    DAILY_LIMIT = "daily_limit"  # more than a person wants on a day


@dataclass(frozen=True, slots=True, kw_only=True)
class PinConflict:
    """What is wrong with which pinned interests; `attendee` is the person it concerns, if it is about one."""

    fault: PinFault
    interests: tuple[int, ...]
    attendee: int | None = None


class ContradictingPinsError(ValueError):
    """The pinned meetings cannot all be: every conflict, in a stable order."""

    def __init__(self, conflicts: tuple[PinConflict, ...]) -> None:
        super().__init__("; ".join(f"{one.fault}: interests {', '.join(map(str, one.interests))}" for one in conflicts))
        self.conflicts = conflicts

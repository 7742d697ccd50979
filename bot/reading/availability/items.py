"""Collects the days and hours of one statement: "Tuesday morning and Wednesday", "mornings on Tuesday and Thursday"."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from itertools import pairwise

from bot.reading.availability.parts import Part, UnclearError
from bot.reading.availability.rule import DAY_END, Hours


class Link(Enum):
    """What stands before an item."""

    NONE = auto()
    AND = auto()
    COMMA = auto()


@dataclass(slots=True, kw_only=True)
class Item:
    """Days, hours or hours of days."""

    link: Link
    days: frozenset[date] | None = None
    hours: tuple[int, int] | None = None
    hours_first: bool = False
    whole: bool = False

    def add(self, part: Part) -> None:
        """Narrows the item by words beside it. Raises UnclearError if nothing is left: "Tuesday Wednesday"."""
        if part.days is not None:
            self.days = part.days if self.days is None else self.days & part.days
            if not self.days:
                raise UnclearError
        if part.hours is not None:
            begins, ends = self.hours or (0, DAY_END)
            self.hours = max(begins, part.hours[0]), min(ends, part.hours[1])
            self.hours_first |= self.days is None
            if self.hours[0] >= self.hours[1]:
                raise UnclearError

    @property
    def only_days(self) -> bool:
        return self.days is not None and self.hours is None and not self.whole

    @property
    def only_hours(self) -> bool:
        return self.days is None


@dataclass(slots=True)
class Items:
    found: list[Item] = field(default_factory=list)
    pending: Link = Link.NONE
    whole: bool = False

    def add(self, part: Part) -> None:
        if not self.found or self.pending is not Link.NONE:
            self.found.append(Item(link=self.pending, whole=self.whole))
            self.pending, self.whole = Link.NONE, False
        self.found[-1].add(part)

    def add_whole(self) -> None:
        """Marks the item that "all day" stands beside."""
        if self.found and self.pending is Link.NONE:
            self.found[-1].whole = True
        else:
            self.whole = True

    @property
    def is_list(self) -> bool:
        """True for items with commas between them."""
        return any(item.link is Link.COMMA for item in self.found)

    def hours(self, days: Sequence[date]) -> list[Hours]:
        """Returns the union of the items. Raises UnclearError where a part may belong to several of them."""
        items = self._joined()
        return [
            Hours(
                days=one.days or frozenset(days), begins=(one.hours or (0, 0))[0], ends=(one.hours or (0, DAY_END))[1]
            )
            for one in items
        ]

    def _joined(self) -> list[Item]:
        items = list(self.found)
        if len(items) == 2 and items[0].only_days and items[1].only_hours and items[1].link is Link.COMMA:
            items[0].hours = items[1].hours  # "the first day, in the morning"
            return items[:1]
        for before, one in pairwise(items):
            if before.only_days and not (one.only_days or one.whole):
                raise UnclearError  # "Tuesday and Wednesday morning"
            if one.only_hours and not before.only_hours:
                one.days = before.days  # "Tuesday morning and evening"
            elif before.only_hours and not one.only_hours and (one.only_days or one.hours_first):
                raise UnclearError  # "mornings and Tuesday", "morning and evening of Tuesday"
            elif one.only_days and before.hours_first:
                if one.link is Link.COMMA:
                    raise UnclearError
                one.hours, one.hours_first = before.hours, True  # "mornings on Tuesday and Thursday"
        return items

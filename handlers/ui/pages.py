"""Paging of lists: the rows of a page, and the buttons that turn it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from handlers.ui.buttons import Press
from handlers.ui.view import Button, Rows

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a list of `total` rows. A page number past either end selects the first or last page."""

    total: int
    size: int
    asked: int

    @property
    def count(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def index(self) -> int:
        return min(max(self.asked, 0), self.count - 1)

    @property
    def offset(self) -> int:
        return self.index * self.size

    def cut(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Returns the rows of this page from a list in memory."""
        return rows[self.offset : self.offset + self.size]

    def turning(self, press: Callable[[int], Press]) -> Rows:
        """Returns the row ◀ 2 / 7 ▶, which wraps around at the ends; nothing for a single page."""
        if self.count < 2:
            return ()
        before, after = (self.index - 1) % self.count, (self.index + 1) % self.count
        turns = (("◀", before), (f"{self.index + 1} / {self.count}", self.index), ("▶", after))
        return (tuple(Button(text=sign, press=press(index)) for sign, index in turns),)

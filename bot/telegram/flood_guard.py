"""Limits how many updates one person may send. Kept in memory, and checked first when an update arrives."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from math import inf
from typing import Final

_REMEMBERED: Final = 50_000  # people; a forgotten person starts with a full bucket
_BETWEEN_PRESSES_S: Final = 0.5  # between two acknowledged presses of a person who is ignored


class Admission(Enum):
    PASS = auto()
    TELL = auto()
    """Over the limit: tell the person, once."""
    IGNORE = auto()
    ACKNOWLEDGE = auto()
    """Ignore the press, but answer it, because its button shows progress until then."""


@dataclass(slots=True, kw_only=True)
class _Bucket:
    left: float
    at: float
    told: bool = False
    acknowledged_at: float = -inf


class FloodGuard:
    """A token bucket for each person: `burst` updates at once, `per_second` in the long run.

    `now` is a monotonic clock in seconds. After being told, a person is ignored until half of the bucket is full again.
    """

    def __init__(self, *, burst: int, per_second: float, now: Callable[[], float]) -> None:
        self.burst = burst
        self._per_second = per_second
        self._now = now
        self._buckets: OrderedDict[int, _Bucket] = OrderedDict()

    def admit(self, person_id: int, *, is_press: bool = False) -> Admission:
        now = self._now()
        bucket = self._buckets.pop(person_id, None) or _Bucket(left=float(self.burst), at=now)
        self._buckets[person_id] = bucket
        if len(self._buckets) > _REMEMBERED:
            self._buckets.popitem(last=False)
        bucket.left = min(float(self.burst), bucket.left + (now - bucket.at) * self._per_second)
        bucket.at = now
        if bucket.left >= self.burst / 2:
            bucket.told = False
        if bucket.told:
            if not is_press or now - bucket.acknowledged_at < _BETWEEN_PRESSES_S:
                return Admission.IGNORE
            bucket.acknowledged_at = now
            return Admission.ACKNOWLEDGE
        if bucket.left < 1:
            bucket.told = True
            return Admission.TELL
        bucket.left -= 1
        return Admission.PASS

    def is_flooding(self, person_id: int) -> bool:
        """Returns True if the person had used up half of the bucket at their last update."""
        bucket = self._buckets.get(person_id)
        return bucket is not None and bucket.left < self.burst / 2

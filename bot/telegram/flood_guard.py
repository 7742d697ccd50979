"""Against floods: how much one person may ask of the bot in a time, kept in memory and judged before anything else."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

_REMEMBERED: Final = 50_000  # people; who has been forgotten starts with a full bucket, as everybody does


class Admission(Enum):
    PASS = auto()
    TELL = auto()
    """Too much: say so, once."""
    IGNORE = auto()


@dataclass(slots=True, kw_only=True)
class _Bucket:
    left: float
    at: float
    told: bool = False


class FloodGuard:
    """A bucket of `burst` updates for each person, filled with `per_second`; `now` is a clock in seconds that never
    goes back. Who is told is told again only after having been quiet long enough for half a bucket."""

    def __init__(self, *, burst: int, per_second: float, now: Callable[[], float]) -> None:
        self._burst = float(burst)
        self._per_second = per_second
        self._now = now
        self._buckets: OrderedDict[int, _Bucket] = OrderedDict()

    def admit(self, person_id: int) -> Admission:
        now = self._now()
        bucket = self._buckets.pop(person_id, None) or _Bucket(left=self._burst, at=now)
        self._buckets[person_id] = bucket
        if len(self._buckets) > _REMEMBERED:
            self._buckets.popitem(last=False)
        bucket.left = min(self._burst, bucket.left + (now - bucket.at) * self._per_second)
        bucket.at = now
        if bucket.left >= self._burst / 2:
            bucket.told = False
        if bucket.told or bucket.left < 1:
            admission = Admission.IGNORE if bucket.told else Admission.TELL
            bucket.told = True
            return admission
        bucket.left -= 1
        return Admission.PASS

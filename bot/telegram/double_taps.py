"""Recognises a press that repeats a person's last one, as by a double click, so that nothing is said or done twice."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.telegram.raw_update import RawUpdate

# seconds between two taps that are one; long enough for a slow double tap, too short to read the answer and press again
_TOGETHER_S: Final = 1.0
_REMEMBERED: Final = 50_000  # people


@dataclass(frozen=True, slots=True, kw_only=True)
class _Last:
    pressed: object
    """The chat, the message and the button; None if the person's last update was no press."""
    at: float


class DoubleTaps:
    """Remembers each person's last update. `now` is a monotonic clock in seconds."""

    def __init__(self, *, now: Callable[[], float]) -> None:
        self._now = now
        self._last: OrderedDict[int, _Last] = OrderedDict()

    def add(self, person_id: int, raw: RawUpdate, *, is_busy: bool) -> bool:
        """Returns True if this update repeats the person's last press, less than a second ago or not answered yet.

        `is_busy`: an earlier update of the person is waiting or being handled.
        """
        last = self._last.pop(person_id, None)
        this = self._last[person_id] = _Last(pressed=_pressed(raw), at=self._now())
        if len(self._last) > _REMEMBERED:
            self._last.popitem(last=False)
        if last is None or this.pressed is None or this.pressed != last.pressed:
            return False
        return is_busy or this.at - last.at < _TOGETHER_S


def _pressed(raw: RawUpdate) -> object:
    query = raw.get("callback_query")
    if not isinstance(query, Mapping):
        return None
    message = query.get("message")
    where = (message.get("chat"), message.get("message_id")) if isinstance(message, Mapping) else None
    return where, query.get("inline_message_id"), query.get("data")

"""Recognises the second tap of a double tap, so that nothing is said or done twice."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

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
        """Returns True if this update repeats a press that is not answered yet or took the button away.

        A button that is still there may be pressed again at once: to tick, and to untick. `is_busy`: an earlier update
        of the person is waiting or being handled.
        """
        last = self._last.pop(person_id, None)
        this = self._last[person_id] = _Last(pressed=_pressed(raw), at=self._now())
        if len(self._last) > _REMEMBERED:
            self._last.popitem(last=False)
        if last is None or this.pressed is None or this.pressed != last.pressed:
            return False
        return is_busy or (this.at - last.at < _TOGETHER_S and not _has_its_button(raw["callback_query"]))


def _has_its_button(query: Mapping[str, Any]) -> bool:
    """Returns True if the message, as it is now, has the button that was pressed."""
    message = query.get("message")
    if not isinstance(message, Mapping):
        return True  # a message of inline mode, whose buttons are not sent
    markup = message.get("reply_markup")
    rows = markup.get("inline_keyboard") if isinstance(markup, Mapping) else None
    buttons = [button for row in rows if isinstance(row, list) for button in row] if isinstance(rows, list) else []
    return any(isinstance(one, Mapping) and one.get("callback_data") == query.get("data") for one in buttons)


def _pressed(raw: RawUpdate) -> object:
    query = raw.get("callback_query")
    if not isinstance(query, Mapping):
        return None
    message = query.get("message")
    where = (message.get("chat"), message.get("message_id")) if isinstance(message, Mapping) else None
    return where, query.get("inline_message_id"), query.get("data")

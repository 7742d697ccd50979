"""Parses and handles one update, and notes what became of it."""

import logging
import time
from collections.abc import Awaitable, Callable
from enum import StrEnum

import structlog
from telegram import Update

from bot.telegram.raw_update import RawUpdate, kind_of, sent_at
from bot.telegram.update_shape import MisshapenUpdateError
from storage.outbox import handled_update

Handle = Callable[[Update], Awaitable[None]]


class Outcome(StrEnum):
    """What became of an update."""

    HANDLED = "handled"
    FAILED = "failed"
    UNREADABLE = "unreadable"
    TOO_FAST = "too_fast"
    """Its sender floods. Some are answered with a warning."""
    DOUBLE_TAP = "double_tap"
    """The second tap on a button. Only its progress indicator is stopped."""
    DROPPED = "dropped"
    """From a downtime, and made unnecessary by a newer one."""


Observe = Callable[[int, str, Outcome, float | None, float | None], None]
"""Gets an update's id, kind and outcome, the seconds that a step worked on it, and those that it waited before."""

log = logging.getLogger(__name__)


class UpdateHandling:
    """`now` returns Unix seconds. What cannot be parsed, and what fails, goes to the log."""

    def __init__(self, *, parse: Callable[[RawUpdate], Update], observe: Observe, now: Callable[[], float]) -> None:
        self._parse = parse
        self._observe = observe
        self._now = now
        self.unreadable = 0
        """Number of updates skipped since the start because they could not be parsed."""

    async def run(self, raw: RawUpdate, handle: Handle, *, done: Outcome) -> None:
        """Handles an update. All lines of the log meanwhile, and the messages that it causes, carry its number.

        `done` is the outcome if nothing fails.
        """
        update_id = raw.get("update_id")
        cause = handled_update.set(update_id if isinstance(update_id, int) else None)
        with structlog.contextvars.bound_contextvars(update_id=update_id):
            await self._run(raw, handle, done)
        handled_update.reset(cause)

    async def _run(self, raw: RawUpdate, handle: Handle, done: Outcome) -> None:
        try:
            update = self._parse(raw)
        except Exception as error:  # noqa: BLE001 - the library raises whatever it stumbles over
            self.unreadable += 1
            where = str(error) if isinstance(error, MisshapenUpdateError) else type(error).__name__
            log.warning("update %s (%s) cannot be read: %s", raw.get("update_id"), kind_of(raw), where)
            self.note(raw, Outcome.UNREADABLE)
            return
        began = time.perf_counter()
        outcome = done
        try:
            await handle(update)
        except Exception:
            log.exception("update %s (%s) failed", raw.get("update_id"), kind_of(raw))
            outcome = Outcome.FAILED
        self.note(raw, outcome, time.perf_counter() - began)

    def note(self, raw: RawUpdate, outcome: Outcome, seconds: float | None = None) -> None:
        """Tells `observe` and the log. `seconds`: how long a step worked on the update, None if none did."""
        update_id, sent = raw.get("update_id"), sent_at(raw)
        lag = None if sent is None or seconds is None else max(0.0, self._now() - sent - seconds)
        self._observe(update_id if isinstance(update_id, int) else 0, kind_of(raw), outcome, seconds, lag)
        log.debug(
            "update %s (%s)",
            update_id,
            kind_of(raw),
            extra={
                "stage": "update",
                "outcome": outcome.value,
                "seconds": None if seconds is None else round(seconds, 4),
            },
        )

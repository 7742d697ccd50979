"""Chooses who answers an update that arrives: the bot's handlers, or a short reply to a flood or a double tap."""

import logging
from dataclasses import dataclass

from bot.telegram.double_taps import DoubleTaps
from bot.telegram.flood_guard import Admission, FloodGuard
from bot.telegram.raw_update import RawUpdate
from bot.telegram.update_handling import Handle, Outcome

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateAnswers:
    """`handle` handles an admitted update. The others answer at once, before the updates that wait."""

    handle: Handle
    refuse: Handle
    """Answers the first update over the limit."""
    acknowledge: Handle
    """Answers an ignored press."""
    dismiss: Handle
    """Answers the second of a double tap."""
    guard: FloodGuard
    taps: DoubleTaps

    def choose(self, raw: RawUpdate, person_id: int | None, *, is_busy: bool) -> Handle | None:
        """Returns None for an update to ignore. `is_busy`: an earlier one of the person waits or is being handled."""
        if person_id is None:
            return self.handle
        admission = self.guard.admit(person_id, is_press="callback_query" in raw)
        if admission is Admission.IGNORE:
            return None
        if admission is Admission.TELL:
            log.info("person %s sends too much at once and is ignored for a while", person_id)
        is_second_tap = self.taps.add(person_id, raw, is_busy=is_busy)
        if admission is Admission.PASS:
            return self.dismiss if is_second_tap else self.handle
        return self.refuse if admission is Admission.TELL else self.acknowledge

    def outcome_of(self, handle: Handle) -> Outcome:
        """Returns what became of an update that `handle` answered."""
        if handle is self.handle:
            return Outcome.HANDLED
        return Outcome.DOUBLE_TAP if handle is self.dismiss else Outcome.TOO_FAST

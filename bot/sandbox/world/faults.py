"""Faults on demand: refusals, delays and cut connections, before or after a call took effect."""

import random
from dataclasses import dataclass, field
from enum import StrEnum

from bot.sandbox.world.refusals import Refusal, forbidden, too_many_requests


class FaultKind(StrEnum):
    FORBIDDEN = "forbidden"
    TOO_MANY_REQUESTS = "too_many_requests"
    SERVER_ERROR = "server_error"
    CUT = "cut"
    DELAY = "delay"


class When(StrEnum):
    """When the fault occurs relative to the effect of the call. AFTER tests for duplicates."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(slots=True, kw_only=True)
class Fault:
    """A fault and the calls that it affects.

    `method` None means every method except getUpdates. `times` None means for ever. `seconds` is the length of a delay,
    or the retry_after of a 429.
    """

    kind: FaultKind
    method: str | None = None
    chat_id: int | None = None
    when: When = When.BEFORE
    times: int | None = 1
    probability: float = 1.0
    seconds: float = 1.0

    def concerns(self, method: str, chat_id: str | None) -> bool:
        if self.chat_id is not None and str(self.chat_id) != chat_id:
            return False
        return self.method == method if self.method else method != "getUpdates"

    def refusal(self) -> Refusal | None:
        """Returns the error response; None for a delay or a cut connection."""
        match self.kind:
            case FaultKind.FORBIDDEN:
                return forbidden("bot was blocked by the user")
            case FaultKind.TOO_MANY_REQUESTS:
                return too_many_requests(max(1, round(self.seconds)))
            case FaultKind.SERVER_ERROR:
                return Refusal(500, "Internal Server Error")
            case _:
                return None


@dataclass(slots=True)
class Faults:
    """The active faults, oldest first. The first one that matches a call applies."""

    rng: random.Random
    active: list[Fault] = field(default_factory=list)

    def add(self, kind: FaultKind | str, method: str | None = None, **details: object) -> Fault:
        """Activates a fault. `details` are the other fields of `Fault`."""
        fault = Fault(kind=FaultKind(kind), method=method, **details)  # type: ignore[arg-type]
        fault.when = When(fault.when)
        self.active.append(fault)
        return fault

    def clear(self) -> None:
        self.active.clear()

    def strike(self, method: str, chat_id: str | None) -> Fault | None:
        """Returns the fault for this call, if any, and counts one use of it."""
        for fault in self.active:
            if not fault.concerns(method, chat_id):
                continue
            if fault.probability < 1.0 and self.rng.random() >= fault.probability:
                continue
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self.active.remove(fault)
            return fault
        return None

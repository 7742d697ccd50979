"""The auditor: holds every promise of the design against the database and against what people saw."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from storage.database import Database
from tests.chaos.audit import remembered, rows, telling
from tests.chaos.people import Player
from tests.chaos.telegram import Watch


class Promise(StrEnum):
    """What the auditor holds."""

    NOTHING_LOST = "nothing lost"
    ONCE = "no update handled twice"
    TOLD = "everybody told"
    TOLD_ONCE = "nobody told twice"
    ANONYMOUS = "no leak"
    NO_SILENCE = "nobody stuck"
    WHOLE = "no orphan"
    ABROAD = "never within one country"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    promise: Promise
    what: str

    def __str__(self) -> str:
        return f"{self.promise}: {self.what}"


async def audit(database: Database, watch: Watch, players: Sequence[Player], logs: Sequence[Path] = ()) -> list[Fault]:
    """Returns every broken promise; empty if all were kept. Nothing may be under way any more."""
    found: list[Fault] = []

    def add(promise: Promise, faults: Sequence[str]) -> None:
        found.extend(Fault(promise=promise, what=fault) for fault in faults)

    async with database.reading() as session:
        add(Promise.NOTHING_LOST, await remembered.lost(session, players))
        add(Promise.ONCE, await remembered.handled_twice(session, players))
        add(Promise.TOLD, await telling.never_told(session))
        add(Promise.TOLD, await telling.never_arrived(session, watch))
        add(Promise.TOLD_ONCE, await telling.told_twice(session, watch))
        add(Promise.ANONYMOUS, await telling.leaks(session, watch, players))
        add(Promise.ANONYMOUS, telling.logged(watch, logs))
        add(Promise.NO_SILENCE, await rows.without_end(session))
        add(Promise.WHOLE, await rows.orphans(session))
        add(Promise.ABROAD, await rows.at_home(session))
    return found

"""Keeps updates that are confirmed to Telegram before they are handled, so that a kill loses none of them.

An update that is handled soon is confirmed after that, and is never stored.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from bot.telegram.raw_update import RawUpdate, sender_of
from bot.telegram.update_shape import is_id
from storage import received_updates
from storage.database import Database
from storage.ids import PersonId

_NOBODY: Final = ""
_REMEMBERED: Final = timedelta(minutes=10)  # Telegram repeats an unanswered post sooner
_LONGEST_WAIT: Final = timedelta(days=1)  # Telegram drops older updates too

log = logging.getLogger(__name__)


class UpdateStore:
    """The stored updates of one instance. `owner` is its name."""

    def __init__(self, database: Database, clock: Callable[[], datetime], *, owner: str) -> None:
        self._database = database
        self._clock = clock
        self._owner = owner
        self._handled: set[int] = set()
        self._one_at_a_time = asyncio.Lock()

    async def keep(self, updates: Iterable[RawUpdate], *, for_leader: bool = False) -> bool:
        """Stores updates that this instance handles, or that the leader will. Returns False if the database is away."""
        owner = _NOBODY if for_leader else self._owner
        # An id that no database can store belongs to an update that cannot be read either.
        rows = [(raw["update_id"], _sender(raw), raw) for raw in updates if is_id(raw["update_id"])]
        if not rows:
            return True
        try:
            async with self._database.writing() as session:
                await received_updates.keep(session, rows, owner=owner, now=self._clock())
        except (SQLAlchemyError, OSError) as error:
            log.warning("%d updates cannot be stored now (%s)", len(rows), type(error).__name__)
            return False
        return True

    def note_handled(self, update_id: int) -> None:
        """The next `flush` empties the stored update."""
        self._handled.add(update_id)

    async def flush(self) -> None:
        """Empties the updates that were handled. If the database is away, the next call does it."""
        async with self._one_at_a_time:
            handled = tuple(self._handled)
            if not handled:
                return
            try:
                async with self._database.writing_once() as session:
                    await received_updates.mark_handled(session, handled, self._clock())
            except (SQLAlchemyError, OSError) as error:
                log.warning("%d handled updates stay stored for now (%s)", len(handled), type(error).__name__)
                return
            self._handled.difference_update(handled)

    async def left_behind(self) -> Sequence[RawUpdate]:
        """Takes over what an earlier leader left and what standbys stored. Returns it in Telegram's order."""
        async with self._database.reading_once() as session:
            if not await received_updates.any_left_behind(session, owner=self._owner):
                return ()
        async with self._database.writing() as session:
            found = await received_updates.claim_left_behind(session, owner=self._owner)
        log.info("%d updates that another process had stored are handled now", len(found))
        return found

    async def handled_before(self) -> Sequence[int]:
        """Returns the numbers of updates that were confirmed early and handled in the last minutes."""
        async with self._database.reading_once() as session:
            return await received_updates.handled_ids(session)

    async def run(self) -> int:
        """The periodic job."""
        await self.drop_expired()
        return 0

    async def drop_expired(self) -> None:
        """Deletes the numbers of updates that were handled some minutes ago. Writes only if there are any."""
        await self.flush()
        now = self._clock()
        handled, received = now - _REMEMBERED, now - _LONGEST_WAIT
        async with self._database.reading_once() as session:
            if not await received_updates.any_expired(
                session, owner=self._owner, handled_before=handled, received_before=received
            ):
                return
        async with self._database.writing_once() as session:
            await received_updates.drop_expired(
                session, owner=self._owner, handled_before=handled, received_before=received
            )


def _sender(raw: RawUpdate) -> PersonId | None:
    person_id, _ = sender_of(raw)
    return None if person_id is None or not is_id(person_id) else PersonId(person_id)

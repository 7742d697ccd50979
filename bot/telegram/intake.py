"""Takes the updates that Telegram posts: into the queue if this instance leads, else into the table for the leader."""

from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from bot.lead import Lead
from bot.telegram.raw_update import RawUpdate
from bot.telegram.update_queue import UpdateQueue
from bot.telegram.update_store import UpdateStore

_PATIENCE_S: Final = 1.0  # for a slow update: Telegram holds back the chat's next one until the post is answered


class Intake:
    """One per process. Before an update is queued, the queue gets what standbys stored, so that the order is kept."""

    def __init__(self, queue: UpdateQueue, store: UpdateStore, lead: Lead) -> None:
        self._queue = queue
        self._store = store
        self._lead = lead
        self.is_open = False
        """True while this instance handles updates."""

    @property
    def is_full(self) -> bool:
        return self._queue.is_full

    async def take(self, raw: RawUpdate) -> bool:
        """Returns True when the update may be confirmed: handled, or stored."""
        if not (self.is_open and self._lead.is_held):
            return await self._store.keep([raw], for_leader=True)
        if not await self._queue_stored():
            return False
        self._queue.accept(raw)
        await self._queue.handled(raw["update_id"], _PATIENCE_S)
        return await self._queue.secure(raw["update_id"])

    async def run(self) -> int:
        """The periodic job of the leader: queues what standbys stored."""
        if self.is_open and self._lead.is_held:
            await self._queue_stored()
        return 0

    async def _queue_stored(self) -> bool:
        try:
            self._queue.resume(await self._store.left_behind())
        except (SQLAlchemyError, OSError):
            return False
        return True

"""Knows which updates are unhandled, and which of those may be confirmed to Telegram because they are stored."""

from bot.telegram.raw_update import RawUpdate
from bot.telegram.update_store import UpdateStore


class PendingUpdates:
    """The unhandled updates of this process."""

    def __init__(self, store: UpdateStore) -> None:
        self._store = store
        self._unconfirmed: dict[int, RawUpdate] = {}  # in order of arrival
        self._stored: set[int] = set()

    @property
    def first_unconfirmed(self) -> int | None:
        """The number of the update that has been here longest and may not be confirmed yet."""
        return next(iter(self._unconfirmed), None)

    def may_be_confirmed(self, number: int | None) -> bool:
        """Returns True if an update is handled, dropped or stored."""
        return number not in self._unconfirmed

    def add(self, raw: RawUpdate) -> None:
        self._unconfirmed[raw["update_id"]] = raw

    def add_stored(self, number: int) -> None:
        self._stored.add(number)

    def mark_done(self, number: int) -> None:
        """Notes that an update needs no more work. `flush` empties it if it is stored."""
        self._unconfirmed.pop(number, None)
        if number in self._stored:
            self._stored.discard(number)
            self._store.note_handled(number)

    async def secure(self, *numbers: int) -> bool:
        """Stores those of these updates that may not be confirmed yet, by default all. False: the database is away."""
        wanted = numbers or tuple(self._unconfirmed)
        found = {number: self._unconfirmed[number] for number in wanted if number in self._unconfirmed}
        if not found:
            return True
        if not await self._store.keep(found.values()):
            return False
        for number in found:
            if self._unconfirmed.pop(number, None) is not None:
                self._stored.add(number)
            else:  # handled meanwhile
                self._store.note_handled(number)
        await self._store.flush()
        return True

    async def flush(self) -> None:
        """Empties the stored updates that were handled. Writes only if there are any."""
        await self._store.flush()

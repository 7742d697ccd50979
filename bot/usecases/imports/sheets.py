"""Downloads and parses lists once, and keeps them in memory while their import dialog is open."""

import asyncio
import gc
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final, TypeVar

from bot.usecases.imports.exhibitor_list import ExhibitorList, ParsedFile, parse_file, read_exhibitors

_IDLE_S: Final = 1_800.0
"""Seconds after which lists are dropped. A dialog that goes on later downloads its file again."""
_KEPT: Final = 4  # files; one with 50,000 rows takes about 100 MB. A dropped file is downloaded again.


class Sheets:
    """Reads lists by their file_id. Raises the errors of `download`. Never await it inside a transaction."""

    def __init__(self, download: Callable[[str], Awaitable[bytes]]) -> None:
        self._download = download
        self._files: OrderedDict[str, ParsedFile] = OrderedDict()
        self._lists: OrderedDict[tuple[str, str | None], ExhibitorList] = OrderedDict()
        self._timer: asyncio.TimerHandle | None = None

    async def read(self, file_id: str, default_country: str | None) -> ExhibitorList:
        """Returns the parsed list. `default_country` is for rows that name none.

        Raises an error of `errors` if the file is no list.
        """
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(_IDLE_S, self.forget)
        key = (file_id, default_country)
        if key not in self._lists:
            file = await self._file(file_id)
            async with _without_garbage_collection():
                self._lists[key] = await asyncio.to_thread(read_exhibitors, file, default_country)
        return _get(self._lists, key)

    def forget(self) -> None:
        """Drops all lists. What was frozen with them can be collected again."""
        self._files.clear()
        self._lists.clear()
        gc.unfreeze()

    async def _file(self, file_id: str) -> ParsedFile:
        if file_id not in self._files:
            content = await self._download(file_id)
            async with _without_garbage_collection():
                self._files[file_id] = await asyncio.to_thread(parse_file, content)
        return _get(self._files, file_id)


_pauses = 0
"""Lists that are being parsed now."""


@asynccontextmanager
async def _without_garbage_collection() -> AsyncIterator[None]:
    """Pauses the garbage collector, which would scan a list of thousands of rows repeatedly.

    Each scan stops every thread, including the event loop: half a second for a million objects. Lists contain no
    cycles, so reference counting alone frees them. Afterwards they stay frozen until `Sheets.forget`.
    """
    global _pauses  # noqa: PLW0603 - the collector is one for the process
    _pauses += 1
    gc.disable()
    try:
        yield
    finally:
        _pauses -= 1
        if not _pauses:
            gc.freeze()
            gc.enable()


_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


def _get(cache: OrderedDict[_Key, _Value], key: _Key) -> _Value:
    """Returns the value, and drops the least recently used entry."""
    cache.move_to_end(key)
    while len(cache) > _KEPT:
        cache.popitem(last=False)
    return cache[key]

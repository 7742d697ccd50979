"""Lists that people sent: downloaded and understood once, and kept in memory while their import dialog is open."""

import asyncio
import gc
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final, TypeVar

from bot.usecases.imports.exhibitor_list import ExhibitorList, UnderstoodFile, read_exhibitors, understand_file

_KEPT: Final = 4  # files; one of 50,000 rows takes some 100 MB of memory. One that was dropped is downloaded again.


class Sheets:
    """Reads lists by their file_id. Lets the errors of `download` out. Never await it inside a transaction."""

    def __init__(self, download: Callable[[str], Awaitable[bytes]]) -> None:
        self._download = download
        self._files: OrderedDict[str, UnderstoodFile] = OrderedDict()
        self._lists: OrderedDict[tuple[str, str | None], ExhibitorList] = OrderedDict()

    async def read(self, file_id: str, default_country: str | None) -> ExhibitorList:
        """Everything understood of the list. `default_country` is for rows that tell none.

        Raises an error of `errors` for a file that is no list.
        """
        key = (file_id, default_country)
        if key not in self._lists:
            file = await self._file(file_id)
            async with _no_long_pauses():
                self._lists[key] = await asyncio.to_thread(read_exhibitors, file, default_country)
        return _kept(self._lists, key)

    async def _file(self, file_id: str) -> UnderstoodFile:
        if file_id not in self._files:
            content = await self._download(file_id)
            async with _no_long_pauses():
                self._files[file_id] = await asyncio.to_thread(understand_file, content)
        return _kept(self._files, file_id)


@asynccontextmanager
async def _no_long_pauses() -> AsyncIterator[None]:
    """Keeps the garbage collector from looking through a list of thousands of rows again and again.

    Each look stops every thread, the event loop's too: half a second for a million objects. Lists hold no cycles, so
    reference counting alone frees them.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


def _kept(cache: OrderedDict[_Key, _Value], key: _Key) -> _Value:
    """Returns the value and drops what was used longest ago."""
    cache.move_to_end(key)
    while len(cache) > _KEPT:
        cache.popitem(last=False)
    return cache[key]

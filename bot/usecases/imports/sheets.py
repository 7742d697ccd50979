"""Lists that people sent: downloaded and read once, and kept in memory while their import dialog is open."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Final

from bot.usecases.imports.columns import Layout, understand
from bot.usecases.imports.reading import read_tables
from bot.usecases.imports.rows import Reading, read_rows

_KEPT: Final = 4  # lists; one of 5 MB takes about 30 MB of memory. One that was dropped is downloaded again.


class Sheets:
    """Reads lists by their file_id. Lets the errors of `download` out. Never await it inside a transaction."""

    def __init__(self, download: Callable[[str], Awaitable[bytes]]) -> None:
        self._download = download
        self._layouts: OrderedDict[str, Layout] = OrderedDict()

    async def read(self, file_id: str, default_country: str | None) -> tuple[Layout, list[Reading]]:
        """Returns the columns and every row. `default_country` is for rows without one.

        Raises an error of `errors` for a file that is no list.
        """
        layout = await self._layout(file_id)
        return layout, await asyncio.to_thread(read_rows, layout, default_country)

    async def _layout(self, file_id: str) -> Layout:
        if file_id not in self._layouts:
            content = await self._download(file_id)
            self._layouts[file_id] = await asyncio.to_thread(lambda: understand(read_tables(content)))
        self._layouts.move_to_end(file_id)
        while len(self._layouts) > _KEPT:
            self._layouts.popitem(last=False)
        return self._layouts[file_id]

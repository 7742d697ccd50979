"""Tells a thousand people apart who wait for an answer: each looks only when something happened in their own chat."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Callable
from typing import Final

from bot.sandbox.people import Person
from bot.sandbox.world import World
from bot.sandbox.world.chats import Json

_SIGN_S: Final = 2.0


class Arrivals:
    def __init__(self, world: World) -> None:
        self._changed: defaultdict[int, asyncio.Event] = defaultdict(asyncio.Event)
        self._world = world
        world.listen(self._note)

    async def until(self, phone: Person, condition: Callable[[], bool], *, timeout: float) -> None:
        """Returns once the condition holds, checked whenever the person's chat changes. Raises TimeoutError."""
        changed = self._changed[phone.id]
        async with asyncio.timeout(timeout):
            while not condition():
                changed.clear()
                await changed.wait()

    async def answer(self, phone: Person, *, timeout: float) -> None:
        """Waits for the answer to the person's last act. The sign that a press was received may be lost."""
        await self.until(phone, lambda: bool(phone.news() or phone.notice), timeout=timeout)
        with contextlib.suppress(TimeoutError):
            await self.until(phone, lambda: not phone.waiting, timeout=_SIGN_S)

    def _note(self, event: Json) -> None:
        if event["kind"] in {"message", "edit"}:
            self._wake(event["chat_id"])
        elif event["kind"] == "call" and event["method"] == "answerCallbackQuery":
            entry = self._world.journal.latest
            query = self._world.queries.get(str(entry.params.get("callback_query_id"))) if entry else None
            if query is not None:
                self._wake(query["from"]["id"])

    def _wake(self, chat_id: int) -> None:
        if chat_id in self._changed:
            self._changed[chat_id].set()

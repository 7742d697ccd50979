"""Raw updates, and a queue that notes when each of them begins and ends."""

import asyncio
from collections.abc import Callable
from typing import Any

from telegram import Update

from bot.telegram.double_taps import DoubleTaps
from bot.telegram.flood_guard import FloodGuard
from bot.telegram.update_answers import UpdateAnswers
from bot.telegram.update_queue import UpdateQueue
from tests.telegram.stored import StoreInMemory

NOW = 1_000_000
LONG_AGO = NOW - 3600


def message(
    update_id: int, person: int, text: str = "x", *, date: int = NOW, chat: int | None = None
) -> dict[str, Any]:
    return {
        "update_id": update_id,
        "message": {
            "message_id": update_id,
            "date": date,
            "chat": {"id": chat or person, "type": "private" if chat is None else "group"},
            "from": {"id": person, "is_bot": False, "first_name": "P"},
            "text": text,
        },
    }


def press(
    update_id: int, person: int, data: str, *, under: int | None = None, offers: str | None = None
) -> dict[str, Any]:
    """A press of a button under a message that now has a button with the data `offers`, or none."""
    pressed = message(under or update_id, person)["message"]
    if offers is not None:
        pressed["reply_markup"] = {"inline_keyboard": [[{"text": "a button", "callback_data": offers}]]}
    query = {"id": "1", "chat_instance": "1", "data": data, "from": pressed["from"], "message": pressed}
    return {"update_id": update_id, "callback_query": query}


def left_group(update_id: int, chat: int) -> dict[str, Any]:
    return {
        "update_id": update_id,
        "channel_post": {"message_id": 1, "date": NOW, "chat": {"id": chat, "type": "channel"}},
    }


class Work:
    """Notes when each update begins and ends; each takes a second unless told otherwise."""

    def __init__(self, *, workers: int = 8, burst: int = 100, seconds: Callable[[str], float] = lambda _: 1.0) -> None:
        self.events: list[str] = []
        self._seconds = seconds
        self.store = StoreInMemory()
        self._workers, self._burst = workers, burst
        self.queue = self.of(leads=lambda: True)

    def of(self, *, leads: Callable[[], bool]) -> UpdateQueue:
        return UpdateQueue(
            parse=lambda raw: Update.de_json(dict(raw), None),
            answers=UpdateAnswers(
                handle=self._handle,
                refuse=self._refuse,
                acknowledge=self._acknowledge,
                dismiss=self._dismiss,
                guard=FloodGuard(burst=self._burst, per_second=1, now=lambda: asyncio.get_running_loop().time()),
                taps=DoubleTaps(now=lambda: asyncio.get_running_loop().time()),
            ),
            workers=self._workers,
            now=lambda: NOW,
            store=self.store,
            leads=leads,
        )

    async def _handle(self, update: Update) -> None:
        name = (update.message and update.message.text) or str(update.update_id)
        self.events.append(f"{name}+")
        await asyncio.sleep(self._seconds(name))
        if name == "fails":
            raise RuntimeError("a handler's")
        self.events.append(f"{name}-")

    async def _refuse(self, update: Update) -> None:
        self.events.append(f"refused {update.effective_user.id}")

    async def _acknowledge(self, update: Update) -> None:
        self.events.append(f"acknowledged {update.callback_query.data}")

    async def _dismiss(self, update: Update) -> None:
        self.events.append(f"dismissed {update.callback_query.data}")

    async def taps(self, *updates: tuple[float, dict[str, Any]]) -> list[str]:
        """Everything that happened when each update came so many seconds after the one before it."""
        self.queue.start()
        for seconds, update in updates:
            await asyncio.sleep(seconds)
            self.queue.accept(update)
        await self.queue.stop(within_s=1_000_000)
        return [event for event in self.events if not event.endswith("-")]

    async def does(self, *updates: dict[str, Any]) -> list[str]:
        """Everything that happened until all of these were worked off."""
        self.queue.start()
        for update in updates:
            self.queue.accept(update)
        await self.queue.stop(within_s=1_000_000)
        return self.events

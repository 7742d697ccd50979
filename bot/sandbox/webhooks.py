"""Posts updates to the bot's webhook in order, and repeats each until the bot accepts it."""

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Self

import httpx

from bot.sandbox.world import World
from bot.sandbox.world.chats import Json

PAUSE = 0.2
"""Seconds before a failed delivery is repeated. Telegram waits longer; tests must be fast."""


class WebhookDelivery:
    """An async context manager. Delivers updates while it is open and a webhook is set."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._unlisten: Callable[[], None] | None = None

    async def __aenter__(self) -> Self:
        self._unlisten = self._world.listen(self._on_event)
        if self._world.updates.url:
            self._start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._unlisten is not None:
            self._unlisten()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _on_event(self, event: Json) -> None:
        if event["kind"] in ("update", "webhook"):
            self._wake.set()
            if self._world.updates.url and self._task is None:
                self._start()

    def _start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._deliver())

    async def _deliver(self) -> None:
        async with httpx.AsyncClient(timeout=30, trust_env=False) as client:
            while True:
                self._wake.clear()
                queue = self._world.updates
                while queue.url and queue.pending:
                    if not await self._delivered(client, queue.pending[0]):
                        await asyncio.sleep(PAUSE)
                await self._wake.wait()

    async def _delivered(self, client: httpx.AsyncClient, update: Json) -> bool:
        queue = self._world.updates
        headers = {"X-Telegram-Bot-Api-Secret-Token": queue.secret} if queue.secret else {}
        try:
            response = await client.post(queue.url, json=update, headers=headers)
            failure = "" if response.is_success else f"Wrong response from the webhook: {response.status_code}"
        except httpx.HTTPError as error:
            failure = str(error) or type(error).__name__
        if failure:
            now = self._world.clock.seconds()
            queue.last_error = {"last_error_date": now, "last_error_message": failure}
            return False
        queue.confirm(update["update_id"] + 1)
        return True

"""Slots of messages to Telegram, for tests."""

import asyncio


class Slots:
    """Lets everybody pass while `open`; refuses with `refusals` first."""

    def __init__(self, *refusals: Exception) -> None:
        self.refusals = list(refusals)
        self.open = asyncio.Event()
        self.open.set()
        self.waiting = self.taken = self.given_back = 0

    async def take_turn(self, _chat: int | str, _messages: int = 1) -> None:
        if self.refusals:
            raise self.refusals.pop(0)
        self.waiting += 1
        try:
            await self.open.wait()
        finally:
            self.waiting -= 1
        self.taken += 1

    def give_back(self, _messages: int = 1) -> None:
        self.given_back += 1

"""A rate limiter in virtual time, with a Telegram behind it."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from telegram.error import RetryAfter

from bot.telegram.rate_limiter import Pace, TwoLaneRateLimiter
from bot.telegram.send_slots import Lane


class Line:
    """A limiter with a Telegram behind it that writes down what came when, and refuses what it is told to."""

    def __init__(self, pace: Pace | None = None, **options: Any) -> None:
        self.clock: Callable[[], float] = asyncio.get_running_loop().time
        self.limiter = TwoLaneRateLimiter(pace=pace or Pace(), clock=self.clock, **options)
        self.start = self.clock()
        self.came: list[tuple[float, Any, str]] = []
        self.refusals: list[Exception] = []
        self.latency = 0.0

    async def send(
        self,
        chat: int | str | None,
        lane: Lane | None = None,
        endpoint: str = "sendMessage",
        note: str = "",
        **more: Any,
    ) -> Any:
        async def telegram(name: str, *, timeout: float) -> bool:
            assert (name, timeout) == (endpoint, 5)
            self.came.append((round(self.clock() - self.start, 3), chat, note))
            refusal = self.refusals.pop(0) if self.refusals else None
            await asyncio.sleep(self.latency)
            if refusal:
                raise refusal
            return True

        data = more if chat is None else {"chat_id": chat, **more}
        return await self.limiter.process_request(telegram, (endpoint,), {"timeout": 5}, endpoint, data, lane)

    @property
    def times(self) -> list[float]:
        return [at for at, _, _ in self.came]


def wait(seconds: float) -> RetryAfter:
    return RetryAfter(timedelta(seconds=seconds))

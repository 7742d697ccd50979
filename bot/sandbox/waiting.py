"""Waits for a condition in a world."""

import asyncio
from collections.abc import Callable

from bot.sandbox.world import World


async def until(world: World, condition: Callable[[], bool], *, timeout: float = 5.0) -> None:
    """Returns once the condition holds, checked after every event. Raises TimeoutError after `timeout` seconds."""
    happened = asyncio.Event()
    unlisten = world.listen(lambda _: happened.set())
    try:
        async with asyncio.timeout(timeout):
            while not condition():
                happened.clear()
                await happened.wait()
    finally:
        unlisten()

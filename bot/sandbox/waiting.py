"""Waiting for something to become true in a world."""

import asyncio
from collections.abc import Callable

from bot.sandbox.world import World


async def until(world: World, condition: Callable[[], bool], *, timeout: float = 5.0) -> None:
    """Return as soon as the condition holds; looked at after every event, TimeoutError after `timeout` seconds."""
    happened = asyncio.Event()
    unlisten = world.listen(lambda _: happened.set())
    try:
        async with asyncio.timeout(timeout):
            while not condition():
                happened.clear()
                await happened.wait()
    finally:
        unlisten()

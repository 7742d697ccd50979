"""Events of the world as server-sent events."""

import asyncio
import json
from collections.abc import AsyncIterator

from bot.sandbox.people_api.views import event_view, is_in
from bot.sandbox.world import World
from bot.sandbox.world.chats import Json

HEARTBEAT = 15.0
"""Seconds until a comment is sent if there are no events, so that proxies and browsers keep the connection."""

_FOR_ALL = frozenset({"commands", "clock"})
_QUIET = frozenset({"poll", "mail"})


def concerns(world: World, event: Json, viewer: int | None) -> bool:
    """Returns True if a viewer gets the event. None gets all events."""
    if event["kind"] in _QUIET:
        return False
    if viewer is None or event["kind"] in _FOR_ALL:
        return True
    chat = world.chats.get(event.get("chat_id", 0))
    return chat is not None and is_in(chat, viewer)


async def stream(world: World, viewer: int | None) -> AsyncIterator[str]:
    """Yields lines of `text/event-stream` until the server closes. The id of an event is the world's tick."""
    waiting: asyncio.Queue[Json] = asyncio.Queue()
    unlisten = world.listen(waiting.put_nowait)
    try:
        yield f"retry: 500\nevent: hello\ndata: {json.dumps({'tick': world.tick})}\n\n"
        while True:
            try:
                event = await asyncio.wait_for(waiting.get(), HEARTBEAT)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            if event["kind"] == "closing":
                return
            if concerns(world, event, viewer):
                data = json.dumps(event_view(world, event, viewer), ensure_ascii=False)
                yield f"id: {world.tick}\nevent: {event['kind']}\ndata: {data}\n\n"
    finally:
        unlisten()

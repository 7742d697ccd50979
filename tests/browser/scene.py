"""A world beside the browser, in which the test plays the bot."""

import asyncio
from dataclasses import dataclass
from typing import Any, Final

from bot.sandbox.methods import Upload, perform
from bot.sandbox.methods.call import Call
from bot.sandbox.people import Person
from bot.sandbox.world import World

_LONGEST_S: Final = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    world: World
    url: str

    def person(self, name: str) -> Person:
        found = next(i for i, user in self.world.people.items() if user["first_name"] == name)
        return Person(world=self.world, id=found)

    def bot(self, method: str, uploads: dict[str, Upload] | None = None, **params: Any) -> Any:
        """What the bot calls, and the answer's result."""
        return perform(Call(world=self.world, method=method, params=params, uploads=uploads or {}))

    def says(self, name: str, text: str, **more: Any) -> Any:
        return self.bot("sendMessage", chat_id=self.person(name).id, text=text, **more)

    async def heard(self, count: int) -> list[dict[str, Any]]:
        """The updates that wait for the bot, taken off the queue, once the page has sent so many."""
        async with asyncio.timeout(_LONGEST_S):
            while len(self.world.updates.pending) < count:  # noqa: ASYNC110 - the browser works
                await asyncio.sleep(0.02)
        return self.world.updates.take_all()

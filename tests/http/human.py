"""A person whose bot lives in a process of its own: every act waits for the answer that comes over the wire."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.people import NotThereError
from bot.sandbox.waiting import until
from bot.sandbox.world import World
from tests.chat import Human

ANSWER_S = 120.0  # far more than an answer takes: the machine may be busy with other tests

AfterEach = Callable[[], Awaitable[None]]


async def _nothing() -> None:
    return


@dataclass(frozen=True, slots=True)
class Wire:
    """A world to which the bot is connected over HTTP; `after_each` happens between an answer and the next act."""

    world: World
    after_each: AfterEach = _nothing

    def person(self, name: str, language: str, **more: Any) -> "RemoteHuman":
        return RemoteHuman(self, name, language, **more)

    async def join(self, name: str, *, company: str, country: str, language: str, **more: Any) -> "RemoteHuman":
        human = self.person(name, language, **more)
        await human.registers(company, country)
        return human


class RemoteHuman(Human):
    """Told like the people of `tests.chat`; a button that has not come yet is waited for."""

    def __init__(self, wire: Wire, name: str, language: str, **more: Any) -> None:
        super().__init__(wire, name, language, **more)  # type: ignore[arg-type]
        self._wire = wire

    @classmethod
    def at(cls, wire: Wire, human: Human) -> "RemoteHuman":
        """Somebody who has been there before the bot went into a process of its own."""
        found = cls.__new__(cls)
        found._wire, found._chat = wire, wire  # type: ignore[assignment]
        found.phone, found.id, found.t = human.phone, human.id, human.t
        return found

    async def presses(self, label: str, **more: Any) -> str:
        await self.until(lambda: self._finds(label, **more))
        self.phone.presses(label, **more)
        return await self._answered()

    async def reads(self, *words: str) -> str:
        """Waits until all of this is among what is new, and gives all that is."""
        await self.until(lambda: all(each in self.sees() for each in words))
        return self.sees()

    async def hears(self, *words: str, within_s: float) -> bool:
        """Whether all of this comes in that time, or has come before."""
        try:
            await until(self._wire.world, lambda: all(each in self.phone.reads() for each in words), timeout=within_s)
        except TimeoutError:
            return False
        return True

    async def until(self, condition: Callable[[], bool]) -> None:
        try:
            await until(self._wire.world, condition, timeout=ANSWER_S)
        except TimeoutError:
            raise TimeoutError(f"{self.phone.user['first_name']} sees {self.sees()!r}, {self.buttons()}") from None

    def _finds(self, label: str, **more: Any) -> bool:
        try:
            self.phone.found(label, None, **more)
        except NotThereError:
            return False
        return True

    async def _answered(self) -> str:
        await self.until(lambda: not self.phone.waiting and bool(self.phone.news() or self.phone.notice))
        await self._wire.after_each()
        return self.phone.sees()

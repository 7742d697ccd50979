"""The instances of the bot. Each one that ends is started again, as a supervisor does."""

import asyncio
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.http.forked import ForkedBot, forker

_AGAIN_S: Final = 0.3
_STOP_S: Final = 60.0


@dataclass(slots=True)
class Slot:
    """A place for one instance."""

    output: Path
    process: ForkedBot | None = None
    doomed: bool = False
    """Killed by the plan, so that its end is none of its own."""

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid


@dataclass(slots=True)
class Fleet:
    settings: Mapping[str, str]
    slots: list[Slot]
    ends: list[int] = field(default_factory=list)
    """Exit codes of instances that ended by themselves."""
    starts: int = 0
    _is_ending: bool = False

    def kill(self, slot: Slot) -> None:
        if slot.process is not None:
            slot.doomed = True
            slot.process.kill()

    async def hang(self, slot: Slot, seconds: float) -> None:
        """Stops an instance as a debugger does, and lets it go on."""
        process = slot.process
        if process is not None:
            process.send_signal(signal.SIGSTOP)
            await asyncio.sleep(seconds)
            process.send_signal(signal.SIGCONT)

    async def keep(self, slot: Slot) -> None:
        while not self._is_ending:
            slot.doomed = False
            slot.process = await asyncio.to_thread(forker().start, self.settings, slot.output)
            self.starts += 1
            code = await slot.process.wait()
            if not slot.doomed and not self._is_ending:
                self.ends.append(code)
            await asyncio.sleep(_AGAIN_S)

    async def stop(self) -> list[int]:
        """Stops every instance as the operator does. Returns their exit codes."""
        await asyncio.sleep(2 * _AGAIN_S)  # those that were just killed start again first
        self._is_ending = True
        running = [slot.process for slot in self.slots if slot.process is not None]
        for process in running:
            process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(_STOP_S):
            return list(await asyncio.gather(*(process.wait() for process in running)))


@asynccontextmanager
async def fleet(settings: Mapping[str, str], folder: Path, instances: int) -> AsyncIterator[Fleet]:
    """So many instances; killed at the end if they still live."""
    found = Fleet(settings, [Slot(folder / f"instance{number}.txt") for number in range(instances)])
    keeping = [asyncio.create_task(found.keep(slot)) for slot in found.slots]
    try:
        yield found
    finally:
        for task in keeping:
            task.cancel()
        await asyncio.gather(*keeping, return_exceptions=True)
        for slot in found.slots:
            if slot.process is not None:
                slot.process.kill()

"""How soon the bot answers after its process starts, and how fast while it loads the rest.

`python -m tests.bench ready [--starts 3] [--seconds 8] [--database sqlite]`

A person who is registered writes before the process starts. The answers after that are counted by seconds from the
first one: a person asks for /help again and again, and another one types what a newcomer types.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from bot.sandbox.people import Person, person
from bot.sandbox.server import serve
from bot.sandbox.waiting import until
from bot.sandbox.world import World
from tests.bench.dialog import registers
from tests.bench.updates import cpu_s
from tests.http.process import begin, environment, running
from tests.postgres import running_server

_ANSWER_S = 60.0
_MESSAGE = "Tražimo senzore vlažnosti zemljišta za staklenike"


async def _answer(phone: Person, text: str) -> float:
    """Seconds from a message to its answer."""
    sent = time.perf_counter()
    phone.types(text)
    await until(phone.world, lambda: bool(phone.news()), timeout=_ANSWER_S)
    return time.perf_counter() - sent


async def _measure(url: str, starts: int, seconds: float) -> None:
    world = World()
    with tempfile.TemporaryDirectory() as name:
        async with serve(world) as server:
            settings = environment(world, server.url, url, PARTNERBRIDGE_LOG_LEVEL="WARNING")
            ana = person(world, "Ana", language_code="sr")
            async with running(world, settings, Path(name)):
                await registers(ana)
            firsts, cpus, waits, messages = (
                list[float](),
                list[float](),
                defaultdict[int, list[float]](list),
                list[float](),
            )
            for number in range(starts):
                newcomer = person(world, f"N{number}", language_code="sr")
                started = time.perf_counter()
                process = await begin(settings, asyncio.subprocess.DEVNULL)
                try:
                    await _answer(ana, "/help")
                    first = time.perf_counter()
                    firsts.append(first - started)
                    cpus.append(cpu_s(process.pid))
                    message = asyncio.create_task(_answer(newcomer, _MESSAGE))
                    while (second := int(time.perf_counter() - first)) < seconds:
                        waits[second].append(await _answer(ana, "/help"))
                        await asyncio.sleep(0.02)
                    messages.append(await message)
                    loaded = cpu_s(process.pid)
                finally:
                    process.kill()
                    await process.wait()
    print(f"first answer: {statistics.median(firsts):.2f} s after the start ({_list(firsts)})")
    print(f"CPU time of the process by then: {min(cpus):.2f} s ({_list(cpus)})")
    print(f"a newcomer's message at once after it: {statistics.median(messages):.2f} s ({_list(messages)})")
    print("the longest answers to /help, by seconds after the first one:")
    for second, taken in sorted(waits.items()):
        print(f"  {second}: {max(taken):.2f} s, median {statistics.median(taken):.3f}")
    print(f"CPU time of the process by then: {loaded:.1f} s")


def _list(seconds: Sequence[float]) -> str:
    return ", ".join(f"{one:.2f}" for one in seconds)


def main(argv: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench ready", description=__doc__)
    parser.add_argument("--starts", type=int, default=3, help="starts to take the median of")
    parser.add_argument("--seconds", type=float, default=8.0, help="how long the answers after a start are measured")
    parser.add_argument("--database", default="sqlite", choices=["sqlite", "postgresql"])
    asked = parser.parse_args(argv)
    with (
        running_server() if asked.database == "postgresql" else nullcontext() as postgres,
        tempfile.TemporaryDirectory() as name,
    ):
        sqlite = nullcontext(f"sqlite+aiosqlite:///{Path(name) / 'ready.sqlite3'}")
        with postgres.fresh() if postgres else sqlite as url:
            asyncio.run(_measure(url, asked.starts, asked.seconds))

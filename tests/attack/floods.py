"""Many messages at once: five people who flood while others ask, and a backlog after hours of downtime."""

import asyncio
import statistics
import time
from pathlib import Path
from typing import Final

from bot.sandbox.people import Person, person
from bot.sandbox.people.screen import words_of
from bot.sandbox.server import serve
from bot.sandbox.waiting import until
from bot.sandbox.world import World
from bot.sandbox.world.chats import Json
from tests.attack.stage import ANSWER_S, SORTERS, Stage, Tally, quiet_running
from tests.http.process import environment

_FLOODERS: Final = 5
_DOWN_S: Final = 3 * 3600
_SOON_S: Final = 60.0
"""Seconds after the start until the newest /start of everybody has to be answered."""
_WORDS: Final = ("/help", "/matches", "/introductions", "/mine", "/search sorters", SORTERS, "/need")


async def calm(stage: Stage, seconds: float) -> Tally:
    """What bystanders wait when nobody attacks, to compare with."""
    async with stage.watched("nobody attacks") as tally:
        await asyncio.sleep(seconds)
    return tally


async def flood(stage: Stage, seconds: float, per_second: int) -> Tally:
    """Five strangers send as fast as they can, text and presses alike."""
    crowd = [person(stage.world, f"Flood{number}", language_code="en") for number in range(_FLOODERS)]
    for one in crowd:
        one.starts()
    async with stage.watched("five people flood") as tally:
        ends = time.perf_counter() + seconds
        while time.perf_counter() < ends:
            for one in crowd:
                for _ in range(per_second // 10):
                    _sends(stage, one)
                    tally.tried += 1
            await asyncio.sleep(0.1)
    await until(stage.world, lambda: all("a lot at once" in one.reads() for one in crowd), timeout=ANSWER_S)
    return tally


def _sends(stage: Stage, one: Person) -> None:
    if stage.rng.random() < 0.2 and one.messages():
        one.presses_stale(one.last(), stage.rng.choice(("g1:matches", "g1:mine", "i1:1:a", "f1:1:title:c:x")))
    else:
        one.types(stage.rng.choice(_WORDS))


async def backlog(database_url: str, folder: Path, updates: int, people: int, *, encoder: str) -> Tally:
    """A bot that was down for hours finds the updates of many people, with one /start of each among the last ones."""
    world, tally = World(), Tally(kind="backlog", tried=updates)
    world.clock.move(-_DOWN_S)
    crowd = [person(world, f"P{number}", language_code="en") for number in range(people)]
    each = max(1, updates // people)
    for number in range(each):
        for one in crowd:
            one.types("/start" if number == each - 1 - one.id % min(each, 10) else _WORDS[number % len(_WORDS)])
        world.clock.move(_DOWN_S / each * 0.9)
    world.clock.move(_DOWN_S * 0.1)
    greeted: dict[int, float] = {}
    async with serve(world) as server:
        settings = environment(
            world, server.url, database_url, PARTNERBRIDGE_LOG_LEVEL="WARNING", PARTNERBRIDGE_ENCODER=encoder
        )
        async with quiet_running(world, settings, folder):
            began = time.perf_counter()

            def note(event: Json) -> None:
                chat_id = event.get("chat_id")
                if event["kind"] == "message" and chat_id not in greeted and "Hello" in _last_text(world, chat_id):
                    greeted[chat_id] = time.perf_counter() - began

            world.listen(note)
            await until(world, lambda: len(greeted) == people, timeout=ANSWER_S * 2)
            fetched = not world.updates.pending
    waits = sorted(greeted.values())
    if late := [wait for wait in waits if wait > _SOON_S]:
        tally.succeeded.append(f"{len(late)} wait more than {_SOON_S:.0f} s for the answer to /start")
    when = f"{statistics.median(waits):.1f} s (median), {waits[-1]:.1f} s (last)"
    tally.note = f"newest /start of {people} people answered in {when}{'' if fetched else ', before all was fetched'}"
    return tally


def _last_text(world: World, chat_id: int) -> str:
    records = [record for record in world.chats[chat_id] if record.by_bot]
    return words_of(records[-1].message) if records else ""

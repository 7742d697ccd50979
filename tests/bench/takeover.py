"""How long nobody is answered when the leader dies or hangs: from that moment to the answer of the standby.

Each round writes to the bot at the moment when its leader is killed, or stopped, by turns.
"""

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from pathlib import Path

from bot.sandbox.people import person
from bot.sandbox.server import serve
from bot.sandbox.waiting import until
from bot.sandbox.world import World
from tests.http.process import environment
from tests.kill.instances import ANSWER_S, Instances, instances
from tests.postgres import running_server


async def measure(database_url: str, folder: Path, rounds: int) -> None:
    world, rng = World(), random.Random(rounds)
    took: dict[str, list[float]] = {"killed": [], "hung": []}
    twice = 0
    async with serve(world) as server:
        settings = environment(world, server.url, database_url, PARTNERBRIDGE_ENCODER="none")
        async with instances(world, settings, folder) as several:
            for number in range(rounds):
                kind = "hung" if number % 2 else "killed"
                await asyncio.sleep(rng.random())
                seconds, answers = await one_round(world, several, kind, number)
                took[kind].append(seconds)
                twice += answers > 1
                print(f"{kind}: {seconds:.2f} s", flush=True)
    everything = [seconds for each in took.values() for seconds in each]
    for kind, each in {**took, "all": everything}.items():
        if each:
            print(f"{kind}: median {statistics.median(each):.2f} s, worst {max(each):.2f} s of {len(each)}")
    print(f"answered twice: {twice}")


async def one_round(world: World, several: Instances, kind: str, number: int) -> tuple[float, int]:
    """Seconds until the answer, and the number of answers."""
    phone = person(world, f"P{number}")
    began = time.monotonic()
    ends = asyncio.ensure_future(several.leader_dies() if kind == "killed" else several.leader_hangs())
    await asyncio.sleep(0)
    phone.starts()
    await until(world, lambda: "Hello" in phone.reads(), timeout=ANSWER_S)
    seconds = time.monotonic() - began
    await ends
    if kind == "hung":
        await several.wakes()
        await several.add_standby()
    return seconds, phone.reads().count("Hello")


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args(argv).rounds
    with running_server() as server, server.fresh() as url, tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(url, Path(folder), rounds))

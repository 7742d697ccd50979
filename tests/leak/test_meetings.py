"""Meetings that are asked for, looked at and answered before both sides have accepted show nobody's name or room."""

import asyncio
from pathlib import Path

from tests.clock import Clock
from tests.leak.acting import WANTED, Actor, time_passes
from tests.leak.cast import CAST
from tests.leak.stage import Play, staged
from tests.leak.watching import Watch

ACCEPTING = ("time to meet", "meeting: leave_to_plan")
LOOKING = sorted({kind for kind in WANTED if kind.startswith("meeting")} - {*ACCEPTING})
NEEDS = (1, 2, 4)
"""Those of the cast who need something propose and ask to meet; the others read it."""


def test_a_meeting_names_nobody_before_both_accept(sqlite_template: Path, tmp_path: Path) -> None:
    with asyncio.Runner() as runner:
        play = staged(sqlite_template, tmp_path, runner).play(tmp_path, 1, Clock())
        runner.run(_played(play))


async def _played(play: Play) -> None:
    await play.begin()
    try:
        actors = [Actor(play, phone) for phone in play.phones]
        watch = Watch(play.world, play.program.services.database)
        await watch.leaks()
        asked = 0
        for who in NEEDS:
            assert await actors[who].proposes(0, "")
            asked += await actors[who].asks_to_meet(0)
            assert await watch.leaks() == []
        assert asked == len(NEEDS)
        looked = 0
        for actor in actors:
            await actor.types("/meetings")
            for kind in LOOKING:
                for number in range(2):
                    looked += await actor.wants(WANTED[kind], number)
                    assert await watch.leaks() == [], kind
        assert looked > len(CAST)
        await time_passes(play, 24 * 9)
        assert await watch.leaks() == []
        assert not watch.introduced, "nobody has accepted anything"
    finally:
        await play.end()

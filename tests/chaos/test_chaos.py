"""A short run of `python -m tests.chaos` on each database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.engines import Engine, Server, SqliteFile
from tests.chaos.plan import Blow, planned
from tests.chaos.play import played
from tests.conftest import BOTH

_KILLS = 3

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]


@pytest.fixture(params=BOTH)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        yield SqliteFile(tmp_path / "bot.sqlite3")
        return
    server = request.getfixturevalue("postgres_server")
    with server.emptied() as url:
        yield Server(server, url)


async def test_a_day_on_which_everything_breaks_breaks_no_promise(engine: Engine, tmp_path: Path) -> None:
    plan = planned(7, people=12, seconds=20, kills=_KILLS, think_s=0.5, settled=0.8, least_answers=15)
    verdict = await played(plan, engine, tmp_path, instances=2 if isinstance(engine, Server) else 1)
    assert verdict.faults == []
    assert verdict.starts > _KILLS
    assert verdict.rows["introduction"] > 0


def test_a_plan_is_the_same_for_the_same_seed() -> None:
    one, again, other = (planned(seed, people=40, seconds=60, kills=5) for seed in (3, 3, 4))
    assert one == again
    assert one.strikes != other.strikes
    assert {strike.blow for strike in one.strikes} == set(Blow)

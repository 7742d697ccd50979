"""The short run of `python -m tests.attack`: nothing that hostile people try succeeds."""

from pathlib import Path

import pytest

from tests.attack.campaign import ATTACKS, attacked

SIZE = 0.02


@pytest.mark.slow
async def test_nothing_succeeds(bare_database_url: str, tmp_path: Path) -> None:
    found = [tally async for tally in attacked(bare_database_url, None, tmp_path, seed=1, size=SIZE)]
    assert {tally.kind: tally.succeeded for tally in found} == {tally.kind: [] for tally in found}
    assert len(found) == len(ATTACKS)
    assert all(tally.tried for tally in found if tally.kind != "nobody attacks")


@pytest.mark.slow
async def test_a_backlog_keeps_nobody_waiting(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'other.sqlite3'}"
    (found,) = [tally async for tally in attacked(url, url, tmp_path, seed=1, size=SIZE, only=["backlog"])]
    assert found.tried
    assert found.succeeded == []

"""The short run of `python -m tests.attack`: nothing that hostile people try succeeds."""

from pathlib import Path

import pytest

from tests.attack.campaign import ATTACKS, attacked

SIZE = 0.02


@pytest.mark.slow
async def test_nothing_succeeds(bare_database_url: str, tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite3"
    found = [
        tally
        async for tally in attacked(bare_database_url, f"sqlite+aiosqlite:///{other}", tmp_path, seed=1, size=SIZE)
    ]
    assert {tally.kind: tally.succeeded for tally in found} == {tally.kind: [] for tally in found}
    assert len(found) == len(ATTACKS) + 1
    assert all(tally.tried for tally in found if tally.kind != "nobody attacks")

"""A short year: a season of a few companies keeps every promise that the whole year keeps."""

import pytest

from tests.year.audit import faults
from tests.year.simulation import simulated


@pytest.mark.slow
async def test_no_request_stays_open_and_nobody_is_disturbed(database_url: str) -> None:
    async with simulated(database_url, people=30, advised=6, mailed=8, advisers=2, seed=1) as year:
        await year.runs(60, calm=60)
        assert max(year.open_by_day) > 3, "nothing happened"
        assert await faults(year) == []

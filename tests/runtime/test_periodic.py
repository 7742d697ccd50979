"""Periodic jobs: round after round, through failures, and stopped cleanly."""

import asyncio

import pytest

from bot.periodic import PeriodicJob

PATIENCE_S = 30  # far more than it takes: the machine may be busy with other tests


class Job:
    def __init__(self, *answers: int | Exception) -> None:
        self.answers, self.rounds = list(answers), 0
        self.idle = asyncio.Event()

    async def __call__(self) -> int:
        self.rounds += 1
        if not self.answers:
            self.idle.set()
            return 0
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


async def test_a_job_is_run_again_at_once_while_there_is_something_to_do() -> None:
    job = Job(5, 5, 1)
    periodic = PeriodicJob("job", job, every_s=3600)
    async with asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as group:
        group.create_task(periodic.run())
        await job.idle.wait()
        await periodic.stop()
    assert job.rounds == 4


async def test_a_failure_is_logged_and_the_next_round_comes(caplog: pytest.LogCaptureFixture) -> None:
    job = Job(OSError("the database is away"))
    periodic = PeriodicJob("Tidying", job, every_s=0.01)
    async with asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as group:
        group.create_task(periodic.run())
        await job.idle.wait()
        await periodic.stop()
    assert "Tidying failed" in caplog.text


async def test_a_wake_brings_the_round_forward() -> None:
    job = Job()
    periodic = PeriodicJob("job", job, every_s=3600)
    async with asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as group:
        group.create_task(periodic.run())
        await job.idle.wait()
        job.idle.clear()
        periodic.wake()
        await job.idle.wait()
        await periodic.stop()
    assert job.rounds >= 2


async def test_a_stop_before_the_start_ends_at_once() -> None:
    job = Job()
    periodic = PeriodicJob("job", job, every_s=3600)
    await periodic.stop()
    await periodic.run()
    assert job.rounds == 0


async def test_a_round_that_does_not_end_is_cancelled_by_a_stop(caplog: pytest.LogCaptureFixture) -> None:
    begun = asyncio.Event()

    async def never_ends() -> int:
        begun.set()
        await asyncio.Event().wait()
        return 0

    periodic = PeriodicJob("Waiting", never_ends, every_s=3600)
    async with asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as group:
        task = group.create_task(periodic.run())
        await begun.wait()
        await periodic.stop(grace_s=0.01)
    assert task.cancelled()
    assert "Waiting is cancelled" in caplog.text

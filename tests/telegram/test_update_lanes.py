"""Whose update is worked on when, if more wait than there are workers."""

import asyncio

import pytest

from tests.telegram.queued import LONG_AGO, Work, message
from tests.telegram.virtual_time import run


def test_a_person_who_floods_delays_nobody() -> None:
    work = Work(workers=2)
    flood = [message(n, 10, f"f{n}") for n in range(50)]
    events = run(work.does(*flood, message(100, 20, "other")))
    assert events[:2] == ["f0+", "other+"]


def test_people_take_turns_when_all_workers_are_busy() -> None:
    work = Work(workers=1)
    updates = [message(n, person, f"{person}.{n}") for n, person in enumerate((1, 1, 1, 2, 2, 3))]
    begun = [event for event in run(work.does(*updates)) if event.endswith("+")]
    assert begun == ["1.0+", "2.3+", "3.5+", "1.1+", "2.4+", "1.2+"]


def test_no_more_people_at_once_than_workers() -> None:
    async def scenario() -> float:
        work = Work(workers=2)
        began = asyncio.get_running_loop().time()
        await work.does(*(message(person, person) for person in range(1, 7)))
        return asyncio.get_running_loop().time() - began

    assert run(scenario()) == pytest.approx(3)


def test_after_a_downtime_the_first_update_of_a_long_queue_is_prompt() -> None:
    async def scenario() -> set[str]:
        work = Work(workers=32)  # each update takes a second
        for n in range(10):
            for person in range(100):
                work.queue.accept(message(1_000 * n + person, person, f"{person}", date=LONG_AGO))
        work.queue.start()
        await asyncio.sleep(5)
        return {event.rstrip("+-") for event in work.events}

    assert len(run(scenario())) == 100, "not eight a second"


def test_long_queues_get_few_of_the_workers() -> None:
    work = Work(workers=16, burst=1_000)
    flood = [message(100 * person + n, person, f"f{person}.{n}") for n in range(20) for person in range(1, 18)]
    others = [message(10_000 + person, person, f"o{person}") for person in range(50, 60)]
    events = run(work.does(*flood, *others))
    begun = [event for event in events if event.endswith("+")]
    assert all(f"o{person}+" in begun[:11] for person in range(50, 60)), "not behind seventeen people who flood"
    assert len(begun) == 350


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0.2, ["other+", "other-", "flood+", "flood-"]),
        (1.0, ["other+", "flood+", "flood-", "other-"]),  # a flood waits for others, but not for ever
    ],
)
def test_a_person_who_used_up_half_of_the_burst_is_served_after_others(seconds: float, expected: list[str]) -> None:
    async def scenario() -> list[str]:
        work = Work(workers=16, burst=10, seconds=lambda name: seconds if name == "other" else 0.1)
        work.queue.start()
        for n in range(9):
            work.queue.accept(message(n, 10))
        await asyncio.sleep(2)
        work.events.clear()
        await work.does(message(100, 20, "other"), message(101, 10, "flood"))
        return work.events

    assert run(scenario()) == expected


def test_a_flood_begins_nothing_while_somebody_else_is_answered() -> None:
    async def scenario() -> list[str]:
        work = Work(workers=32, burst=1_000, seconds=lambda name: 0.1 if name.startswith("f") else 0.2)
        work.queue.start()
        for n in range(100):
            work.queue.accept(message(n, n % 5, f"f{n}"))
        await asyncio.sleep(1.05)
        work.events.clear()
        work.queue.accept(message(1_000, 20, "other"))
        await work.queue.stop(within_s=1_000)
        return work.events

    events = run(scenario())
    answered = events[: events.index("other-")]
    assert [event for event in answered if event.endswith("+")] == ["other+"]
    assert len([event for event in answered if event.endswith("-")]) == 5, "one of each had begun before"


def test_nothing_is_begun_while_there_is_more_to_fetch() -> None:
    async def scenario() -> list[str]:
        work = Work(workers=2)
        work.queue.start()
        work.queue.lanes.hold(prompt=True)
        work.queue.accept(message(1, 10, "held"))
        await asyncio.sleep(5)
        before = list(work.events)
        work.queue.lanes.go_on()
        await work.queue.stop(within_s=10)
        return [*before, "|", *work.events]

    assert run(scenario()) == ["|", "held+", "held-"]


def test_only_the_slow_lane_stands_still_for_a_flood_at_telegram() -> None:
    async def scenario() -> list[str]:
        work = Work(workers=16, burst=1_000)
        work.queue.start()
        work.queue.lanes.hold(prompt=False)
        for n in range(10):
            work.queue.accept(message(n, 10, "flood"))
        work.queue.accept(message(100, 20, "other"))
        await asyncio.sleep(5)
        return list(work.events)

    assert run(scenario()) == ["other+", "other-"]

"""Who waits for whom."""

import asyncio
import gc
from typing import Any

import pytest
from telegram import Update

from bot.telegram.update_order import REMEMBERED, PersonProcessor
from tests.telegram.virtual_time import run


def message(update_id: int, person: int, chat: int | None = None) -> Update:
    return Update.de_json(
        {
            "update_id": update_id,
            "message": {
                "message_id": update_id,
                "date": 1,
                "chat": {"id": chat or person, "type": "private" if chat is None else "group"},
                "from": {"id": person, "is_bot": False, "first_name": "P"},
                "text": "x",
            },
        }
    )


def channel_post(update_id: int, chat: int) -> Update:
    body = {"message_id": 1, "date": 1, "chat": {"id": chat, "type": "channel", "title": "C"}, "text": "x"}
    return Update.de_json({"update_id": update_id, "channel_post": body})


class Work:
    """Runs updates through a processor and writes down when each began and ended."""

    def __init__(self, processor: PersonProcessor) -> None:
        self.processor = processor
        self.events: list[str] = []

    def start(self, update: object, name: str, seconds: float = 1.0) -> asyncio.Task[None]:
        async def handle() -> None:
            self.events.append(f"{name}+")
            await asyncio.sleep(seconds)
            self.events.append(f"{name}-")

        return asyncio.ensure_future(self.processor.process_update(update, handle()))


def test_one_person_in_order_of_arrival_many_people_at_once() -> None:
    async def scenario() -> list[str]:
        async with PersonProcessor(workers=8) as processor:
            work = Work(processor)
            await asyncio.gather(
                work.start(message(1, 10), "a1", 3),
                work.start(message(2, 10), "a2", 1),
                work.start(message(3, 20), "b1", 1),
                work.start(message(4, 10, chat=-5), "a3", 1),
            )
            return work.events

    assert run(scenario()) == ["a1+", "b1+", "b1-", "a1-", "a2+", "a2-", "a3+", "a3-"]


def test_a_flood_of_one_person_delays_nobody_else() -> None:
    async def scenario() -> float:
        processor = PersonProcessor(workers=8)
        work = Work(processor)
        flood = [work.start(message(n, 10), f"f{n}", 0.1) for n in range(500)]
        await asyncio.sleep(0)
        asked = asyncio.get_running_loop().time()
        await work.start(message(1000, 20), "other", 0.1)
        waited = asyncio.get_running_loop().time() - asked
        await asyncio.gather(*flood)
        return waited

    assert run(scenario()) == pytest.approx(0.1, abs=0.01)


def test_no_more_at_once_than_workers_and_what_waits_for_its_turn_holds_none() -> None:
    async def scenario() -> tuple[list[str], float]:
        work = Work(PersonProcessor(workers=2))
        begun = asyncio.get_running_loop().time()
        await asyncio.gather(*(work.start(message(n, person), str(n)) for n, person in enumerate((1, 1, 2, 3))))
        return work.events, asyncio.get_running_loop().time() - begun

    events, seconds = run(scenario())
    assert events[:2] == ["0+", "2+"]
    assert seconds == pytest.approx(2)


def test_a_failing_update_lets_the_next_one_through() -> None:
    async def scenario() -> list[str]:
        processor = PersonProcessor(workers=1)
        work = Work(processor)

        async def fail() -> None:
            raise RuntimeError("a handler's")

        with pytest.raises(RuntimeError):
            await processor.process_update(message(1, 10), fail())
        await work.start(message(2, 10), "next")
        return work.events

    assert run(scenario()) == ["next+", "next-"]


def test_after_runs_in_the_persons_turn() -> None:
    async def scenario() -> list[str]:
        events: list[str] = []

        async def after() -> None:
            await asyncio.sleep(1)
            events.append("saved")

        work = Work(PersonProcessor(workers=4, after=after))
        work.events = events
        await asyncio.gather(work.start(message(1, 10), "a"), work.start(message(2, 10), "b"))
        return events

    assert run(scenario()) == ["a+", "a-", "saved", "b+", "b-", "saved"]


def test_a_repeated_update_is_dropped_within_the_window() -> None:
    async def scenario() -> list[str]:
        work = Work(PersonProcessor(workers=1))
        await asyncio.gather(work.start(message(1, 10), "first", 0), work.start(message(1, 10), "again", 0))
        for n in range(2, REMEMBERED + 2):
            await work.processor.do_process_update(message(n, 10), asyncio.sleep(0))
        await work.start(message(1, 10), "much later", 0)
        return work.events

    assert run(scenario()) == ["first+", "first-", "much later+", "much later-"]


def test_a_cancelled_wait_leaves_no_trace() -> None:
    async def scenario() -> tuple[list[str], int]:
        work = Work(PersonProcessor(workers=1))
        first = work.start(message(1, 10), "first")
        second = work.start(message(2, 10), "second")
        third = work.start(message(3, 10), "third")
        await asyncio.sleep(0.1)
        second.cancel()
        await asyncio.gather(first, second, third, return_exceptions=True)
        del first, second, third
        await asyncio.sleep(0)  # the loop's last step and the traceback of the cancelled one hold its lock till here
        gc.collect()
        return work.events, work.processor.people_in_turn

    assert run(scenario()) == (["first+", "first-", "third+", "third-"], 0)


def test_locks_of_people_who_are_done_are_forgotten() -> None:
    async def scenario() -> int:
        work = Work(PersonProcessor(workers=50))
        await asyncio.gather(*(work.start(message(n, n), str(n), 0.01) for n in range(300)))
        gc.collect()
        return work.processor.people_in_turn

    assert run(scenario()) == 0


def test_channels_keep_order_and_what_is_nobodys_does_not_wait() -> None:
    async def scenario() -> list[str]:
        work = Work(PersonProcessor(workers=9))
        updates: list[Any] = [channel_post(1, -7), channel_post(2, -7), "a job", Update(3)]
        await asyncio.gather(*(work.start(update, str(n)) for n, update in enumerate(updates)))
        return work.events[:3]

    assert sorted(run(scenario())) == ["0+", "2+", "3+"]

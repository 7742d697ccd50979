"""Whose update is worked on when, which are dropped, and what an unreadable one does."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import pytest
from telegram import Update

from bot.telegram.double_taps import DoubleTaps
from bot.telegram.flood_guard import FloodGuard
from bot.telegram.seen_updates import REMEMBERED
from bot.telegram.update_queue import UpdateQueue
from tests.telegram.stored import StoreInMemory
from tests.telegram.virtual_time import run

NOW = 1_000_000
LONG_AGO = NOW - 3600


def message(
    update_id: int, person: int, text: str = "x", *, date: int = NOW, chat: int | None = None
) -> dict[str, Any]:
    return {
        "update_id": update_id,
        "message": {
            "message_id": update_id,
            "date": date,
            "chat": {"id": chat or person, "type": "private" if chat is None else "group"},
            "from": {"id": person, "is_bot": False, "first_name": "P"},
            "text": text,
        },
    }


def press(
    update_id: int, person: int, data: str, *, under: int | None = None, offers: str | None = None
) -> dict[str, Any]:
    """A press of a button under a message that now has a button with the data `offers`, or none."""
    pressed = message(under or update_id, person)["message"]
    if offers is not None:
        pressed["reply_markup"] = {"inline_keyboard": [[{"text": "a button", "callback_data": offers}]]}
    query = {"id": "1", "chat_instance": "1", "data": data, "from": pressed["from"], "message": pressed}
    return {"update_id": update_id, "callback_query": query}


def left_group(update_id: int, chat: int) -> dict[str, Any]:
    return {
        "update_id": update_id,
        "channel_post": {"message_id": 1, "date": NOW, "chat": {"id": chat, "type": "channel"}},
    }


class Work:
    """Notes when each update begins and ends; each takes a second unless told otherwise."""

    def __init__(self, *, workers: int = 8, burst: int = 100, seconds: Callable[[str], float] = lambda _: 1.0) -> None:
        self.events: list[str] = []
        self._seconds = seconds
        self.store = StoreInMemory()
        self._workers, self._burst = workers, burst
        self.queue = self.of(leads=lambda: True)

    def of(self, *, leads: Callable[[], bool]) -> UpdateQueue:
        return UpdateQueue(
            parse=lambda raw: Update.de_json(dict(raw), None),
            handle=self._handle,
            refuse=self._refuse,
            acknowledge=self._acknowledge,
            dismiss=self._dismiss,
            guard=FloodGuard(burst=self._burst, per_second=1, now=lambda: asyncio.get_running_loop().time()),
            taps=DoubleTaps(now=lambda: asyncio.get_running_loop().time()),
            workers=self._workers,
            now=lambda: NOW,
            store=self.store,
            leads=leads,
        )

    async def _handle(self, update: Update) -> None:
        name = (update.message and update.message.text) or str(update.update_id)
        self.events.append(f"{name}+")
        await asyncio.sleep(self._seconds(name))
        if name == "fails":
            raise RuntimeError("a handler's")
        self.events.append(f"{name}-")

    async def _refuse(self, update: Update) -> None:
        self.events.append(f"refused {update.effective_user.id}")

    async def _acknowledge(self, update: Update) -> None:
        self.events.append(f"acknowledged {update.callback_query.data}")

    async def _dismiss(self, update: Update) -> None:
        self.events.append(f"dismissed {update.callback_query.data}")

    async def taps(self, *updates: tuple[float, dict[str, Any]]) -> list[str]:
        """Everything that happened when each update came so many seconds after the one before it."""
        self.queue.start()
        for seconds, update in updates:
            await asyncio.sleep(seconds)
            self.queue.accept(update)
        await self.queue.stop(within_s=1_000_000)
        return [event for event in self.events if not event.endswith("-")]

    async def does(self, *updates: dict[str, Any]) -> list[str]:
        """Everything that happened until all of these were worked off."""
        self.queue.start()
        for update in updates:
            self.queue.accept(update)
        await self.queue.stop(within_s=1_000_000)
        return self.events


def test_one_person_in_order_of_arrival_and_many_people_at_once() -> None:
    work = Work(seconds=lambda name: 3 if name == "a1" else 1)
    updates = [message(1, 10, "a1"), message(2, 10, "a2"), message(3, 20, "b1"), message(4, 10, "a3", chat=-5)]
    assert run(work.does(*updates)) == ["a1+", "b1+", "b1-", "a1-", "a2+", "a2-", "a3+", "a3-"]


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


def test_a_failing_update_lets_the_next_one_through() -> None:
    assert run(Work().does(message(1, 10, "fails"), message(2, 10, "next"))) == ["fails+", "next+", "next-"]


@pytest.mark.parametrize(
    "broken",
    [
        {"message": {}},
        {"message": None, "callback_query": {}},
        {"message": {"from": "nobody", "chat": 7, "date": "yesterday"}},
        {"callback_query": {"from": {"id": "x"}}},
        {"my_chat_member": []},
        {"Ana Anić": {"text": "ana@example.org"}, "message": {}},
    ],
)
def test_an_unreadable_update_is_skipped_and_logged_by_number_and_kind(
    broken: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    work = Work()
    with caplog.at_level(logging.WARNING):
        assert run(work.does({"update_id": 7} | broken, message(8, 10, "next"))) == ["next+", "next-"]
    assert work.queue.unreadable == 1
    (record,) = caplog.records
    assert "update 7 (" in record.getMessage()
    assert "Ana" not in caplog.text
    assert "ana@" not in caplog.text


def test_a_repeated_update_is_dropped_within_the_window() -> None:
    work = Work(burst=2 * REMEMBERED, seconds=lambda _: 0)
    again = [message(1, 10, "first"), message(1, 10, "again")]
    others = [message(n, n) for n in range(2, REMEMBERED + 2)]
    events = run(work.does(*again, *others, message(1, 10, "much later")))
    assert "again+" not in events
    assert "much later+" in events


def test_more_than_a_burst_is_refused_once_and_at_once_and_then_ignored() -> None:
    events = run(Work(burst=5).does(*(message(n, 10, f"f{n}") for n in range(30))))
    assert events.index("refused 10") <= 2, "before everything that waits"
    assert [event for event in events if event.endswith("+")] == [f"f{n}+" for n in range(5)]


def test_an_ignored_press_is_acknowledged_before_all_that_waits() -> None:
    flood = [message(n, 10, f"f{n}") for n in range(8)]
    events = run(Work(burst=5).does(*flood, press(9, 10, "a"), press(10, 10, "at the same time"), press(11, 20, "b")))
    assert events.index("acknowledged a") <= 2
    assert [event for event in events if "knowledged" in event] == ["acknowledged a"]


def test_after_a_downtime_a_start_stands_for_all_that_was_sent_before_it() -> None:
    backlog = [message(n, 10, f"old{n}", date=LONG_AGO) for n in range(400)]
    work = Work(workers=1, burst=100)
    started = [message(500, 10, "/start", date=LONG_AGO), message(501, 10, "later", date=LONG_AGO)]
    assert run(work.does(*backlog, *started)) == ["/start+", "/start-", "later+", "later-"]


def test_after_a_downtime_everybody_s_newest_start_comes_within_one_turn_each() -> None:
    backlog = [
        message(1000 * n + person, person, "/start" if n == 30 else "old", date=LONG_AGO)
        for n in range(40)
        for person in range(1, 51)
    ]
    begun = [event for event in run(Work(workers=1).does(*backlog)) if event.endswith("+")]
    assert begun[:50] == ["/start+"] * 50


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


def test_after_a_downtime_the_newest_of_too_many_are_kept() -> None:
    backlog = [message(n, 10, str(n), date=LONG_AGO) for n in range(30)]
    events = run(Work(burst=5).does(*backlog))
    assert [event for event in events if event.endswith("+")] == [f"{n}+" for n in range(25, 30)]


def test_a_start_of_now_drops_nothing() -> None:
    events = run(Work(workers=1).does(message(1, 10, "answer"), message(2, 10, "/start")))
    assert events == ["answer+", "answer-", "/start+", "/start-"]


def test_people_who_are_done_are_forgotten() -> None:
    async def scenario() -> int:
        work = Work(workers=50, seconds=lambda _: 0.01)
        await work.does(*(message(n, n) for n in range(300)))
        return len(work.queue._waiting)

    assert run(scenario()) == 0


def test_a_stop_finishes_what_has_begun_and_drops_the_rest() -> None:
    async def scenario() -> list[str]:
        work = Work(workers=1, seconds=lambda _: 10)
        work.queue.start()
        for n in range(5):
            work.queue.accept(message(n, 10, f"u{n}"))
        await work.queue.stop(within_s=15)
        return work.events

    assert run(scenario()) == ["u0+", "u0-", "u1+", "u1-"]


def test_updates_of_a_channel_keep_their_order_and_those_of_nobody_do_not_wait() -> None:
    updates = [left_group(1, -7), left_group(2, -7), {"update_id": 3}, {"update_id": 4}]
    assert sorted(run(Work().does(*updates))[:3]) == ["1+", "3+", "4+"]


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
        work.queue.hold(prompt=True)
        work.queue.accept(message(1, 10, "held"))
        await asyncio.sleep(5)
        before = list(work.events)
        work.queue.go_on()
        await work.queue.stop(within_s=10)
        return [*before, "|", *work.events]

    assert run(scenario()) == ["|", "held+", "held-"]


def test_only_the_slow_lane_stands_still_for_a_flood_at_telegram() -> None:
    async def scenario() -> list[str]:
        work = Work(workers=16, burst=1_000)
        work.queue.start()
        work.queue.hold(prompt=False)
        for n in range(10):
            work.queue.accept(message(n, 10, "flood"))
        work.queue.accept(message(100, 20, "other"))
        await asyncio.sleep(5)
        return list(work.events)

    assert run(scenario()) == ["other+", "other-"]


async def test_a_press_does_not_end_a_backlog_because_it_has_no_time() -> None:
    queue = Work().queue
    queue.accept(message(1, 10, date=LONG_AGO))
    queue.accept(press(2, 10, "a"))
    assert queue.is_backlog
    queue.accept(message(3, 10))
    assert not queue.is_backlog


def test_after_a_downtime_the_oldest_make_room_for_what_is_still_to_come() -> None:
    """Or fetching would stand still until the oldest are worked off, and the newest would wait for hours."""

    async def scenario() -> tuple[bool, list[str]]:
        work = Work(workers=1, burst=100_000, seconds=lambda _: 0)
        for n in range(25_000):
            work.queue.accept(message(n, n % 5, f"old{n}", date=LONG_AGO))
        full = work.queue.is_full
        work.queue.accept(message(30_000, 3, "/start", date=LONG_AGO))
        work.queue.start()
        await work.queue.stop(within_s=1_000)
        return full, [event for event in work.events if event.endswith("+")]

    full, begun = run(scenario())
    assert not full
    assert "/start+" in begun[:5]
    assert [text for text in begun[-5:] if text.startswith("old24")], "the newest of everybody are there"
    assert len(begun) > 10_000


def test_an_update_that_is_stored_may_be_confirmed_and_is_emptied_when_it_was_handled() -> None:
    async def scenario() -> list[object]:
        work = Work()
        work.queue.accept(message(1, 10, "slow"))
        seen: list[object] = [work.queue.first_unhandled]
        assert await work.queue.secure(1)
        seen += [work.queue.first_unhandled, list(work.store.kept)]
        await work.does()
        return [*seen, list(work.store.kept), work.events]

    assert run(scenario()) == [1, None, [1], [], ["slow+", "slow-"]]


def test_an_update_that_is_handled_soon_is_never_stored() -> None:
    work = Work()
    run(work.does(message(1, 10)))
    assert (run(work.queue.secure(1)), work.store.kept, work.store.handled) == (True, {}, [])


def test_an_update_that_cannot_be_stored_may_not_be_confirmed() -> None:
    async def scenario() -> tuple[bool, int | None]:
        work = Work()
        work.store.is_away = True
        work.queue.accept(message(1, 10))
        return await work.queue.secure(), work.queue.first_unhandled

    assert run(scenario()) == (False, 1)


def test_stored_updates_are_handled_once_and_before_newer_ones() -> None:
    work = Work()
    work.queue.resume([message(1, 10, "a1"), message(2, 10, "a2")], handled=[3])
    again = [message(2, 10, "again"), message(3, 10, "handled"), message(4, 10, "a3")]
    assert run(work.does(*again)) == ["a1+", "a1-", "a2+", "a2-", "a3+", "a3-"]
    assert sorted(work.store.handled) == [1, 2]


@pytest.mark.parametrize(
    ("works_s", "apart_s", "offers"), [(0.01, 0.3, None), (0.01, 0.3, "b"), (5, 0.3, "a"), (5, 2, "a")]
)
def test_of_a_double_tap_the_second_only_stops_its_spinner(works_s: float, apart_s: float, offers: str | None) -> None:
    work = Work(seconds=lambda _: works_s)
    taps = [(apart_s, press(n, 10, "a", under=7, offers=offers)) for n in (1, 2, 3)]
    assert run(work.taps(*taps)) == ["1+", "dismissed a", "dismissed a"]


@pytest.mark.parametrize(
    ("between", "second"),
    [
        ([], (1.1, press(9, 10, "a", under=7))),
        ([], (0.1, press(9, 10, "a", under=7, offers="a"))),
        ([], (0.1, press(9, 10, "b", under=7))),
        ([], (0.1, press(9, 10, "a", under=8))),
        ([], (0.1, press(9, 11, "a", under=7))),
        ([(0.1, message(2, 10))], (0.1, press(9, 10, "a", under=7))),
        ([(0.1, press(2, 10, "b", under=7))], (0.1, press(9, 10, "a", under=7))),
    ],
    ids=[
        "later",
        "still there",
        "other button",
        "other message",
        "other person",
        "after a message",
        "after another button",
    ],
)
def test_no_other_press_is_a_double_tap(between: list[Any], second: tuple[float, dict[str, Any]]) -> None:
    work = Work(seconds=lambda _: 0.01)
    events = run(work.taps((0, press(1, 10, "a", under=7)), *between, second))
    assert events[0] == "1+"
    assert events[-1] == "9+"


def test_a_double_tap_after_a_downtime_is_handled_once() -> None:
    work = Work(seconds=lambda _: 1)
    assert run(work.does(press(1, 10, "a", under=7), press(2, 10, "a", under=7))) == ["dismissed a", "1+", "1-"]


def test_taps_of_who_floods_are_not_taken_for_a_double_tap() -> None:
    work = Work(burst=2, seconds=lambda _: 0.01)
    events = run(work.taps(*[(0.01, press(n, 10, f"{n}", under=7)) for n in range(1, 4)]))
    assert events == ["1+", "2+", "refused 10"]

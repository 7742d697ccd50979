"""In which order updates are handled, which are dropped, and which may be confirmed to Telegram."""

import logging
from typing import Any

import pytest

from bot.telegram.seen_updates import REMEMBERED
from tests.telegram.queued import LONG_AGO, Work, left_group, message, press
from tests.telegram.virtual_time import run


def test_one_person_in_order_of_arrival_and_many_people_at_once() -> None:
    work = Work(seconds=lambda name: 3 if name == "a1" else 1)
    updates = [message(1, 10, "a1"), message(2, 10, "a2"), message(3, 20, "b1"), message(4, 10, "a3", chat=-5)]
    assert run(work.does(*updates)) == ["a1+", "b1+", "b1-", "a1-", "a2+", "a2-", "a3+", "a3-"]


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

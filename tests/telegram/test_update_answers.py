"""What a flood and a double tap are answered."""

from typing import Any

import pytest

from tests.telegram.queued import Work, message, press
from tests.telegram.virtual_time import run


def test_more_than_a_burst_is_refused_once_and_at_once_and_then_ignored() -> None:
    events = run(Work(burst=5).does(*(message(n, 10, f"f{n}") for n in range(30))))
    assert events.index("refused 10") <= 2, "before everything that waits"
    assert [event for event in events if event.endswith("+")] == [f"f{n}+" for n in range(5)]


def test_an_ignored_press_is_acknowledged_before_all_that_waits() -> None:
    flood = [message(n, 10, f"f{n}") for n in range(8)]
    events = run(Work(burst=5).does(*flood, press(9, 10, "a"), press(10, 10, "at the same time"), press(11, 20, "b")))
    assert events.index("acknowledged a") <= 2
    assert [event for event in events if "knowledged" in event] == ["acknowledged a"]


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

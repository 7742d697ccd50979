"""A flood is answered once and then not heard; others notice nothing."""

import pytest

from bot.telegram import flood_guard
from bot.telegram.flood_guard import Admission, FloodGuard


class Watch:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_passes_and_more_is_told_once() -> None:
    guard = FloodGuard(burst=60, per_second=5, now=Watch())
    assert [guard.admit(1) for _ in range(60)] == [Admission.PASS] * 60
    assert [guard.admit(1) for _ in range(4)] == [Admission.TELL, *[Admission.IGNORE] * 3]
    assert guard.admit(2) is Admission.PASS


def test_who_slows_down_is_heard_again() -> None:
    watch = Watch()
    guard = FloodGuard(burst=60, per_second=5, now=watch)
    for _ in range(70):
        guard.admit(1)
    watch.now += 1
    assert guard.admit(1) is Admission.IGNORE, "not before there was some quiet"
    watch.now += 6
    assert guard.admit(1) is Admission.PASS


def test_presses_of_who_is_ignored_are_acknowledged_twice_a_second() -> None:
    watch = Watch()
    guard = FloodGuard(burst=60, per_second=1, now=watch)
    for _ in range(61):
        guard.admit(1, is_press=True)
    found = []
    for _ in range(65):
        found.append(guard.admit(1, is_press=True))
        assert guard.admit(1) is Admission.IGNORE
        watch.now += 1 / 32
    assert set(found) == {Admission.ACKNOWLEDGE, Admission.IGNORE}
    assert found.count(Admission.ACKNOWLEDGE) == 5, "every sixteenth one"


def test_five_a_second_pass_for_ever() -> None:
    watch = Watch()
    guard = FloodGuard(burst=60, per_second=5, now=watch)
    for _ in range(2_000):
        watch.now += 0.2
        assert guard.admit(1) is Admission.PASS


def test_who_has_used_up_half_of_the_burst_is_flooding_until_they_slow_down() -> None:
    watch = Watch()
    guard = FloodGuard(burst=60, per_second=5, now=watch)
    assert not guard.is_flooding(1)
    found = []
    for _ in range(40):
        guard.admit(1)
        found.append(guard.is_flooding(1))
    assert found == [False] * 30 + [True] * 10
    assert not guard.is_flooding(2)
    watch.now += 10
    guard.admit(1)
    assert not guard.is_flooding(1)


def test_at_half_of_the_bucket_one_may_be_told_again() -> None:
    watch = Watch()
    guard = FloodGuard(burst=4, per_second=1, now=watch)
    for _ in range(6):
        guard.admit(1)
    watch.now += 2
    assert guard.admit(1) is Admission.PASS


def test_only_the_latest_people_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flood_guard, "_REMEMBERED", 2)
    guard = FloodGuard(burst=1, per_second=0, now=Watch())
    for person in (1, 2):
        assert guard.admit(person) is Admission.PASS
    assert guard.admit(1) is Admission.TELL, "two are remembered"
    assert guard.admit(3) is Admission.PASS
    assert guard.admit(2) is Admission.PASS, "forgotten for the third one"

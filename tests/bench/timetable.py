"""How good a plan of meetings is, beside first come, first served, and a random plan.

`python -m tests.bench timetable [--people 60 --tables 8 --days 2 --interests 1200 --seconds 20]`: the fair is drawn by
lot (tests/timetabling/fairs.py). "of the bound" is against what no plan can exceed, interest and bonuses together; idle
slots are those between two meetings of a person's day. `--change` also plans again after some cannot come any more.
"""

import argparse
import dataclasses
import random
import sys
import time
from collections.abc import Mapping

from bot.timetabling.plan import Timetable, make_timetable
from bot.timetabling.problem import Booking, Problem
from bot.timetabling.worth import count_served, idle_slots, value_of
from tests.timetabling.baselines import drawn, first_come
from tests.timetabling.fairs import make_fair


def line(name: str, problem: Problem, bookings: Mapping[int, Booking], bound: float) -> str:
    weights = {one.id: one.weight for one in problem.interests}
    served = sorted(count_served(problem, bookings).values())
    interest = sum(weights[number] for number in bookings)
    return (
        f"{name:12s} {len(bookings):8,d} {interest:9,d} {value_of(problem, bookings) / bound:12.2%} "
        f"{served[0]:6d} {served[len(served) // 10]:6d} {served[len(served) // 2]:7d} "
        f"{idle_slots(problem, bookings) / len(problem.attendees):12.2f}"
    )


def change(problem: Problem, plan: Timetable, seed: int) -> tuple[Problem, int]:
    """One person in fifty loses the first half of their time. Also returns how many meetings cannot stay."""
    lot = random.Random(seed)
    attendees = []
    for one in problem.attendees:
        is_away = lot.random() < 0.02
        left = frozenset(sorted(one.available)[len(one.available) // 2 :])
        attendees.append(dataclasses.replace(one, available=left) if is_away else one)
    interests = tuple(dataclasses.replace(one, current=plan.bookings.get(one.id)) for one in problem.interests)
    available = {one.id: one.available for one in attendees}
    lost = sum(
        one.current.slot not in available[one.first] & available[one.second]
        for one in interests
        if one.current is not None
    )
    return dataclasses.replace(problem, attendees=tuple(attendees), interests=interests), lost


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench timetable", description=__doc__)
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--tables", type=int, default=8)
    parser.add_argument("--days", type=int, default=2)
    parser.add_argument("--interests", type=int, help="20 for each person, if not given")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--limit", type=int, help="of meetings a person, if all have the same")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--change", action="store_true")
    options = parser.parse_args(argv)
    problem = make_fair(
        people=options.people,
        tables=options.tables,
        days=options.days,
        interests=options.interests or 20 * options.people,
        seed=options.seed,
        **({"limits": [options.limit]} if options.limit else {}),
    )
    started, used = time.perf_counter(), time.process_time()
    plan = make_timetable(problem, seconds=options.seconds, seed=options.seed)
    taken, used = time.perf_counter() - started, time.process_time() - used
    print(
        f"{'':12s} {'meetings':>8s} {'interest':>9s} {'of the bound':>12s} {'least':>6s} {'tenth':>6s} {'median':>7s} "
        f"{'idle, person':>12s}"
    )
    print(line("planned", problem, plan.bookings, plan.bound))
    print(line("first come", problem, first_come(problem), plan.bound))
    print(line("random", problem, drawn(problem, options.seed), plan.bound))
    print(f"gap {plan.gap:.2%}; {taken:.1f} s, {used:.1f} s of one core")
    if options.change:
        changed, lost = change(problem, plan, options.seed)
        started = time.perf_counter()
        again = make_timetable(changed, seconds=options.seconds, seed=options.seed)
        print(line("changed", changed, again.bookings, again.bound))
        print(f"{lost} meetings impossible, {len(again.moved)} moved or dropped; {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main(sys.argv[1:])

"""What is to happen: who takes part, and what breaks when. The same for the same seed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from tests.chaos.marks import Identity, identity

_LANGUAGES: Final = ("en", "sr", "zh-hans")
_HANG_S: Final = (0.5, 5.0)
_AWAY_S: Final = (0.5, 3.0)
_FULL_S: Final = (2.0, 5.0)
_JUMPS: Final = (timedelta(hours=2), timedelta(hours=-1), timedelta(hours=23))
"""A clock that was wrong is set, forward and back; and a day passes."""
_HANGS: Final = 5
"""One hang for so many kills."""


class Role(StrEnum):
    REPRESENTATIVE = "representative"
    ADVISER = "adviser"
    ORGANIZER = "organizer"
    MODERATOR = "moderator"


class Blow(StrEnum):
    """What breaks."""

    KILL = "kill"
    HANG = "hang"
    DATABASE_AWAY = "database away"
    DISK_FULL = "disk full"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Strike:
    """`at` and `lasts` are seconds; `jump` is for the clock, `draw` (0 to 1) chooses the process."""

    at: float
    blow: Blow
    lasts: float = 0.0
    jump: timedelta = timedelta()
    draw: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One person of the cast. `seed` is for what they do, `comes` is when they begin, in seconds.

    `settled`: they have registered and published before the day.
    """

    who: Identity
    role: Role
    seed: int
    comes: float
    settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    seconds: float
    cast: Sequence[Part]
    strikes: Sequence[Strike]
    seed: int
    think_s: float
    """Between an answer and the next act of a person, on average."""
    least_answers: int
    """To everybody. On a busy machine the day takes longer than `seconds` for them."""


def planned(
    seed: int,
    *,
    people: int,
    seconds: float,
    kills: int,
    think_s: float = 8.0,
    settled: float = 0.5,
    least_answers: int = 0,
) -> Plan:
    """`settled`: the share of people with a company and a listing from before the day."""
    rng = random.Random(seed)
    roles = [Role.ORGANIZER] * max(1, people // 100) + [Role.MODERATOR] * max(1, people // 100)
    roles += [Role.ADVISER] * max(1, people // 20)
    roles += [Role.REPRESENTATIVE] * (people - len(roles))
    cast = [
        Part(
            who=identity(
                number,
                companies=2 if role is Role.ADVISER else 1,
                smuggles=number % 5 == 0,
                language=rng.choice(_LANGUAGES),
            ),
            role=role,
            seed=rng.getrandbits(32),
            comes=rng.uniform(0, seconds / 3),
            settled=rng.random() < settled,
        )
        for number, role in enumerate(roles)
    ]
    strikes = _strikes(rng, seconds, kills)
    return Plan(seconds=seconds, cast=cast, strikes=strikes, seed=seed, think_s=think_s, least_answers=least_answers)


def _strikes(rng: random.Random, seconds: float, kills: int) -> list[Strike]:
    def strike(blow: Blow, lasts: tuple[float, float] = (0.0, 0.0), jump: timedelta = timedelta()) -> Strike:
        at = rng.uniform(0.05 * seconds, 0.95 * seconds)
        return Strike(at=at, blow=blow, lasts=rng.uniform(*lasts), jump=jump, draw=rng.random())

    strikes = [strike(Blow.KILL) for _ in range(kills)]
    strikes += [strike(Blow.HANG, _HANG_S) for _ in range(max(1, kills // _HANGS))]
    strikes += [strike(Blow.DATABASE_AWAY, _AWAY_S), strike(Blow.DISK_FULL, _FULL_S)]
    jumps = [strike(Blow.CLOCK, jump=jump) for jump in _JUMPS]
    return sorted([*strikes, *jumps], key=lambda one: one.at)

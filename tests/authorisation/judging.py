"""All tries by everybody, what came of them, and where that is not what the policy says."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from tests.authorisation.cast import Who
from tests.authorisation.playing import Effect, Play
from tests.authorisation.policy import MAY_SEE, SHOWN_BY, TOLD_AGAIN, rule_for
from tests.authorisation.stage import Stage
from tests.authorisation.tries import tries
from tests.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing that can be done, and what comes of it for each. `again` is whom the first to succeed told by doing the
    same once more.
    """

    what: str
    target: str
    effects: Mapping[Who, Effect]
    again: frozenset[str]


def rows(stage: Stage, folder: Path, clock: Clock) -> list[Row]:
    return asyncio.run(_rows(stage, folder, clock))


async def _rows(stage: Stage, folder: Path, clock: Clock) -> list[Row]:
    found: list[Row] = []
    async with Play(stage, folder, clock) as play:
        for one in tries(play.program.application, stage):
            effects: dict[Who, Effect] = {}
            again: frozenset[str] | None = None
            for who in Who:
                effect, second = await play.effect(one, who, again=again is None)
                effects[who] = effect
                again = second.told if second is not None else again
            found.append(Row(what=one.what, target=one.target, effects=effects, again=again or frozenset()))
    return found


def holes(found: list[Row]) -> list[str]:
    """Empty when exactly the allowed things work."""
    return [
        hole for what, group in groupby(sorted(found, key=_what), key=_what) for hole in _holes_of(what, list(group))
    ]


def _what(row: Row) -> str:
    return row.what


def _holes_of(what: str, group: list[Row]) -> Iterator[str]:
    allowed = rule_for(what)
    if allowed is None:
        yield f"{what}: say in tests/authorisation/policy.py who may"
        return
    for row in group:
        for who, effect in row.effects.items():
            yield from (f"{what} ({row.target}): {who} {deed}" for deed in _forbidden(who, effect, row))
        if row.again and what not in TOLD_AGAIN:
            yield f"{what} ({row.target}): done again it tells {', '.join(sorted(row.again))} again"
    for who in sorted(allowed.answers) if not allowed.never_works else ():
        if not any(row.effects[who].does or row.effects[who].reads for row in group):
            yield f"{what}: does not work for {who}"


def _forbidden(who: Who, effect: Effect, row: Row) -> Iterator[str]:
    allowed = rule_for(row.what)
    if allowed is None:
        return
    if effect.does and who not in allowed.does:
        yield f"changes {', '.join(sorted(effect.changed))}"
    if effect.reads and who not in allowed.answers:
        yield f"is answered {effect.answers!r}"
    for secret in sorted(effect.seen):
        if who not in MAY_SEE[secret] and secret not in SHOWN_BY.get(row.what, ()):
            yield f"sees the {secret}"

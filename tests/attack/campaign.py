"""The attacks in their order, each as large as asked for."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from pathlib import Path
from typing import Final

from tests.attack import floods, poison, presses, texts
from tests.attack.stage import Stage, Tally, staged

ATTACKS: Final[dict[str, Callable[[Stage, float], Awaitable[Tally]]]] = {
    "calm": lambda stage, size: floods.calm(stage, max(2.0, 15 * size)),
    "flood": lambda stage, size: floods.flood(stage, max(2.0, 20 * size), 300),
    "poison": lambda stage, size: poison.poison(stage, int(2_000 * size) or 1),
    "presses": lambda stage, size: presses.presses(stage, max(1, int(12 * size))),
    "commands": lambda stage, _: presses.commands(stage),
    "oracles": lambda stage, size: texts.oracles(stage, max(4, int(100 * size))),
    "pathological": lambda stage, size: texts.pathological(stage, max(4, int(200 * size))),
    "splits": lambda stage, size: texts.smuggling(stage, max(1, int(3 * size))),
}


async def attacked(
    url: str,
    other_url: str | None,
    folder: Path,
    *,
    seed: int,
    size: float,
    encoder: str = "none",
    only: Collection[str] | None = None,
) -> AsyncIterator[Tally]:
    """`size` 1 takes minutes. The backlog meets a bot of its own, which starts with it; none without `other_url`."""
    wanted = [attack for name, attack in ATTACKS.items() if not only or name in only]
    if wanted:
        async with staged(url, folder, seed, encoder=encoder) as stage:
            for attack in wanted:
                yield await attack(stage, size)
    if other_url is not None and (not only or "backlog" in only):
        people = min(200, int(50_000 * size))
        yield await floods.backlog(other_url, folder, int(50_000 * size), people, encoder=encoder)

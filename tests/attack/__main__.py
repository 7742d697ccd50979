"""Attacks the running bot: `python -m tests.attack [--seed N] [--size N] [--database sqlite postgresql]`.

The bot is a process of its own, on a simulated Telegram over HTTP. Prints for each kind of attack how many were tried,
how many succeeded, and p95 of what bystanders met meanwhile: how long they waited, in ms; that as a multiple of the
wait while nobody attacks; and the CPU time that the bot took until they had their answer, in ms. Fails if one succeeds.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from tests.attack.campaign import attacked
from tests.attack.stage import Tally
from tests.postgres import running_server


def line(tally: Tally, calm: Tally | None) -> str:
    waited, alone = tally.p95_ms, calm and calm.p95_ms
    ratio = waited / alone if waited and alone else None
    figures = f"{_shown(waited, '.0f'):>8} {_shown(ratio, '.1f'):>8} {_shown(tally.cpu_p95_ms, '.0f'):>8}"
    return f"{tally.kind:22} {tally.tried:7} {len(tally.succeeded):9} {figures}  {tally.note}"


def _shown(figure: float | None, how: str) -> str:
    return "-" if figure is None else f"{figure:{how}}"


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.attack", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=float, default=1.0, help="1 takes minutes; 0.02 is the short run of the tests")
    parser.add_argument("--encoder", default="none", help="as the setting of that name")
    parser.add_argument("--database", nargs="+", default=["sqlite", "postgresql"], choices=["sqlite", "postgresql"])
    parser.add_argument("--only", nargs="+", help="names of attacks, as in tests/attack/campaign.py")
    asked = parser.parse_args(argv)
    succeeded = 0
    with running_server() if "postgresql" in asked.database else nullcontext() as server:
        for database in asked.database:
            print(f"\n{database:22} {'tried':>7} {'succeeded':>9} {'p95 ms':>8} {'x calm':>8} {'CPU ms':>8}")
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                urls = [f"sqlite+aiosqlite:///{folder / f'{number}.sqlite3'}" for number in range(2)]
                with (
                    server.fresh("template1") if database == "postgresql" and server else nullcontext(urls[0]) as one,
                    server.fresh("template1") if database == "postgresql" and server else nullcontext(urls[1]) as two,
                ):
                    for tally in asyncio.run(_all(one, two, folder, asked)):
                        succeeded += len(tally.succeeded)
                        for what in tally.succeeded:
                            print(f"    {what}")
    return 1 if succeeded else 0


async def _all(one: str, two: str, folder: Path, asked: argparse.Namespace) -> list[Tally]:
    found = []
    async for tally in attacked(
        one, two, folder, seed=asked.seed, size=asked.size, encoder=asked.encoder, only=asked.only
    ):
        found.append(tally)
        print(line(tally, next((each for each in found if each.kind == "nobody attacks"), None)), flush=True)
    return found


sys.exit(main(sys.argv[1:]))

"""CPU time per update of this version beside others, by turns: for a machine that has other work to do.

`python -m tests.bench versions [CHECKOUT …] [--database sqlite] [--only …] [--people 1] [--rounds 6] [--seconds 1]`

Every version is a process of its own, with its own database and Telegram, as in `updates`, whose kinds of updates these
are. In every round each is measured once, and the least bot too. What is printed are medians, and the least in
parentheses: other work makes CPU time grow, so that the least says most.
"""

import argparse
import asyncio
import statistics
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, nullcontext
from pathlib import Path

from bot.masking import Secrets, mask
from bot.sandbox.people import Person, person
from bot.sandbox.world import World
from storage.ids import PersonId
from tests.bench.correspondence import fill
from tests.bench.dialog import answers, registers
from tests.bench.updates import READING, Act, LeastBot, databases, least, lists, ours, quiet, rate
from tests.http.persona import SENZOR, Persona
from tests.http.process import ROOT
from tests.postgres import PostgresServer, running_server

_KINDS = ("registration", "listing", *READING)


def _act(what: str, world: World) -> Act:
    async def registers_anew(_: Person) -> AsyncIterator[None]:
        new = person(world, f"N{world.updates.next_id}", language_code="sr")
        async for answer in answers(Persona(new, SENZOR), "/start", "profile_type"):
            yield answer

    return READING.get(what) or {"registration": registers_anew, "listing": lists}[what]


async def _compare(database: str, server: PostgresServer | None, asked: argparse.Namespace) -> None:
    roots = [*asked.checkouts, ROOT]
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        least_bots, bots = dict[str, LeastBot](), []
        for number, root in enumerate(roots):
            (own := folder / str(number)).mkdir()
            read_url, write_url, url = stack.enter_context(databases(database, server, own))
            for mode, of_least in (("read", read_url), ("write", write_url)) if not least_bots else ():
                least_bots[mode] = await stack.enter_async_context(least(of_least, mode, asked.people, "asyncio"))
            world, process = await stack.enter_async_context(ours(url, own, root))
            phones = [person(world, f"P{number}", language_code="en") for number in range(asked.people)]
            await asyncio.gather(*(registers(phone) for phone in phones))
            await fill(url, [PersonId(phone.id) for phone in phones])
            await quiet(process)
            bots.append((world, process, phones))
        print(f"\n{database:16} {'least bot':>14}", *(f"{root.name[:14]:>14}" for root in roots))
        for what in asked.only or _KINDS:
            measured: list[list[float]] = [[] for _ in range(len(roots) + 1)]
            for _ in range(asked.rounds):
                beside = least_bots["read" if what in READING else "write"]
                measured[0].append((await beside.rate(asked.people, asked.seconds)).cpu_ms)
                for (world, process, phones), figures in zip(bots, measured[1:], strict=True):
                    figures.append((await rate(phones, _act(what, world), asked.seconds, process)).cpu_ms)
            cells = [f"{statistics.median(figures):.1f} ({min(figures):.1f})" for figures in measured]
            print(f"{what:16}", *(f"{cell:>14}" for cell in cells), flush=True)


def main(argv: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench versions", description=__doc__)
    parser.add_argument(
        "checkouts", nargs="*", type=lambda path: Path(path).resolve(), help="folders of other versions"
    )
    parser.add_argument("--database", nargs="+", default=["sqlite", "postgresql"], choices=["sqlite", "postgresql"])
    parser.add_argument("--only", nargs="+", choices=_KINDS, help="kinds of updates")
    parser.add_argument("--people", type=int, default=1, help="people at once")
    parser.add_argument("--rounds", type=int, default=6, help="rounds to take the median and the least of")
    parser.add_argument("--seconds", type=float, default=1.0, help="how long each is measured in a round")
    asked = parser.parse_args(argv)
    mask("Sensors for 100 greenhouses", secrets=Secrets())  # loads its tables, before any transaction
    with running_server() if "postgresql" in asked.database else nullcontext() as server:
        for database in asked.database:
            asyncio.run(_compare(database, server if database == "postgresql" else None, asked))

"""A day of many people while everything breaks: `python -m tests.chaos --seed S`, with the plan told as it happens.

The bot runs as one process on SQLite, or as two or more on PostgreSQL, and talks to a simulated Telegram over HTTP.
Processes are killed and hang, the database is away and full, the clock jumps, and a twentieth of all requests to
Telegram fail, before or after their effect. Then nobody does anything until all is sent, an auditor holds every promise
against the database and against what people saw, and weeks pass in which each open request must end. Fails if a
promise was broken.
"""

import argparse
import asyncio
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.chaos.engines import Engine, Server, SqliteFile
from tests.chaos.plan import planned
from tests.chaos.play import Verdict, played
from tests.postgres import running_server


@contextmanager
def _engine(database: str, folder: Path) -> Iterator[Engine]:
    if database == "sqlite":
        yield SqliteFile(folder / "bot.sqlite3")
        return
    with running_server() as server, server.fresh("template1") as url:
        yield Server(server, url)


def report(verdict: Verdict, seconds: float) -> None:
    used = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(
        f"\n{verdict.acts} acts, {verdict.acts / seconds:.0f} a second; {len(verdict.unanswered)} of them got no answer"
    )
    print(f"in 20 s; the slowest answer took {verdict.slowest_s:.1f} s")
    print(Counter(act.partition(":")[0].partition(" ")[0] for act in verdict.unanswered).most_common(20))
    print(f"{verdict.starts} starts of processes, {verdict.repeated} updates sent again by Telegram")
    print(f"processes that nobody had killed ended {len(verdict.ends)} times")
    print(", ".join(f"{count} {table}" for table, count in verdict.rows.items()))
    print(f"CPU time of this process and those that have ended: {used:.0f} s")
    for fault in verdict.faults:
        print(f"  {fault}")
    print(f"{len(verdict.faults)} promises broken")


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--database", default="sqlite", choices=["sqlite", "postgresql"])
    parser.add_argument("--instances", type=int, help="on PostgreSQL; 2 unless told otherwise")
    parser.add_argument("--think", type=float, default=8.0, help="seconds between an answer and a person's next act")
    parser.add_argument("--log", type=Path, help="where to keep what the processes have written")
    parser.add_argument("--encoder", default="none", help="as the setting of that name")
    asked = parser.parse_args(argv)
    instances = 1 if asked.database == "sqlite" else asked.instances or 2
    seconds = asked.minutes * 60
    plan = planned(asked.seed, people=asked.people, seconds=seconds, kills=asked.kills, think_s=asked.think)
    began = time.monotonic()

    def tell(what: str) -> None:
        print(f"{time.monotonic() - began:7.1f}  {what}", flush=True)

    with tempfile.TemporaryDirectory(prefix="pb-chaos-") as name, _engine(asked.database, Path(name)) as engine:
        verdict = asyncio.run(played(plan, engine, Path(name), instances=instances, encoder=asked.encoder, tell=tell))
        logs = "".join(path.read_text(errors="replace") for path in sorted(Path(name).glob("instance*.txt")))
    report(verdict, seconds)
    print(f"{logs.count('Traceback')} tracebacks in {len(logs.splitlines())} lines of the log")
    if asked.log is not None:
        asked.log.write_text(logs)
    return 1 if verdict.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

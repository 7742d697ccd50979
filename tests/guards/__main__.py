"""Takes guards out one by one and says which no test missed: `python -m tests.guards --domain introductions`.

A guard is an `if` that refuses, a part of a condition, a `where`, a limit, an escape or a constraint. Each mutant meets
the tests of its domain that reach its line and are not marked slow, on SQLite, or on PostgreSQL where SQLite never runs
the file. `--sample N --seed S` takes N of them. Survivors that change nothing are listed with the reason in
`equivalent.toml`.
"""

import argparse
import random
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.guards.mutants import DOMAINS, ROOT, Mutant, files_of, mutants_of
from tests.guards.running import Tree

_MORE_TESTS: Final = {
    "introductions": ("tests/mail/test_mail_queries.py", "tests/listings/test_breaks.py"),
    "moderation": ("tests/verification/test_marks.py",),
    "privacy": (
        "tests/introductions/test_deletions.py",
        "tests/introductions/test_departures.py",
        "tests/imports/test_draft_retention.py",
    ),
    "verification": ("tests/moderation/test_marks.py", "tests/moderation/test_review.py"),
    "telegram": ("tests/runtime/test_lead.py", "tests/storage/test_leases.py"),
    "follow_up": ("tests/mail/test_results.py",),
    "people": ("tests/introductions/test_departures.py", "tests/leak/test_former_names.py"),
    "imports": ("tests/privacy/test_imported.py",),
    "screening": (
        "tests/reading/test_tables.py",
        "tests/moderation/test_moderation_screening.py",
        "tests/moderation/test_held_introductions.py",
        "tests/introductions/test_holds.py",
    ),
}
"""Tests of a domain that lie with another one."""
_OF_ALL_DOMAINS: Final = ("tests/outbox/test_topics.py",)


def argued() -> dict[str, str]:
    """Mutants that change nothing anybody could see, by `path: kind: old code`, with the reason."""
    content = tomllib.loads((Path(__file__).parent / "equivalent.toml").read_text(encoding="utf-8"))
    return {f"{path}: {old}": why for path, those in content.items() for old, why in those.items()}


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.guards", description=__doc__)
    parser.add_argument("--domain", nargs="+", default=list(DOMAINS), choices=DOMAINS)
    parser.add_argument("--sample", type=int, help="mutants of each domain; all of them if left out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", nargs="+", default=[], help="only files whose path contains one of these")
    parser.add_argument("--at", nargs="+", default=[], help="only these places, each as path:line")
    parser.add_argument("--most", type=int, help="tests that a mutant meets, the quickest; all of them if left out")
    parser.add_argument("--tests", nargs="+", help="tests to run instead of those of the domain")
    asked = parser.parse_args(argv)
    known, survived = argued(), 0
    for domain in asked.domain:
        every = [mutant for path in files_of(domain) for mutant in mutants_of(path)]
        every = [mutant for mutant in every if not asked.files or any(part in mutant.path for part in asked.files)]
        every = [mutant for mutant in every if not asked.at or f"{mutant.path}:{mutant.line}" in asked.at]
        every = [
            mutant for mutant in every if f"{mutant.path}: {mutant.kind}: {' '.join(mutant.old.split())}" not in known
        ]
        some = every if asked.sample is None else random.Random(asked.seed).sample(every, min(asked.sample, len(every)))
        survived += _hunt(domain, sorted(some, key=lambda one: (one.path, one.line)), len(every), asked)
    return 1 if survived else 0


def _hunt(domain: str, some: Sequence[Mutant], of: int, asked: argparse.Namespace) -> int:
    survivors = []
    tests = asked.tests or [f"tests/{domain}", *_MORE_TESTS.get(domain, ()), *_OF_ALL_DOMAINS]
    paths = {ROOT / mutant.path for mutant in some}
    with tempfile.TemporaryDirectory() as name, Tree.copied(Path(name).resolve(), tests, paths, asked.most) as tree:
        if failed := tree.look():
            print(f"{domain}: these tests fail without a mutant, and do not count: {' '.join(failed)}")
        for mutant in some:
            if not tree.kills(mutant):
                survivors.append(mutant)
                print(f"    survived {mutant}", flush=True)
    print(f"{domain}: {len(some)} of {of} mutants, {len(some) - len(survivors)} killed, {len(survivors)} survived")
    return len(survivors)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

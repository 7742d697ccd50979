"""Writes the table anew: `python -m tests.authorisation`. Says where the policy is not held, and fails then."""

import sys
import tempfile
from pathlib import Path

from tests.authorisation.judging import holes, rows
from tests.authorisation.stage import staged
from tests.authorisation.table import PATH, text_of
from tests.clock import Clock
from tests.postgres import in_thread, migrated


def main() -> int:
    clock = Clock()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty = folder / "empty.sqlite3"
        in_thread(migrated, f"sqlite+aiosqlite:///{empty}")
        found = rows(staged(empty, folder, clock), folder, clock)
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(text_of(found), encoding="utf-8")
    wrong = holes(found)
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    sys.stdout.write(f"{sum(len(row.effects) for row in found)} tries, {len(wrong)} not as the policy says\n")
    return 1 if wrong else 0


sys.exit(main())

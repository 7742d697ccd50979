"""What people type and send: how many lines of tests/reading/cases and of the handed lists are read right."""

from collections.abc import Sequence

from tests.imports.handed_lists import handed_lists
from tests.reading.tables import KINDS


def main(argv: Sequence[str] | None = None) -> None:
    print(f"{'kind':12} {'right':>6} {'of':>6}")
    for kind, judge in (*KINDS.items(), ("imports", handed_lists)):
        judged = list(judge())
        wrong = [one for one in judged if not one.right]
        print(f"{kind:12} {len(judged) - len(wrong):6} {len(judged):6}")
        for one in wrong if argv and "-v" in argv else ():
            print(f"    {one.text!r}: {one.expected!r} is wanted, {one.read!r} is read")

"""`python -m tests.bench [name [options]]`: one benchmark, or all of them."""

import importlib
import sys
from pathlib import Path

HERE = Path(__file__).parent


def names() -> list[str]:
    """The modules of this package that have a `main(argv)`; looked up without importing what is heavy."""
    return sorted(p.stem for p in HERE.glob("[!_]*.py") if "\ndef main(" in p.read_text(encoding="utf-8"))


def main(argv: list[str]) -> None:
    argv = [argv[0].replace("-", "_"), *argv[1:]] if argv else []
    if argv and argv[0] not in names():
        sys.exit(f"There is no benchmark {argv[0]!r}; there are: {', '.join(names())}.")
    for name in argv[:1] or names():
        print(f"\n== {name}", flush=True)
        importlib.import_module(f"tests.bench.{name}").main(argv[1:])


if __name__ == "__main__":
    main(sys.argv[1:])

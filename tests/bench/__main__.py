"""`python -m tests.bench [name [options]]`: one benchmark, or all of them."""

import importlib
import pkgutil
import sys

import tests.bench


def names() -> list[str]:
    return sorted(m.name for m in pkgutil.iter_modules(tests.bench.__path__) if not m.name.startswith("_"))


def main(argv: list[str]) -> None:
    """Each module of this package with a `main(argv)` is a benchmark."""
    wanted = argv[:1] or names()
    if argv and argv[0] not in names():
        sys.exit(f"There is no benchmark {argv[0]!r}; there are: {', '.join(names())}.")
    for name in wanted:
        print(f"\n== {name}", flush=True)
        importlib.import_module(f"tests.bench.{name}").main(argv[1:])


if __name__ == "__main__":
    main(sys.argv[1:])

"""How fast the matcher answers beside encoding, and what it holds.

`python -m tests.bench matching [--sizes 1000 10000]`: listings are those of tests.bench.crowd. Every size runs in a
process of its own, so that its peak memory is its own.
"""

import argparse
import resource
import subprocess
import sys
import time

import numpy as np

from bot.matching.prepare import Prepared
from tests.bench.crowd import listings, new_matcher


def measure(size: int, queries: int = 60) -> str:
    """Fills an index of `size`, then lets new listings come and get their suggestions, one after the other."""
    matcher = new_matcher()
    started = time.perf_counter()
    block: list[Prepared] = []
    for one in listings(size, seed=1):
        block.append(one)
        if len(block) == 2_000:
            matcher.add_many(block)
            block.clear()
    matcher.add_many(block)
    filled = time.perf_counter() - started
    newcomers = list(listings(queries + 1, seed=2, first=size))
    matcher.rank(newcomers[0])  # the first one after a bulk load pays for measuring the hubs
    taken = []
    for one in newcomers[1:]:
        started = time.perf_counter()
        matcher.add(one)
        matcher.rank(one, 10)
        taken.append(1_000 * (time.perf_counter() - started))
    middle, late = np.quantile(taken, [0.5, 0.95])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{size:9,d} {middle:12.1f} {late:9.1f} {memory:12.0f} {filled:10.1f}"


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench matching", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--only", type=int, help="measure one size in this process")
    options = parser.parse_args(argv)
    if options.only:
        print(measure(options.only), flush=True)
        return
    print(f"{'listings':>9s} {'median, ms':>12s} {'p95, ms':>9s} {'peak, MB':>12s} {'filled, s':>10s}", flush=True)
    for size in options.sizes:
        subprocess.run([sys.executable, "-m", "tests.bench", "matching", "--only", str(size)], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])

"""How long it takes to match everybody anew: `python -m tests.bench rematch [--needs 10000] [--offers 1700]`.

The size of the largest such fair. Texts are strung together from the everyday listings of tests/matching, vectors are
synthetic (see tests.bench.matching), so encoding is not in the figures.
"""

import argparse
import dataclasses
import random
import time
from pathlib import Path

import numpy as np

from bot.matching.debias import Debias
from bot.matching.matcher import Matcher
from bot.matching.prepare import Prepared, with_vectors
from bot.matching.scoring import GOOD_ENOUGH
from storage.vocabulary import Kind
from tests.bench.crowd import WIDTH, listings
from tests.bench.judged import load

OWN = Path(__file__).parent.parent / "matching"


def texts() -> list[str]:
    return [
        f"{one.title}. {one.text}"
        for folder in ("everyday", "calibration")
        for judged in [load(OWN / folder)]
        for one in (*judged.needs, *judged.offers)
    ]


def crowd(count: int, kind: Kind, seed: int, first: int) -> list[Prepared]:
    """Listings of one kind with three texts each and clustered vectors."""
    draw, known = random.Random(seed), texts()
    made = []
    for one in listings(count, seed, first):
        title, *rest = draw.sample(known, 3)
        subject = dataclasses.replace(one.subject, kind=kind, title=title, text=". ".join(rest))
        made.append(with_vectors(subject, one.vectors))
    return made


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench rematch", description=__doc__)
    parser.add_argument("--needs", type=int, default=10_000)
    parser.add_argument("--offers", type=int, default=1_700)
    parser.add_argument("--top", type=int, default=10)
    options = parser.parse_args(argv)
    needs = crowd(options.needs, Kind.NEED, 1, 0)
    offers = crowd(options.offers, Kind.OFFER, 2, options.needs)
    matcher = Matcher(Debias(mean=np.zeros(WIDTH, np.float32), matrix=np.eye(WIDTH, dtype=np.float32)))
    started = time.perf_counter()
    matcher.add_many([*needs, *offers])
    matcher.settle()
    filled = time.perf_counter() - started
    print(f"{options.needs:,d} needs x {options.offers:,d} offers; index filled in {filled:.1f} s", flush=True)
    for name, minimum in (("all that are good enough", GOOD_ENOUGH), (f"the {options.top} best, whatever", 0.0)):
        started, on_cpu = time.perf_counter(), time.process_time()
        pairs = sum(len(found) for _, found in matcher.rank_many(needs, options.top, minimum=minimum))
        seconds, on_cpu = time.perf_counter() - started, time.process_time() - on_cpu
        print(f"{name:28s} {pairs:9,d} pairs in {seconds:6.1f} s ({on_cpu:.1f} s of CPU)", flush=True)


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])

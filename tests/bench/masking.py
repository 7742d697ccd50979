"""Masking: the share of smuggled names and contact data that is caught, the share of ordinary texts that is touched."""

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.masking import Finding, contains_contact, mask, mask_after
from tests.masking.fresh_sets import FRESH_SETS, HERE, fresh_set, harmless
from tests.masking.red_team import WRITERS, attempts
from tests.masking.second_set import Smuggled, smuggled
from tests.masking.test_continuations import ANNOUNCED, PUDONG


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench masking", description=__doc__)
    parser.add_argument("--texts", type=Path, help="JSON Lines with title and text: ordinary listings")
    parser.add_argument("--quiet", action="store_true", help="figures only")
    arguments = parser.parse_args(argv)
    _report_attempts(quiet=arguments.quiet)
    sets = {"second": list(smuggled())}
    sets |= {path.stem.removesuffix("_set"): list(fresh_set(path)) for path in FRESH_SETS}
    for name, tried in sets.items():
        _report_set(name, tried, quiet=arguments.quiet)
    touched = [text for text in harmless() if contains_contact(text)]
    print(f"harmless texts touched: {len(touched)} of {len(harmless())} = {len(touched) / len(harmless()):.1%}")
    answers = (HERE / "ordinary_thirtyfirst.txt").read_text(encoding="utf-8").splitlines()
    pairs = [(said, answer) for said in ANNOUNCED for answer in answers]
    swallowed = [pair for pair in pairs if mask_after(pair[:1], pair[1], secrets=PUDONG).found]
    print(f"answers touched after a message with a contact: {len(swallowed)} of {len(pairs)}")
    if arguments.texts:
        _report_texts(arguments.texts, quiet=arguments.quiet)


def _report_attempts(*, quiet: bool) -> None:
    tried: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    for attempt in attempts():
        tried[attempt.trick] += 1
        if attempt.is_caught():
            caught[attempt.trick] += 1
        elif not quiet:
            print(f"missed: {attempt.text!r} -> {attempt.masked().text!r}")
    for trick, count in sorted(tried.items()):
        print(f"{trick:20} {caught[trick]:3} of {count:3}")
    print(f"caught: {caught.total()} of {tried.total()} = {caught.total() / tried.total():.1%}")


def _report_set(name: str, tried: Sequence[Smuggled], *, quiet: bool) -> None:
    missed = [one for one in tried if not one.is_caught()]
    for one in missed if not quiet else ():
        print(f"missed: {one.parts!r} -> {one.shown()!r}")
    print(f"caught of the {name} set: {len(tried) - len(missed)} of {len(tried)} = {1 - len(missed) / len(tried):.1%}")


def _report_texts(path: Path, *, quiet: bool) -> None:
    """Without anybody's names, and then as if each of the red team's writers had written every text."""
    texts = list(_texts(path))
    started = time.perf_counter()
    flagged = [(text, found) for text in texts if (found := contains_contact(text))]
    took = (time.perf_counter() - started) / max(1, len(texts))
    if not quiet:
        for text, found in flagged:
            print(f"flagged: {_around(text, found[0])}")
    print(f"flagged: {len(flagged)} of {len(texts)} = {len(flagged) / len(texts):.2%}; {took * 1000:.2f} ms a text")
    for name, secrets in WRITERS.items():
        by_name = [(text, found) for text in texts if (found := mask(text, secrets=secrets).found)]
        print(f"masked for writer {name or 'without a name'!r}: {len(by_name)} = {len(by_name) / len(texts):.2%}")
        if not quiet:
            for text, found in by_name[:5]:
                print(f"  {_around(text, found[0])}")


def _texts(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield f"{row['title']}\n{row['text']}"


def _around(text: str, found: Finding) -> str:
    before, after = text[max(0, found.start - 20) : found.start], text[found.end : found.end + 20]
    return f"{found.kind.value}: {before!r} {found.snippet!r} {after!r}"

"""What one or two words find: `python -m tests.bench searches [--cache FILE] [--shown]`.

200 searches in ten languages over the sample companies and the sets that were drawn by lot. Half of them have something
to find: prints for how many a wanted listing is among the first five, and the share of wanted listings found at all.
The other half names what nobody has: prints for how many something is shown nevertheless.
"""

import argparse
import dataclasses
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.matching.encoders import Encoder, load_encoder
from bot.matching.listing import Subject
from bot.matching.matcher import Matcher
from bot.matching.prepare import prepare_many
from bot.sample.reading import read_companies
from bot.usecases.suggestions.search import MINIMUM, MOST, queries
from storage.vocabulary import Kind
from tests.bench.judged import load
from tests.bench.rankers import cached

HERE = Path(__file__).parent.parent / "matching"
POOLS = ("late", "draw", "autumn")
FIRST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """`wanted`: ids of the listings about it; empty where nobody has it."""

    words: str
    language: str
    wanted: frozenset[str]


def pool() -> list[Subject]:
    """Returns the listings of the sample companies and of the sets drawn by lot, each with an id of its own."""
    found = [
        Subject(
            id=f"sample-{company.name}-{place}",
            kind=listing.type.kind,
            title=listing.title,
            text=listing.summary,
            language=listing.language or company.language,
            country=company.country,
            sectors=listing.sectors,
        )
        for company in read_companies()
        for place, listing in enumerate(company.listing)
    ]
    for name in POOLS:
        judged = load(HERE / name)
        found += [dataclasses.replace(one, id=f"{name}-{one.id}") for one in (*judged.needs, *judged.offers)]
    return found


def searches(listings: Sequence[Subject]) -> list[Search]:
    """Reads the searches. Their wanted listings are given by the beginnings of titles."""
    rows = [json.loads(line) for line in (HERE / "searches" / "searches.jsonl").read_text("utf-8").splitlines()]
    return [Search(words=row["words"], language=row["lang"], wanted=_wanted(row["wanted"], listings)) for row in rows]


def _wanted(beginnings: Sequence[str], listings: Sequence[Subject]) -> frozenset[str]:
    found: set[str] = set()
    for beginning in beginnings:
        held = [one.id for one in listings if one.title.startswith(beginning)]
        if not held:
            raise ValueError(f"no listing begins with {beginning!r}")
        found.update(held)
    return frozenset(found)


def results(matcher: Matcher, encoder: Encoder | None, asked: Sequence[Search]) -> list[list[tuple[float, str]]]:
    """Returns for each search the listings that the bot would show, with likelihoods, best first."""
    found = []
    for one in asked:
        shown = []
        for prepared in prepare_many(queries(one.words, None), encoder):
            for match in matcher.rank(prepared, MOST, minimum=MINIMUM):
                other = match.offer_id if prepared.subject.kind is Kind.NEED else match.need_id
                shown.append((match.likelihood, other))
        found.append(sorted(shown, key=lambda pair: (-pair[0], pair[1])))
    return found


def figures(asked: Sequence[Search], found: Sequence[Sequence[tuple[float, str]]]) -> Mapping[str, float]:
    hit, held, false = [], [], []
    for one, shown in zip(asked, found, strict=True):
        ids = [listing_id for _, listing_id in shown]
        if one.wanted:
            hit.append(not one.wanted.isdisjoint(ids[:FIRST]))
            held.append(len(one.wanted & set(ids)) / len(one.wanted))
        else:
            false.append(bool(ids))
    return {
        "in the first five": float(np.mean(hit)) if hit else float("nan"),
        "wanted listings found": float(np.mean(held)) if held else float("nan"),
        "false hits": float(np.mean(false)) if false else float("nan"),
    }


def report(asked: Sequence[Search], found: Sequence[Sequence[tuple[float, str]]]) -> None:
    print(f"{'searches':8s} {'in the first five':>18s} {'wanted listings found':>22s} {'false hits':>11s}")
    by_language: defaultdict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(asked):
        by_language[one.language].append(place)
    for language, places in {"all": list(range(len(asked))), **dict(sorted(by_language.items()))}.items():
        told = figures([asked[place] for place in places], [found[place] for place in places])
        print(
            f"{language:3s} {len(places):4d} {told['in the first five']:18.0%} {told['wanted listings found']:22.0%}"
            f" {told['false hits']:11.0%}"
        )


def print_shown(
    asked: Sequence[Search], found: Sequence[Sequence[tuple[float, str]]], listings: Mapping[str, Subject]
) -> None:
    """Prints the searches that went wrong, with what was shown; "+" marks what was wanted."""
    for one, shown in zip(asked, found, strict=True):
        best = [listing_id for _, listing_id in shown[:FIRST]]
        if not one.wanted.isdisjoint(best) or (not one.wanted and not best):
            continue
        print(f"\n{one.language} {one.words!r}: {'not in the first five' if one.wanted else 'nobody has it'}")
        for likelihood, listing_id in shown[:FIRST]:
            print(f"   {100 * likelihood:3.0f} {'+' if listing_id in one.wanted else ' '} {listings[listing_id].title}")


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench searches", description=__doc__)
    parser.add_argument("--cache", type=Path, help="a file that keeps vectors for the next run")
    parser.add_argument("--shown", action="store_true", help="print what was shown where a search went wrong")
    options = parser.parse_args(argv)
    encoder = load_encoder("builtin")
    listings = pool()
    asked = searches(listings)
    if encoder is not None and options.cache:
        encoder = cached(encoder, options.cache)
    matcher = Matcher.for_encoder(encoder)
    matcher.add_many(prepare_many(listings, encoder))
    found = results(matcher, encoder, asked)
    report(asked, found)
    if options.shown:
        print_shown(asked, found, {one.id: one for one in listings})


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])

"""How good the matcher is, beside simpler ones: `python -m tests.bench quality [--judged FOLDER] [--ours]`.

Prints one table for each set of listings in tests/matching, and one for each folder given: nDCG@10 with its 95 %
interval, recall@50, the share of needs whose first offer is right, the share with an irrelevant offer in the need's
language above every right one, calibration error, the share of needs without a counterpart that are promised one, and
seconds for all pairs beside encoding; then nDCG@10 by languages of need and offer. It prints nDCG@10 for the ten
largest pairs of languages, for the sets of tests/matching together and for each
folder given, because one set is harder than another in every language. Over all sets together it prints what scores
promise and what is found by how many words a pair shares. `--ours` leaves out the other rankers, `--fit` prints the
calibration anew, from the sets that the glossary did not know, and the folders given.
"""

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice, pairwise
from pathlib import Path

import numpy as np

from bot.matching.debias import Debias, debias_for
from bot.matching.encoders import Encoder, JoinedEncoder, load_encoder
from bot.matching.prepare import Prepared, prepare_many
from bot.matching.scoring import GOOD_ENOUGH
from tests.bench.judged import (
    Judged,
    Scores,
    by_languages,
    calibration_error,
    false_promises,
    friends_above,
    interval,
    judge,
    load,
    top_pairs,
    words_and_relevance,
)
from tests.bench.rankers import (
    PARTS,
    by_bm25,
    by_cosine,
    by_matcher,
    by_rapidfuzz,
    cached,
    rapidfuzz_table,
    untouched,
    without,
    without_english,
    without_titles,
)

OWN = Path(__file__).parent.parent / "matching"
SETS = (
    "friends",
    "late",
    "draw",
    "strangers",
    "calibration",
    "autumn",
    "everyday",
    "winter",
    "spring",
    "summer",
    "one_language",
)
FEWEST = 5
"""Needs of a pair of languages that is compared with others."""
WORD_BANDS = (0.0, 0.0001, 0.15, 0.35, 1.01)
UNKNOWN = SETS[:5]
"""Those written without a look at the glossary."""


def _systems(judged: Judged, encoder: Encoder) -> Iterator[tuple[str, Callable[[], Scores], bool]]:
    """Name, how to rank, and whether its scores are meant as likelihoods."""
    debias = debias_for(encoder)
    needs, offers = prepare_many(judged.needs, encoder), prepare_many(judged.offers, encoder)
    yield "ours", lambda: by_matcher(needs, offers, debias), True
    yield "ours, no encoder", lambda: by_matcher(needs, offers, None), True
    yield "rapidfuzz token_set_ratio", lambda: by_rapidfuzz(judged), False
    yield "BM25", lambda: by_bm25(judged), False
    yield "cosine of the encoder", lambda: by_cosine(judged, encoder), False
    yield "ours without debiasing", lambda: by_matcher(needs, offers, untouched(debias)), False
    for part, constants in PARTS.items():
        yield f"ours without {part}", partial(_crippled, needs, offers, debias, constants), False
    bare_needs, bare_offers = without_titles(needs), without_titles(offers)
    yield "ours without titles", partial(by_matcher, bare_needs, bare_offers, debias), False
    if isinstance(encoder, JoinedEncoder):
        needs_alone, offers_alone = (
            prepare_many(judged.needs, encoder.first),
            prepare_many(judged.offers, encoder.first),
        )
        yield (
            "ours without the second encoder",
            partial(by_matcher, needs_alone, offers_alone, debias_for(encoder.first)),
            False,
        )
    bare_needs, bare_offers = without_english(judged, encoder)
    yield "ours without the glossary's English", partial(by_matcher, bare_needs, bare_offers, debias), False
    yield "no encoder, no glossary", partial(_crippled, needs, offers, None, {"CONCEPTS_ONLY": 0.0}), False


def _crippled(
    needs: list[Prepared], offers: list[Prepared], debias: Debias | None, constants: Mapping[str, float]
) -> Scores:
    with without(**constants):
        return by_matcher(needs, offers, debias)


def report(folder: Path, encoder: Encoder, together: "_Together", *, only_ours: bool) -> None:
    name, judged = folder.name, load(folder)
    ours: Scores = {}
    print(f"\n{name}: {len(judged.permitted())} needs, {len(judged.offers)} offers")
    columns = "recall@50  first right  friends above  calibration error  false promises  seconds"
    print(f"{'':36s} nDCG@10  95 % interval  {columns}")
    systems = _systems(judged, encoder)
    for system, rank, calibrated in islice(systems, 1) if only_ours else systems:
        started = time.perf_counter()
        scores = rank()
        seconds = time.perf_counter() - started
        quality = judge(judged, scores)
        low, high = interval(quality.ndcg)
        error = f"{calibration_error(*top_pairs(judged, scores)):.3f}" if calibrated else "-"
        lies = f"{false_promises(judged, scores, GOOD_ENOUGH):.2f}" if calibrated else "-"
        ndcg, recall, first = np.mean(quality.ndcg), np.mean(quality.recall), np.mean(quality.first)
        found = (
            f"{ndcg:7.3f}  {low:.3f} - {high:.3f} {recall:10.2f} {first:12.2f} {friends_above(judged, scores):14.2f}"
        )
        print(f"{system:36s} {found} {error:>18s} {lies:>15s} {seconds:8.2f}", flush=True)
        if system == "ours":
            ours = scores
    _print_languages(judged, ours)
    together.add("own sets" if folder.parent == OWN else name, judged, ours, encoder)
    if only_ours:
        return
    started = time.perf_counter()
    rapidfuzz_table(judged)
    print(f"rapidfuzz cdist(token_set_ratio) alone, the same pairs: {time.perf_counter() - started:.3f} s")


def _print_languages(judged: Judged, scores: Scores) -> None:
    print("need → offer: needs, nDCG@10, 95 % interval")
    for (mine, yours), gains in by_languages(judged, scores).items():
        low, high = interval(gains)
        print(f"  {mine:>6s} → {yours:6s} {len(gains):4d}  {np.mean(gains):.3f}  {low:.3f} - {high:.3f}")


class _Together:
    """The figures that need many pairs: languages by group of sets, common words over all sets."""

    def __init__(self) -> None:
        self._by_languages: defaultdict[str, defaultdict[tuple[str, str], list[float]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self._by_words: list[tuple[float, float, float]] = []

    def add(self, group: str, judged: Judged, scores: Scores, encoder: Encoder) -> None:
        for pair, gains in by_languages(judged, scores, fewest=1).items():
            self._by_languages[group][pair] += gains
        needs, offers = prepare_many(judged.needs, encoder), prepare_many(judged.offers, encoder)
        self._by_words += words_and_relevance(judged, scores, needs, offers)

    def print(self) -> None:
        """Prints nDCG@10 of the ten largest pairs of languages, and promised and found shares by common words."""
        for group, by_pair in self._by_languages.items():
            _print_largest_pairs(group, by_pair)
        table = np.array(self._by_words)
        print("common words: pairs among the ten best, promised, found, points apart")
        for low, high in pairwise(WORD_BANDS):
            band = table[(table[:, 0] >= low) & (table[:, 0] < high)]
            promised, found = (float(column.mean()) for column in band[:, 1:].T) if len(band) else (0.0, 0.0)
            apart = 100 * abs(promised - found)
            print(f"  {low:4.2f} - {high:4.2f} {len(band):6d}  {promised:.3f}  {found:.3f}  {apart:4.1f}")


def _print_largest_pairs(group: str, by_pair: Mapping[tuple[str, str], Sequence[float]]) -> None:
    """Prints nDCG@10 of the ten largest pairs of languages with at least FEWEST needs."""
    known = sorted(by_pair.items(), key=lambda item: (-len(item[1]), item[0]))[:10]
    means = {pair: float(np.mean(gains)) for pair, gains in known if len(gains) >= FEWEST}
    if not means:
        return
    print(f"\n{group}, ten largest pairs of languages: needs, nDCG@10")
    for (mine, yours), mean in means.items():
        print(f"  {mine:>6s} → {yours:6s} {len(by_pair[mine, yours]):4d}  {mean:.3f}")
    middle, worst = float(np.mean(list(means.values()))), min(means, key=lambda pair: means[pair])
    print(f"mean {middle:.3f}; worst {' → '.join(worst)}, {middle - means[worst]:.3f} below")


def platt(shown: np.ndarray, relevant: np.ndarray, rounds: int = 50) -> tuple[float, float]:
    """Scale and bias of the logistic fit to log-odds, by Newton's method."""
    odds = np.log(np.clip(shown, 1e-9, 1) / np.clip(1 - shown, 1e-9, 1))
    inputs = np.stack([(odds - odds.mean()) / odds.std(), np.ones_like(odds)])
    weights = np.zeros(2)
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-weights @ inputs))
        slope = inputs @ (chance - relevant) + 1e-3 * weights
        curve = (inputs * (chance * (1 - chance))) @ inputs.T + 1e-3 * np.eye(2)
        weights -= np.linalg.solve(curve, slope)
    return float(weights[0] / odds.std()), float(weights[1] - weights[0] * odds.mean() / odds.std())


def fit(encoder: Encoder, folders: Sequence[Path]) -> None:
    """Says by how much today's log-odds would have to be stretched and shifted to be calibrated on these listings."""
    for name, debias in (("with the encoder", debias_for(encoder)), ("without", None)):
        pairs = []
        for folder in folders:
            judged = load(folder)
            needs, offers = prepare_many(judged.needs, encoder), prepare_many(judged.offers, encoder)
            pairs.append(top_pairs(judged, by_matcher(needs, offers, debias)))
        scale, bias = platt(np.concatenate([a for a, _ in pairs]), np.concatenate([b for _, b in pairs]))
        print(f"{name}: log-odds = {scale:.2f} x log-odds + {bias:.2f}")


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench quality", description=__doc__)
    parser.add_argument("--judged", type=Path, action="append", default=[], help="a folder with needs, offers, qrels")
    parser.add_argument("--fit", action="store_true", help="print the calibration anew")
    parser.add_argument("--cache", type=Path, help="a file that keeps vectors for the next run")
    parser.add_argument("--ours", action="store_true", help="leave out other rankers and parts")
    options = parser.parse_args(argv)
    encoder = load_encoder("builtin")
    if encoder is None:
        parser.error("the built-in encoder is not installed")
    if options.cache:
        encoder = cached(encoder, options.cache)
    if options.fit:
        fit(encoder, [*(OWN / name for name in UNKNOWN), *options.judged])
        return
    together = _Together()
    for folder in [*(OWN / name for name in SETS), *options.judged]:
        report(folder, encoder, together, only_ours=options.ours)
    together.print()


if __name__ == "__main__":
    main(sys.argv[1:])

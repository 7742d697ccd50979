"""Learns the weights of `bot.masking.sentence_judge` from the red-team sets and harmless texts, and writes them.

    python -m tests.masking.train_judge

Takes three minutes of one core. The same texts give the same weights. First each sixth of the sets is judged by
what the other five teach, and the shares of both kinds of texts above some thresholds are printed.

The texts are ours: the sets in this folder but for those that are kept for measuring, sentences_of_authors.txt and
sentences_of_trade.txt, which were written for training alone, the titles of tests/matching and the listings of
bot/sample.
"""

import json
import re
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from bot.masking import sentence_judge
from bot.masking.sentence_judge import log_odds
from tests.masking.fresh_sets import FRESH_SETS, HARMLESS, HERE, UNLEARNED, fresh_set
from tests.masking.red_team import attempts
from tests.masking.second_set import smuggled

WEIGHTS: Final = Path(sentence_judge.__file__).with_name(sentence_judge.WEIGHTS)
ROOT: Final = HERE.parents[1]
FOLDS: Final = 6
THRESHOLDS: Final = (0, 1, 2, 3)  # log-odds
SEEDS: Final = (0, 1)
_HIDDEN: Final = 16
_STEPS: Final = 150
_PACE: Final = 0.01
_DECAY: Final = 0.003
"""Hidden units, steps and decay are those with the fewest errors on sets left out. A linear judge makes more."""
_SENTENCE_END: Final = re.compile(r"(?<=[.!?;])\s+|(?<=[。！？；])|\n")

Floats = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A text and the set that it comes from."""

    group: str
    tells: bool
    text: str


def main() -> None:
    examples = [*_telling(), *_harmless()]
    bags = [_windows(one.text) for one in examples]
    tells = np.array([one.tells for one in examples])
    groups = list(dict.fromkeys(one.group for one in examples))
    folds = np.array([groups.index(one.group) % FOLDS for one in examples])
    certainty = np.zeros(len(examples))
    for fold in range(FOLDS):
        weights = learned([bag for bag, other in zip(bags, folds != fold, strict=True) if other], tells[folds != fold])
        for at in np.flatnonzero(folds == fold):
            certainty[at] = log_odds(bags[at], weights).max()
    for threshold in THRESHOLDS:
        caught, touched = (certainty[tells] > threshold).mean(), (certainty[~tells] > threshold).mean()
        shares = f"{caught:.1%} of {tells.sum()} smuggled, {touched:.2%} of {(~tells).sum()} harmless"
        sys.stdout.write(f"above {threshold}: {shares}\n")
    np.save(WEIGHTS, learned(bags, tells).astype(np.float16))


def _windows(text: str) -> Floats:
    means = sentence_judge.windows(text)
    if means is None:
        raise SystemExit("The built-in encoder is not installed.")
    return means


def learned(bags: Sequence[Floats], tells: npt.NDArray[np.bool_]) -> Floats:
    """Returns the weights of networks of all seeds, side by side, so that their mean decides.

    All windows of a harmless text are harmless. Of a text that tells something, the window counts that a first network
    finds most telling.
    """
    chosen = [bag[[len(bag) // 2]] if told else bag for bag, told in zip(bags, tells, strict=True)]
    first = _network(chosen, tells, seed=0)
    chosen = [
        bag[[int(np.argmax(log_odds(bag, first)))]] if told else bag for bag, told in zip(bags, tells, strict=True)
    ]
    networks = [_network(chosen, tells, seed) for seed in SEEDS]
    joined = np.concatenate(networks, axis=1)
    joined[-2:] /= len(networks)
    return joined


def _network(bags: Sequence[Floats], tells: npt.NDArray[np.bool_], seed: int) -> Floats:
    """Learns by Adam (Kingma and Ba, 2015) over all examples at once."""
    rows = np.concatenate(bags)
    labels = np.repeat(tells, [len(bag) for bag in bags]).astype(np.float32)
    mean = rows.mean(axis=0)
    scale = (rows - mean).std(axis=0).mean()
    rows = (rows - mean) / scale
    chance = np.random.default_rng(seed)
    weights: list[Floats] = [
        chance.normal(0, rows.shape[1] ** -0.5, (rows.shape[1], _HIDDEN)).astype(np.float32),
        np.zeros(_HIDDEN, np.float32),
        chance.normal(0, _HIDDEN**-0.5, _HIDDEN).astype(np.float32),
        np.zeros(1, np.float32),
    ]
    moments: list[tuple[Floats, Floats]] = [(np.zeros_like(one), np.zeros_like(one)) for one in weights]
    for step in range(1, _STEPS + 1):
        slopes = _slopes(rows, labels, weights)
        for at, slope in enumerate(slopes):
            first, second = (0.9 * moments[at][0] + 0.1 * slope, 0.999 * moments[at][1] + 0.001 * slope**2)
            moments[at] = (first, second)
            pace = _PACE / (1 - 0.9**step)
            weights[at] = weights[at] - pace * first / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    inner, bias, output, last = weights
    return np.vstack([inner / scale, bias - mean @ inner / scale, output, np.full(_HIDDEN, last / _HIDDEN)])


def _slopes(rows: Floats, labels: Floats, weights: Sequence[Floats]) -> list[Floats]:
    """Returns the derivatives of the mean logistic loss, with weight decay."""
    inner, bias, output, last = weights
    hidden = np.maximum(rows @ inner + bias, 0)
    off = (1 / (1 + np.exp(-hidden @ output - last)) - labels) / len(labels)
    back = np.outer(off, output) * (hidden > 0)
    return [
        rows.T @ back + _DECAY * inner,
        back.sum(axis=0),
        hidden.T @ off + _DECAY * output,
        off.sum(keepdims=True),
    ]


def _telling() -> Iterator[Example]:
    for attempt in attempts():
        yield Example(group="first", tells=True, text=attempt.text)
    for one in smuggled():
        yield Example(group="second", tells=True, text="\n".join(one.parts))
    for path in (path for path in FRESH_SETS if path not in UNLEARNED):
        for one in fresh_set(path):
            yield Example(group=path.stem, tells=True, text="\n".join(one.parts))
    for line in _lines(HERE / "sentences_of_authors.txt"):
        yield Example(group="authors", tells=True, text=line)


def _harmless() -> Iterator[Example]:
    lessons = (HERE / "ordinary.txt", *HARMLESS, HERE / "sentences_of_trade.txt")
    for path in (path for path in lessons if path not in UNLEARNED):
        for line in _lines(path):
            yield Example(group=path.stem, tells=False, text=line)
    for path in sorted((ROOT / "tests" / "matching").glob("*/*.jsonl")):
        for line in _lines(path):
            if "title" in (row := json.loads(line)):
                yield Example(group=f"titles {path.parent.name}", tells=False, text=row["title"])
    for path in sorted((ROOT / "bot" / "sample" / "companies").glob("*.toml")):
        for company in tomllib.loads(path.read_text(encoding="utf-8"))["company"]:
            for listing in company.get("listing", ()):
                for sentence in (listing["title"], *_SENTENCE_END.split(listing["summary"])):
                    yield Example(group=f"sample {path.stem}", tells=False, text=sentence)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


if __name__ == "__main__":
    main()

"""Judges whether a sentence tells who its author is or how to reach the author outside, in any language.

The built-in encoder reads the sentence up to its sixth layer. The judge is a network with one small hidden layer over
the mean of that, learned from the red-team sets and harmless texts by `python -m tests.masking.train_judge`. The middle
layers tell more about this than the last one does, and take half the time.
"""

from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

import numpy as np
import numpy.typing as npt

from bot.matching.e5 import built_in_e5
from bot.matching.normalise import clean

Floats = npt.NDArray[np.float32]

WEIGHTS: Final = "sentence_judge.npy"
LAYERS: Final = 6
"""Of twelve. About 6 ms of one core for a sentence of 15 pieces."""
WINDOW: Final = 24
"""Pieces that are judged together: few enough that a long sentence cannot dilute what a part of it tells."""
STEP: Final = 8
UNLIKELY: Final = -1.0
"""At these log-odds or below, the sentence stays as it is, whatever a rule has found in it."""
_MOST: Final = 200  # pieces of a sentence
_EDGES: Final = " \n.,;:!?…。．，、；：！？।॥؟،؛·-–—"
_SENTENCES: Final = 4_096  # whose judgement is remembered, since messages are read together with those before them


def windows(text: str) -> Floats | None:
    """Returns the mean of each window's pieces, shape (windows, dimensions); None without the built-in encoder."""
    encoder = built_in_e5()
    if encoder is None:
        return None
    rows = encoder.pieces(_plain(text), LAYERS, _MOST)
    if len(rows) <= WINDOW:
        return np.asarray(rows.mean(axis=0, keepdims=True), np.float32)
    starts = [*range(0, len(rows) - WINDOW, STEP), len(rows) - WINDOW]
    return np.stack([rows[start : start + WINDOW].mean(axis=0) for start in starts])


def _plain(text: str) -> str:
    """Returns the text without a capital at its start and a stop at its end, which only careful writers set."""
    bare = clean(text).strip(_EDGES)
    return bare[:1].lower() + bare[1:]


@lru_cache(_SENTENCES)
def judged(sentence: str) -> float | None:
    """Returns the log-odds that the sentence tells of its author; None without the built-in encoder."""
    means = windows(sentence)
    return None if means is None else round(float(log_odds(means, _weights()).max()), 3)


def log_odds(means: Floats, weights: Floats) -> Floats:
    """Returns one number for each window. `weights`: rows for the dimensions, the bias, the output and its bias."""
    *_, bias, output, last = weights
    return np.asarray(np.maximum(means @ weights[:-3] + bias, 0) @ output + last.sum())


@cache
def _weights() -> Floats:
    with files(__package__).joinpath(WEIGHTS).open("rb") as file:
        return np.asarray(np.load(file), np.float32)

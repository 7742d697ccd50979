"""From evidence to a calibrated likelihood that people call the pair relevant."""

import math

import numpy as np

from bot.matching.encoders import Floats

GOOD_ENOUGH = 0.35
"""Likelihood below which a pair is not suggested unasked: "nothing good enough yet" is the honest answer."""

# The parts were weighed once against each other, on a wide flat top; scale and bias are Platt's logistic fit
# ("Probabilistic Outputs for Support Vector Machines", 1999) to the ten best of each need, those that have no
# counterpart among them, in the short texts of tests/matching that were written before the glossary knew them
# (calibration, strangers, draw) and in long real ones: `python -m tests.bench quality --fit` checks them.
BIAS, MEANING, WORDS, CONCEPTS = -3.1, 18.6, 4.0, 3.2
BIAS_WORDS_ONLY, WORDS_ONLY, CONCEPTS_ONLY = -4.6, 10.3, 6.5


def log_odds(meaning: float | None, words: float, concepts: float, coded: float) -> float:
    """`meaning`: hub-corrected likeness, None without vectors; `words`, `concepts`: lexical shares, 0 to 1; `coded`:
    log-odds.

    Monotone in each.
    """
    if meaning is None:
        return BIAS_WORDS_ONLY + WORDS_ONLY * words + CONCEPTS_ONLY * concepts + coded
    return BIAS + MEANING * meaning + WORDS * words + CONCEPTS * concepts + coded


def log_odds_of_many(meanings: Floats | None, words: Floats, concepts: Floats, coded: Floats) -> Floats:
    """The same for many pairs, each of shape (n,); in `meanings` NaN is what None is for one."""
    without = BIAS_WORDS_ONLY + WORDS_ONLY * words + CONCEPTS_ONLY * concepts + coded
    if meanings is None:
        return np.asarray(without, np.float32)
    full = BIAS + MEANING * meanings + WORDS * words + CONCEPTS * concepts + coded
    return np.asarray(np.where(np.isnan(meanings), without, full), np.float32)


def likelihood(odds: float) -> float:
    """The logistic function, without overflow."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def odds_of(chance: float) -> float:
    """The log-odds of a likelihood, without overflow."""
    return -math.inf if chance <= 0 else math.log(chance / max(1e-13, 1 - chance))

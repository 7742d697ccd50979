"""From evidence to a calibrated likelihood that people call the pair relevant."""

import math

GOOD_ENOUGH = 0.35
"""Likelihood below which a pair is not suggested unasked: "nothing good enough yet" is the honest answer."""

# The parts were weighed once against each other (14 : 3 : 2, on a wide flat top); scale and bias are Platt's logistic
# fit ("Probabilistic Outputs for Support Vector Machines", 1999) to the ten best of each need in the sets everyday and
# calibration of tests/matching, written for this: `python -m tests.bench quality --fit` checks them.
BIAS, MEANING, WORDS, CONCEPTS = -2.6, 25.2, 5.4, 3.6
BIAS_WORDS_ONLY, WORDS_ONLY, CONCEPTS_ONLY = -3.4, 7.6, 4.8


def log_odds(meaning: float | None, words: float, concepts: float, coded: float) -> float:
    """`meaning`: hub-corrected likeness, None without vectors; `words`, `concepts`: lexical shares, 0 to 1; `coded`:
    log-odds.

    Monotone in each.
    """
    if meaning is None:
        return BIAS_WORDS_ONLY + WORDS_ONLY * words + CONCEPTS_ONLY * concepts + coded
    return BIAS + MEANING * meaning + WORDS * words + CONCEPTS * concepts + coded


def likelihood(odds: float) -> float:
    """The logistic function, without overflow."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))

"""From evidence to a calibrated likelihood that people call the pair relevant."""

import math

GOOD_ENOUGH = 0.40
"""Likelihood below which a pair is not suggested unasked: "nothing good enough yet" is the honest answer."""

# Logistic regression on the pairs of tests/matching/calibration (`python -m tests.bench calibrate` prints them anew).
BIAS, MEANING, WORDS, CONCEPTS = -2.6, 14.0, 3.0, 3.0
BIAS_WORDS_ONLY, WORDS_ONLY, CONCEPTS_ONLY = -4.0, 8.0, 5.0


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

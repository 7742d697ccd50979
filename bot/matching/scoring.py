"""Combines evidence into a calibrated likelihood that people judge the pair relevant."""

import math
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from bot.matching.encoders import Floats

GOOD_ENOUGH = 0.35
"""Pairs below this likelihood are suggested only on request."""

# The weights of the parts were tuned once, and the optimum is flat. Scale and bias are Platt's logistic fit
# ("Probabilistic Outputs for Support Vector Machines", 1999). It was fitted to the ten best counterparts of each need,
# including needs without a counterpart: in the short texts of tests/matching that were written before the glossary
# covered them (calibration, strangers, draw) and in long real ones. `python -m tests.bench quality --fit` checks it.
BIAS, MEANING, WORDS, CONCEPTS = -3.1, 14.4, 2.9, 3.2
ONE_LANGUAGE, WORDS_ONE_LANGUAGE, CONCEPTS_ONE_LANGUAGE = -0.9, 0.4, 0.8
"""Common words and concepts count less in one language: such texts share words by chance ("kran" is a crane and a tap).

In two languages, a common word is a name, a code or a term, and a common concept was written in two ways.
"""
BIAS_COVERED, COVERED = -5.0, 7.0
"""One of two words is not enough for a hit, two of three are."""
SEARCHED = 0.8
"""Log-odds added for a query, because a few words give less evidence than a listing about the same thing."""
BIAS_WORDS_ONLY, WORDS_ONLY, CONCEPTS_ONLY = -4.6, 10.3, 6.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The evidence of many pairs, in arrays of one shape.

    `meaning`: hub-corrected similarity, NaN without vectors. `words`, `concepts`: lexical shares, 0 to 1. `coded`:
    log-odds. `one_language`: 1 if both are in one known language.
    """

    meaning: Floats
    words: Floats
    concepts: Floats
    coded: Floats
    one_language: Floats

    def at(self, place: Any) -> "Evidence":
        """Returns the evidence of the pairs at an index."""
        return Evidence(**{each.name: getattr(self, each.name)[place] for each in fields(self)})


def log_odds(evidence: Evidence) -> Floats:
    """Returns the log-odds of pairs. They increase in meaning, words, concepts and coded evidence."""
    alike, words = evidence.one_language, evidence.words
    full = BIAS + MEANING * evidence.meaning + ONE_LANGUAGE * alike
    full = full + (WORDS + (WORDS_ONE_LANGUAGE - WORDS) * alike) * words
    full = full + (CONCEPTS + (CONCEPTS_ONE_LANGUAGE - CONCEPTS) * alike) * evidence.concepts
    without = BIAS_WORDS_ONLY + WORDS_ONLY * words + CONCEPTS_ONLY * evidence.concepts
    return np.asarray(np.where(np.isnan(evidence.meaning), without, full) + evidence.coded, np.float32)


def query_odds(odds: Floats, coverage: Floats) -> Floats:
    """Returns the log-odds that listings answer a query: they fit like a listing, or contain its words."""
    return np.asarray(np.logaddexp(odds + SEARCHED, BIAS_COVERED + COVERED * coverage), np.float32)


def likelihood(odds: float) -> float:
    """Computes the logistic function without overflow."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def odds_of(chance: float) -> float:
    """Returns the log-odds of a likelihood, without overflow."""
    return -math.inf if chance <= 0 else math.log(chance / max(1e-13, 1 - chance))

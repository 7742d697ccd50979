"""Combines evidence into a calibrated likelihood that people judge the pair relevant."""

import math
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from bot.matching.encoders import Floats
from bot.matching.query import Query

GOOD_ENOUGH = 0.35
"""Pairs below this likelihood are suggested only on request."""

# The ratios of the weights were tuned once, and the optimum is flat. Scales and biases are logistic fits (Platt,
# "Probabilistic Outputs for Support Vector Machines", 1999) to the ten best counterparts of each need in the sets of
# tests/matching and in long real texts, including needs without a counterpart. Fitted to half of the sets and measured
# on the others, the errors were as small. `python -m tests.bench quality --fit` checks them.
BIAS, MEANING, WORDS, CONCEPTS = -3.35, 16.6, 9.7, 3.7
BIAS_ONE_LANGUAGE, MEANING_ONE_LANGUAGE, TITLES_ONE_LANGUAGE = -4.7, 11.0, 5.0
"""Short texts of one language share words and phrases by chance: "kran" is a crane and a tap.

So what counts is the share of the need's title that the offer has, cubed: of "software for dentists", furniture for
dentists has half, which is hardly any evidence.
"""
LONG_ONE_LANGUAGE, WORDS_ONE_LANGUAGE, CONCEPTS_ONE_LANGUAGE = -4.25, 6.1, 0.9
"""Bias of long offers in one language, and weights of words and concepts, which count less there than in two."""
ENOUGH_WORDS = 0.15
"""Share of common words above which further ones add no evidence."""
SHORT_QUERY = 3
"""Words of a query that is judged by what a listing contains of it, and by how far it stands out from other words."""
BIAS_QUERY, STANDING, COVERED, UNDERSTOOD = -4.95, 0.71, 3.0, -1.4
"""Log-odds that a listing is about a short query. Fitted to the searches of tests/matching, and rounded.

UNDERSTOOD is added where the glossary knows all words of the query and the listing has hardly any of them.
"""
LITTLE = 0.25
WHOLE = 0.9
"""Coverage of a query from which a listing contains all of it."""
LEAST_STANDING = 2.0
"""Standing of a listing that contains the whole query, at least."""
BIAS_COVERED, COVERED_LONG = -5.0, 7.0
"""One of two words of a long query is not enough for a hit, two of three are."""
SEARCHED = 0.8
"""Log-odds added for a long query, because it gives less evidence than a listing about the same thing."""
BIAS_WORDS_ONLY, WORDS_ONLY, CONCEPTS_ONLY = -4.6, 10.3, 6.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The evidence of many pairs, in arrays of one shape.

    `meaning`: hub-corrected similarity, NaN without vectors. `words`, `concepts`: lexical shares, 0 to 1. `coded`:
    log-odds. `one_language`: 1 if both are in one known language. `titles`: share of the words of the need's title
    that the offer has, measured in one language only. `longness`: of the offer, 0 to 1.
    """

    meaning: Floats
    words: Floats
    concepts: Floats
    coded: Floats
    one_language: Floats
    titles: Floats
    longness: Floats

    def at(self, place: Any) -> "Evidence":
        """Returns the evidence of the pairs at an index."""
        return Evidence(**{each.name: getattr(self, each.name)[place] for each in fields(self)})


def log_odds(evidence: Evidence) -> Floats:
    """Returns the log-odds of pairs. They increase in all evidence, in words only up to ENOUGH_WORDS."""
    meaning, concepts, words = evidence.meaning, evidence.concepts, np.minimum(evidence.words, ENOUGH_WORDS)
    two = BIAS + MEANING * meaning + WORDS * words + CONCEPTS * concepts
    short = BIAS_ONE_LANGUAGE + MEANING_ONE_LANGUAGE * meaning + TITLES_ONE_LANGUAGE * evidence.titles**3
    long = LONG_ONE_LANGUAGE + MEANING * meaning + WORDS_ONE_LANGUAGE * words + CONCEPTS_ONE_LANGUAGE * concepts
    one = short + evidence.longness * (long - short)
    without = BIAS_WORDS_ONLY + WORDS_ONLY * evidence.words + CONCEPTS_ONLY * concepts
    full = np.where(evidence.one_language > 0, one, two)
    return np.asarray(np.where(np.isnan(meaning), without, full) + evidence.coded, np.float32)


def query_odds(odds: Floats, coverage: Floats, standings: Floats, query: Query) -> Floats:
    """Returns the log-odds that listings answer a query. `odds` are those of a listing, `standings` NaN if unknown."""
    if query.words > SHORT_QUERY:
        return np.asarray(np.logaddexp(odds + SEARCHED, BIAS_COVERED + COVERED_LONG * coverage), np.float32)
    known = np.nan_to_num(standings, nan=0.0)
    standings = np.where(coverage >= WHOLE, np.maximum(known, LEAST_STANDING), known)
    found = BIAS_QUERY + STANDING * standings + COVERED * np.maximum(coverage / 2, 2 * coverage - 1)
    return np.asarray(found + UNDERSTOOD * (query.is_understood & (coverage < LITTLE)), np.float32)


def likelihood(odds: float) -> float:
    """Computes the logistic function without overflow."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def odds_of(chance: float) -> float:
    """Returns the log-odds of a likelihood, without overflow."""
    return -math.inf if chance <= 0 else math.log(chance / max(1e-13, 1 - chance))

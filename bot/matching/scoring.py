"""Combines evidence into a calibrated likelihood that people judge the pair relevant."""

import math
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from bot.matching.encoders import Floats
from bot.matching.query import Query

GOOD_ENOUGH = 0.35
"""Pairs below this likelihood are suggested only on request."""

# The weights of the parts were tuned once, and the optimum is flat. Scale and bias are Platt's logistic fit
# ("Probabilistic Outputs for Support Vector Machines", 1999). It was fitted to the ten best counterparts of each need,
# including needs without a counterpart: in the short texts of tests/matching that were written before the glossary
# covered them (calibration, strangers, draw) and in long real ones. `python -m tests.bench quality --fit` checks it.
BIAS, MEANING, WORDS, CONCEPTS = -3.0, 14.4, 6.0, 3.2
ENOUGH_WORDS = 0.25
"""Share of common words above which further ones add no evidence."""
ONE_LANGUAGE, WORDS_ONE_LANGUAGE, CONCEPTS_ONE_LANGUAGE = -0.9, 4.0, 0.8
"""Common words and concepts count less in one language: such texts share words by chance ("kran" is a crane and a tap).

In two languages, a common word is a name, a code or a term, and a common concept was written in two ways.
"""
ENOUGH_ONE_LANGUAGE = 0.15
SAME_PHRASES, SAME_PHRASES_FROM = -5.0, 0.3
"""Texts of one language that share a large part of their words are mostly alike in phrases, not in what they want."""
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
    """Returns the log-odds of pairs. They increase in meaning, concepts and coded evidence, and in the first words."""
    alike, words = evidence.one_language, evidence.words
    full = BIAS + MEANING * evidence.meaning + ONE_LANGUAGE * alike
    full = full + np.where(alike > 0, _words_of_one_language(words), WORDS * np.minimum(words, ENOUGH_WORDS))
    full = full + (CONCEPTS + (CONCEPTS_ONE_LANGUAGE - CONCEPTS) * alike) * evidence.concepts
    without = BIAS_WORDS_ONLY + WORDS_ONLY * words + CONCEPTS_ONLY * evidence.concepts
    return np.asarray(np.where(np.isnan(evidence.meaning), without, full) + evidence.coded, np.float32)


def _words_of_one_language(words: Floats) -> Floats:
    some = WORDS_ONE_LANGUAGE * np.minimum(words, ENOUGH_ONE_LANGUAGE)
    return np.asarray(some + SAME_PHRASES * np.maximum(words - SAME_PHRASES_FROM, 0), np.float32)


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

"""Scores one listing in full against several others."""

from collections.abc import Sequence

import numpy as np

from bot.matching.answers import Ranked
from bot.matching.coded import coded, sides
from bot.matching.encoders import Floats
from bot.matching.lexical import Weighed, overlap, title_covered
from bot.matching.pool import Entry
from bot.matching.query import query_of_words
from bot.matching.scoring import Evidence, log_odds, query_odds
from bot.matching.semantic import likeness, standing, views_of
from bot.matching.state import State
from storage.vocabulary import Kind


def score(state: State, asked: Entry, weighed: Weighed, others: Sequence[Entry]) -> list[Ranked]:
    """Scores the others, in the given order. The caller has checked that they may meet."""
    if not others:
        return []
    theirs = [Weighed(entry.tokens, state.vocabulary, entry.subject.title) for entry in others]
    words = [overlap(weighed, other) for other in theirs]
    meanings = _meanings(state, asked, others)
    is_need = asked.subject.kind is Kind.NEED
    alike = [one.language == asked.language > 0 for one in others]
    odds = log_odds(
        Evidence(
            meaning=meanings,
            words=np.array([found.words for found in words], np.float32),
            concepts=np.array([found.concepts for found in words], np.float32),
            coded=np.array([coded(*sides(asked.subject, one.subject)).evidence for one in others], np.float32),
            one_language=np.array(alike, np.float32),
            titles=np.array(
                [
                    same and title_covered(*((weighed, other) if is_need else (other, weighed)))
                    for same, other in zip(alike, theirs, strict=True)
                ],
                np.float32,
            ),
            longness=np.array([(one if is_need else asked).longness for one in others], np.float32),
        )
    )
    if asked.subject.is_query:
        odds = _query_odds(state, asked, others, theirs, odds)
    return [
        Ranked(entry=entry, odds=float(odds[at]), by_meaning=not np.isnan(meanings[at]), words=words[at], weighed=other)
        for at, (entry, other) in enumerate(zip(others, theirs, strict=True))
    ]


def _query_odds(state: State, asked: Entry, others: Sequence[Entry], theirs: Sequence[Weighed], odds: Floats) -> Floats:
    query = query_of_words(asked.subject.title)
    covered = np.array([query.coverage(other) for other in theirs], np.float32)
    standings = np.full(len(others), np.nan, np.float32)
    if asked.views is not None and state.terms is not None:
        seen = [entry.views for entry in others if entry.views is not None]
        if seen:
            standings[[entry.views is not None for entry in others]] = standing(
                asked.views, np.stack(seen), state.terms
            )
    return query_odds(odds, covered, standings, query)


def _meanings(state: State, asked: Entry, others: Sequence[Entry]) -> Floats:
    """Returns the hub-corrected similarity; NaN without vectors."""
    found = np.full(len(others), np.nan, np.float32)
    seen = [entry for entry in others if entry.views is not None]
    if asked.views is None or not seen:
        return found
    means = state.means.table()
    mine, theirs = views_of([asked], means), views_of(seen, means)
    alike = likeness(mine, theirs)[0] if asked.subject.kind is Kind.NEED else likeness(theirs, mine)[:, 0]
    found[[entry.views is not None for entry in others]] = alike - state.penalties(seen) - state.penalties([asked])
    return found

"""Selects the listings of a pool that are scored in full for one listing."""

from collections.abc import Callable

import numpy as np

from bot.matching.coded import may_meet
from bot.matching.encoders import Floats, unit
from bot.matching.lexical import Weighed
from bot.matching.pool import Entry, Pool, searches_of
from bot.matching.state import State

BY_MEANING = 120
BY_WORDS = 60
"""Number of candidates by meaning and by words that are scored in full."""

Accept = Callable[[str], bool]


def candidates(state: State, asked: Entry, weighed: Weighed, limit: int | None, accept: Accept) -> list[Entry]:
    """Returns the entries nearest in meaning and those with the highest weight of common words.

    If `limit` is None, returns every permitted entry.
    """

    def permitted(entry: Entry) -> bool:
        return may_meet(asked.subject, entry.subject) and accept(entry.subject.id)

    pool = state.sides[asked.subject.kind.counterpart].pool
    if limit is None:
        return [entry for entry in pool.entries if entry is not None and permitted(entry)]
    by_words = pool.lexical(weighed, asked.subject.sectors, state.vocabulary)
    roads = [(by_words, max(BY_WORDS, limit))]
    if asked.views is not None:
        roads.append((_nearness(state, asked, pool), max(BY_MEANING, 2 * limit)))
    chosen: dict[int, Entry] = {}
    for scores, count in roads:
        chosen |= _best(pool, scores, count, permitted)
    return list(chosen.values())


def query_of(state: State, asked: Entry) -> Floats:
    """Returns the unit vector to search with: the listing's vector minus the mean of its language."""
    return unit(searches_of([asked], state.dimensions)[0] - state.means.table()[asked.language])


def _nearness(state: State, asked: Entry, pool: Pool) -> Floats:
    means, query = state.means.table(), query_of(state, asked)
    meaning = pool.search[: pool.used] @ query - (means @ query)[pool.languages[: pool.used]]
    return np.asarray(meaning - pool.penalty[: pool.used], np.float32)


def _best(pool: Pool, scores: Floats, count: int, permitted: Callable[[Entry], bool]) -> dict[int, Entry]:
    """Returns the `count` best permitted entries. Searches further down if too few of the best are permitted."""
    reach = min(len(scores), 2 * count)
    while True:
        top = np.argpartition(-scores, reach - 1)[:reach] if 0 < reach < len(scores) else np.arange(len(scores))
        order = top[np.argsort(-scores[top], kind="stable")]
        found: dict[int, Entry] = {}
        for slot in order:
            entry = pool.entries[slot]
            if entry is not None and permitted(entry):
                found[int(slot)] = entry
                if len(found) == count:
                    return found
        if reach == len(scores):
            return found
        reach = min(len(scores), 4 * reach)

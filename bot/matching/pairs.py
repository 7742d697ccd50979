"""One listing scored against several: meaning, words and fields of each pair in full."""

from collections.abc import Sequence

from bot.matching.answers import Ranked
from bot.matching.coded import coded, sides
from bot.matching.lexical import Weighed, overlap
from bot.matching.pool import Entry
from bot.matching.scoring import log_odds
from bot.matching.semantic import likeness, views_of
from bot.matching.state import State
from storage.vocabulary import Kind


def score(state: State, asked: Entry, weighed: Weighed, others: Sequence[Entry]) -> list[Ranked]:
    """In the order given; the caller has seen to it that they may meet."""
    scored = []
    for entry, (meaning, places) in zip(others, _meanings(state, asked, others), strict=True):
        other = Weighed(entry.tokens, state.vocabulary)
        words = overlap(weighed, other)
        evidence = coded(*sides(asked.subject, entry.subject)).evidence
        odds = log_odds(meaning, words.words, words.concepts, evidence)
        scored.append(Ranked(entry=entry, odds=odds, meaning=meaning, words=words, weighed=other, places=places))
    return scored


def _meanings(state: State, asked: Entry, others: Sequence[Entry]) -> list[tuple[float | None, tuple[int, int]]]:
    """Hub-corrected likeness, None without vectors, and the closest sentences."""
    with_views = [entry for entry in others if entry.views is not None]
    if asked.views is None or not with_views:
        return [(None, (0, 0))] * len(others)
    means = state.means.table()
    alike = likeness(views_of([asked], means), views_of(with_views, means), one_is_need=asked.subject.kind is Kind.NEED)
    corrected = alike.values - state.penalties(with_views) - state.penalties([asked])
    places = [(int(here), int(there)) for here, there in alike.places]
    known = iter(list(zip(corrected.tolist(), places, strict=True)))
    return [(None, (0, 0)) if entry.views is None else next(known) for entry in others]

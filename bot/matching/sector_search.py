"""Finds the sector for typed text: exact, incomplete, mistyped, or one of its words."""

from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.matching.keys import han_runs, is_short, name_key
from bot.matching.sector_table import sector_table
from bot.matching.sector_terms import term_hits

_LABEL, _TERM = 1.0, 0.9  # confidence if exactly this was typed
_MOST_FUZZY = 40


@cache
def _spellings() -> dict[str, dict[str, float]]:
    """Returns key of a label or term → confidence by sector. The words of a label count as terms."""
    table: dict[str, dict[str, float]] = {}
    for sector in sector_table().values():
        for label in (*sector.labels.values(), sector.id.replace("_", " ")):
            table.setdefault(name_key(label), {})[sector.id] = _LABEL
        for terms in sector.terms.values():
            for term in terms:
                table.setdefault(name_key(term), {}).setdefault(sector.id, _TERM)
    return table


@cache
def _keys() -> tuple[str, ...]:
    return tuple(_spellings())


def search(text: str) -> dict[str, float]:
    """Returns the confidence by sector for a typed text; empty for nonsense."""
    key = name_key(text)
    found: dict[str, float] = {}
    if not key:
        return found
    _add_scaled(found, _spellings().get(key, {}), 1.0)
    for hit in term_hits(text):
        _add_scaled(found, dict.fromkeys(hit.sectors, _TERM), 0.95)
    if len(key) >= (1 if han_runs(key) else 2):
        _add_completions(key, found)
    if not found:
        _add_misspelled(key, found)
    return found


def _add_scaled(found: dict[str, float], confidences: dict[str, float], factor: float) -> None:
    for sector_id, confidence in confidences.items():
        found[sector_id] = max(found.get(sector_id, 0.0), confidence * factor)


def _add_completions(key: str, found: dict[str, float]) -> None:
    """Adds spellings with a word that begins with the key, and Chinese spellings that contain it."""
    in_middle = f" {key}"
    is_han = bool(han_runs(key))
    for spelling, confidences in _spellings().items():
        begins = spelling.startswith(key) or in_middle in spelling or (is_han and key in spelling)
        if begins and spelling != key:
            _add_scaled(found, confidences, 0.6 + 0.3 * len(key) / len(spelling))


def _add_misspelled(key: str, found: dict[str, float]) -> None:
    """Adds spellings within one or two errors of the whole key or of one word, only if nothing else was found."""
    for word in {key, *key.split()}:
        if is_short(word) or len(word) < 5 or han_runs(word):
            continue
        errors = 1 if len(word) < 7 else 2
        for spelling, distance, _ in process.extract(
            word, _keys(), scorer=OSA.distance, score_cutoff=errors, limit=_MOST_FUZZY
        ):
            _add_scaled(found, _spellings()[spelling], 0.95 * (1 - distance / len(word)))

"""Scores how alike a name and a listed one are. Pure.

Each word matches at most one word of the other name, and rare words weigh more. `distinctive` decides if missing words
matter.
"""

from collections.abc import Collection, Sequence
from typing import Final

from bot.usecases.screening.candidates import QUERY_SHARE, Query
from bot.usecases.screening.distinctive import essential_words, is_covered, looks_like_person
from bot.usecases.screening.east_asian import is_other_pinyin
from bot.usecases.screening.generic_words import has_own_word
from bot.usecases.screening.likeness import Match, is_loose, is_slight, matched_words, word_order_likeness
from bot.usecases.screening.listed_names import ListedName, ListedNames
from bot.usecases.screening.spelling import has_legal_form, is_han

_TELLING: Final = 0.5  # minimum weight of a distinctive word relative to an unknown word; "Trading" is below
_NONE_EXACT: Final = 90  # lowest score of a person by two words of which none matches exactly
_MIN_MATCHES: Final = 2  # words that must match if both names have as many: a first name alone is not enough
_LEFT_OUT: Final = 0.4  # weight of a missing middle name relative to its usual weight


def score(query: Query, listed: ListedName, names: ListedNames) -> int:
    """Returns 0 to 100; 0 for names that are certainly different, or have too little in common."""
    if _has_other_number(query.sounds, listed.sounds):
        return 0
    name, is_person = listed.entry.name, _is_person(listed)
    matches = matched_words(query.words, listed.words, query.near)
    if not is_person:
        matches = [one for one in matches if not is_other_pinyin(query.words[one[1]], listed.words[one[2]])]
    seen = {there for _, _, there in matches}
    essential = essential_words(name, listed.sounds, is_person=is_person)
    if not is_han(listed.sounds) and not is_covered(listed.sounds, seen, essential, is_person=is_person):
        return 0
    is_firm = has_legal_form(name) and has_own_word(listed.sounds)
    weights = [names.weight(sound, is_firm=is_firm) for sound in listed.sounds]
    if _share_too_little(query, listed, matches, weights, telling=_TELLING * names.unknown):
        return 0
    if is_person:
        weights = _without_middle_names(weights, matches, seen, essential)
    share = _matched_share(query.weights, weights, matches)
    points = round(100 * min(share, word_order_likeness(query.sounds, listed.sounds)))
    return 0 if is_person and _is_vague(query, listed, matches, points) else points


def _has_other_number(asked: Sequence[str], listed: Sequence[str]) -> bool:
    """Plant No. 7 is not Plant No. 9."""
    numbers = [{word for word in words if word.isdecimal()} for words in (asked, listed)]
    return all(numbers) and numbers[0] != numbers[1]


def _is_person(listed: ListedName) -> bool:
    name, is_person = listed.entry.name, listed.entry.is_person
    return looks_like_person(name, listed.sounds) if is_person is None else is_person and not has_legal_form(name)


def _share_too_little(
    query: Query, listed: ListedName, matches: Sequence[Match], weights: Sequence[float], *, telling: float
) -> bool:
    distinctive = [
        (likeness, query.words[here], listed.words[there])
        for likeness, here, there in matches
        if min(query.weights[here], weights[there]) >= telling
    ]
    asked_count, listed_count = len(query.words), len(listed.words)
    if len(matches) < min(_MIN_MATCHES, asked_count, listed_count):
        return True
    is_whole = len(matches) == asked_count == listed_count and listed_count > (2 if distinctive else 1)
    return not is_whole and is_slight(distinctive)


def _without_middle_names(
    weights: Sequence[float], matches: Sequence[Match], seen: Collection[int], essential: Collection[int]
) -> list[float]:
    """Returns the weights with those of missing words lowered, but not if they are of the family name.

    Of two family names one may be missing: "Ana Betancurria" for Ana Lucía Betancurria Solorzano.
    """
    needed = () if any(likeness == 1 and at in essential for likeness, _, at in matches) else essential
    return [weight if at in seen or at in needed else _LEFT_OUT * weight for at, weight in enumerate(weights)]


def _matched_share(asked: Sequence[float], listed: Sequence[float], matches: Sequence[Match]) -> float:
    of_query = sum(asked[here] * likeness for likeness, here, _ in matches) / sum(asked)
    of_listed = sum(listed[there] * likeness for likeness, _, there in matches) / sum(listed)
    return QUERY_SHARE * of_query + (1 - QUERY_SHARE) * of_listed


def _is_vague(query: Query, listed: ListedName, matches: Sequence[Match], points: int) -> bool:
    """Returns True if a person has too little in common: one name, or a short one with an error, or two with errors."""
    if len(query.words) == 1 < len(listed.words):
        return True
    if len(matches) < len(listed.words) and is_loose(matches, query.sounds):
        return True
    return len(matches) == _MIN_MATCHES and points < _NONE_EXACT and all(likeness < 1 for likeness, _, _ in matches)

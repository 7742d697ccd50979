"""Decides which words of a listed name a query must contain: the family name, or a company's own words. Pure."""

from collections.abc import Collection, Sequence

from bot.usecases.screening.family_names import family_words, is_vietnamese
from bot.usecases.screening.generic_words import is_generic, trades
from bot.usecases.screening.spelling import has_legal_form

_MANY_WORDS = 3  # if a company has at least this many own words, one may be missing


def essential_words(name: str, sounds: Sequence[str], *, is_person: bool) -> frozenset[int]:
    """Returns the indexes of the words that `is_covered` looks for."""
    return family_words(name, sounds) if is_person else _own_words(sounds)


def looks_like_person(name: str, sounds: Sequence[str]) -> bool:
    """Returns True for a name without legal form, trade or place. For lists that do not give the kind of an entry."""
    return not has_legal_form(name) and not any(is_generic(sound) and len(sound) > 1 for sound in sounds)


def _own_words(sounds: Sequence[str]) -> frozenset[int]:
    """Returns the words that are neither trade nor place; if there are none, several places, or all words.

    Some own names are also places somewhere: "Guangzhou Yida Electronics".
    """
    own = frozenset(at for at, sound in enumerate(sounds) if not is_generic(sound))
    places = frozenset(at for at, sound in enumerate(sounds) if sound not in trades())
    return own or (places if len(places) > 1 else frozenset(range(len(sounds))))


def is_covered(sounds: Sequence[str], matched: Collection[int], essential: frozenset[int], *, is_person: bool) -> bool:
    """Returns True if enough essential words were matched: one for a person, (nearly) all for a company."""
    found = len(essential & set(matched))
    if is_person:
        return found >= (len(essential) if is_vietnamese(sounds) else 1)
    one_may_be_missing = len(essential) >= _MANY_WORDS and not any(is_generic(sounds[at]) for at in essential)
    return found >= len(essential) - one_may_be_missing

"""Which words of a listed name must be found in a query: a family name, a firm's own word. Pure."""

from collections.abc import Collection, Sequence

from bot.usecases.screening.generic_words import is_generic
from bot.usecases.screening.spelling import has_legal_form, words_of

_MANY = 3  # own words of a firm from which one may be missing
_DOUBLE_FAMILY = 4  # words of a person's name from which the last but one may be the family name


def essential_words(name: str, sounds: Sequence[str], *, is_person: bool) -> frozenset[int]:
    """Indexes of the words of a listed name of which `is_covered` needs some."""
    return _family(name, sounds) if is_person else _own_words(sounds)


def looks_like_person(name: str, sounds: Sequence[str]) -> bool:
    """For lists that do not say: no legal form, no trade, no place in the name."""
    return not has_legal_form(name) and not any(is_generic(sound) and len(sound) > 1 for sound in sounds)


def _family(name: str, sounds: Sequence[str]) -> frozenset[int]:
    """The family name: before a comma, else the last word, or the last two of a long name."""
    before, comma, _ = name.partition(",")
    if comma:
        family = words_of(before)
        return frozenset(at for at, sound in enumerate(sounds) if sound in family)
    last = len(sounds) - 1
    return frozenset({last - 1, last} if len(sounds) >= _DOUBLE_FAMILY else {last})


def _own_words(sounds: Sequence[str]) -> frozenset[int]:
    """The words that are no trade and no place; all words if every one is."""
    own = frozenset(at for at, sound in enumerate(sounds) if not is_generic(sound))
    return own or frozenset(range(len(sounds)))


def is_covered(sounds: Sequence[str], matched: Collection[int], essential: frozenset[int], *, is_person: bool) -> bool:
    """Whether the query holds enough of the essential words: a family name, or a firm's own words."""
    found = len(essential & set(matched))
    if is_person:
        return found > 0
    one_may_miss = len(essential) >= _MANY and not any(is_generic(sounds[at]) for at in essential)
    return found >= len(essential) - one_may_miss

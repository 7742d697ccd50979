"""Tells a person's name that holds a country's from a country: Michael Jordan, Chad Williams."""

from bot.matching.address_words import states
from bot.matching.keys import MAX_NAME, name_key
from bot.matching.place_index import country_index, larger_cities

_GIVEN_NAMES = frozenset({
    "jordan", "georgia", "chad", "israel", "india", "kenya", "america", "austin", "sydney", "paris", "london", "milan",
    "florence", "dallas", "houston", "chelsea", "brooklyn", "savannah", "madison", "charlotte", "virginia", "carolina",
    "dakota", "victoria", "adelaide", "sofia", "lorraine", "brittany", "jackson", "lincoln", "trinidad", "roma",
})  # fmt: skip
_OF_PLACES = frozenset({
    "republic", "kingdom", "state", "city", "county", "district", "region", "greater", "south", "north", "east",
    "west", "central", "new", "the", "island", "islands", "valley", "beach", "river", "from", "in", "of",
})  # fmt: skip
_MOST_WORDS = 3


def may_be_persons_name(text: str) -> bool:
    """Returns True for two or three words with capitals: a place that is a given or family name, and unknown words."""
    words = text[:MAX_NAME].split()
    if not 2 <= len(words) <= _MOST_WORDS or not all(word.istitle() and word.isalpha() for word in words):
        return False
    others = [word for word in name_key(text).split() if word not in _GIVEN_NAMES]
    return 0 < len(others) < len(words) and not any(
        other in country_index().exact or other in larger_cities() or other in states() or other in _OF_PLACES
        for other in others
    )
